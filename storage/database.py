"""The connection: SQLite with one writer, or PostgreSQL; transactions for writing and snapshots for reading."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import StaticPool

Session = AsyncSession
"""One transaction, for those who may not know the library."""
SQLITE_BUSY_MS = 15_000
"""How long another process may hold SQLite's write lock before we give up."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""``secure_delete``: what was erased is overwritten in the file, not only marked as free."""
POSTGRES_POOL = 10


class Database:
    """Two doors to one database: ``write`` for a turn, ``read`` for a report.

    On SQLite all writers of this process queue for one connection (SQLite has one writer anyway), each transaction
    takes the write lock at once (``BEGIN IMMEDIATE``), and a commit is on the disk when it returns (WAL,
    ``synchronous=FULL``).
    """

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE", pool_size=1)
            memory = self.url.database in (None, "", ":memory:")
            if not memory:
                _for_its_owner_only(Path(self.url.database or ""))
            self._reader = self._writer if memory else _sqlite_engine(self.url, "BEGIN", pool_size=5)
        else:
            self._writer = create_async_engine(self.url, pool_size=POSTGRES_POOL, pool_pre_ping=True)
            self._reader = self._writer

    @property
    def engine(self) -> AsyncEngine:
        """The engine that may write."""
        return self._writer

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One short transaction: committed at the end, rolled back if anything is raised."""
        async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A consistent snapshot for reading; nothing written in it is kept."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            if not self.is_sqlite:
                await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    async def ping(self) -> None:
        """Ask the database for an answer; raises what the driver raises if there is none."""
        async with self.read() as session:
            await session.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


def _for_its_owner_only(path: Path) -> None:
    """Make a new database's file so that nobody else here can read it; SQLite itself would follow the umask."""
    with contextlib.suppress(OSError):  # whatever is wrong with the place, SQLite says it when it connects
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def is_outage(error: BaseException) -> bool:
    """Whether an error says that the database is away or busy: the same again may work later, whatever it was about."""
    if isinstance(error, (InterfaceError, OperationalError, TimeoutError, OSError)):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left to write: SQLite's SQLITE_FULL, PostgreSQL's 53100.

    https://www.sqlite.org/rescode.html#full https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    if not isinstance(error, DBAPIError):
        return False
    return "disk is full" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "53100"


def _sqlite_engine(url: URL, begin: str, pool_size: int) -> AsyncEngine:
    memory = url.database in (None, "", ":memory:")
    pool: dict[str, Any] = {"poolclass": StaticPool} if memory else {"pool_size": pool_size, "max_overflow": 0}
    engine = create_async_engine(url, connect_args={"timeout": SQLITE_BUSY_MS / 1000}, **pool)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # so that we, not the driver, say when a transaction begins
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, f"busy_timeout={SQLITE_BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "invalidate")
    def let_go(connection: Any, _record: Any, _error: Any) -> None:
        """A task was cancelled in the middle. Closing alone may leave its transaction open, and the file locked."""
        with contextlib.suppress(Exception):
            connection.rollback()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
