"""A look at the database for the doctor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.keys import Keyring
from storage.tables import AddressRow, AuditRow, InboundRow, NoteRow


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen.

    ``postgres``: its version as a number, ``None`` on SQLite; ``damage``: what SQLite's own check says; ``earlier`` and
    ``lost``: addresses sealed with an earlier key, with no known key; ``newest``: the latest time of anything stored;
    ``server_time``: the database server's clock.
    """

    postgres: int | None
    damage: str | None
    earlier: int
    lost: int
    newest: dt.datetime | None
    server_time: dt.datetime | None


async def look(database: Database, keyring: Keyring) -> Sight:
    """Look, without changing anything."""
    async with database.read() as session:
        earlier, lost = await _sealed(session, keyring)
        columns = (InboundRow.at, AuditRow.at, NoteRow.created_at)
        times = [await session.scalar(sa.select(sa.func.max(column))) for column in columns]
        newest = max((one for one in times if one is not None), default=None)
        if database.is_sqlite:
            said = str(await session.scalar(sa.text("PRAGMA quick_check(1)")))
            return Sight(None, None if said == "ok" else said[:100], earlier, lost, newest, None)
        version = int(str(await session.scalar(sa.text("SHOW server_version_num"))))
        time: dt.datetime | None = await session.scalar(sa.select(sa.func.clock_timestamp()))
        return Sight(version, None, earlier, lost, newest, time)


async def _sealed(session: AsyncSession, keyring: Keyring) -> tuple[int, int]:
    earlier = lost = 0
    result = await session.stream_scalars(sa.select(AddressRow.sealed).execution_options(yield_per=1000))
    async for sealed in result:
        if keyring.is_current(sealed):
            continue
        try:
            keyring.open(sealed)
            earlier += 1
        except LookupError:
            lost += 1
    return earlier, lost
