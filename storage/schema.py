"""The schema's version: up to date, forward, and back."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import audit_guard, triggers
from storage.database import Database


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(resources.files("storage").joinpath("migrations")))
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The newest version that this program knows."""
    return str(ScriptDirectory.from_config(config()).get_current_head())


def known() -> frozenset[str]:
    """All versions that this program knows."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(config()).walk_revisions())


async def current(database: Database) -> str | None:
    """The version of a database; ``None`` for an empty one."""
    found: str | None = await _run(
        database, lambda connection: MigrationContext.configure(connection).get_current_revision()
    )
    return found


async def upgrade(database: Database, to: str = "head") -> None:
    """Bring the schema forward, with the triggers that belong to it."""

    def work(connection: sa.Connection) -> None:
        command.upgrade(config(connection), to)
        audit_guard.ensure(connection)
        triggers.ensure(connection)

    await _run(database, work)


async def downgrade(database: Database, to: str) -> None:
    """Bring the schema back; ``base`` empties the database."""
    await _run(database, lambda connection: command.downgrade(config(connection), to))


async def _run(database: Database, work: Callable[[sa.Connection], Any]) -> Any:
    async with database.engine.begin() as connection:
        return await connection.run_sync(work)
