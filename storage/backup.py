"""Backups: one SQLite file for either database, whole or not there at all, with the sums of its tables inside.

From SQLite it is a ``VACUUM INTO``, from PostgreSQL a copy of our own rows; both read one snapshot while others write.
A backup of an earlier version is brought up to date when it is read, so it outlives upgrades. It does not hold the key.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from storage import copying, schema
from storage.database import Database

MANIFEST = "wellsay_backup"
"""The table with a sum for each other table."""


class BadBackupError(Exception):
    """The file is not a whole backup; the text is one sentence."""


async def back_up(database: Database, path: Path) -> dict[str, int]:
    """Write a backup that appears under its name only when it is complete; returns the number of rows by table.

    Raises:
        FileExistsError: there is something of that name already.
        OSError: the file cannot be written, or the disk is full.
        BadBackupError: what was written does not read back as it should.
    """
    if await asyncio.to_thread(path.exists):
        raise FileExistsError(path)
    with _complete_or_nothing(path) as partial:
        if database.is_sqlite:
            await asyncio.to_thread(_vacuum, Path(database.url.database or ""), partial)
        else:
            await _copied(database, partial)
        return await asyncio.to_thread(_seal, partial)


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    """A checked copy of a backup, up to date, as a database to read from; it is gone afterwards.

    Raises:
        BadBackupError: it is damaged, not a backup, or made by a newer version.
    """
    with tempfile.TemporaryDirectory() as folder:  # only for its owner
        copy = Path(folder) / "backup.db"
        await asyncio.to_thread(_verify, path)
        await asyncio.to_thread(shutil.copyfile, path, copy)
        await asyncio.to_thread(_unseal, copy)
        database = Database(f"sqlite+aiosqlite:///{copy}")
        try:
            if await schema.current(database) not in schema.known():
                msg = f"{path} was made by a newer Wellsay; upgrade first"
                raise BadBackupError(msg)
            await schema.upgrade(database)
            yield database
        finally:
            await database.close()


@contextmanager
def _complete_or_nothing(path: Path) -> Iterator[Path]:
    """A name to write to beside ``path``; it becomes ``path`` at the end, or vanishes."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)  # mode 600
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        descriptor = os.open(partial, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        partial.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        for one in (partial, Path(f"{partial}-wal"), Path(f"{partial}-shm"), Path(f"{partial}-journal")):
            one.unlink(missing_ok=True)


def _vacuum(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=60)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error as error:
            raise OSError(str(error)) from None


async def _copied(database: Database, target: Path) -> None:
    made = Database(f"sqlite+aiosqlite:///{target}")
    try:
        await schema.upgrade(made)
        async with database.read() as reading, made.engine.begin() as writing:
            source = await reading.connection()
            sums = await copying.copy(source, writing)
            await copying.count_on(writing, await copying.counters(source))
        async with made.engine.connect() as written:
            await copying.check(written, sums)
    except copying.DifferentError as error:
        raise BadBackupError(str(error)) from None
    finally:
        await made.close()


def _seal(path: Path) -> dict[str, int]:
    """Check the file and write its sums into it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the database had
        _intact(connection, path)
        sums = _sums(connection)
        connection.execute(f"DROP TABLE IF EXISTS {MANIFEST}")
        connection.execute(f"CREATE TABLE {MANIFEST} (name TEXT PRIMARY KEY, rows INTEGER, sum TEXT)")
        connection.executemany(
            f"INSERT INTO {MANIFEST} VALUES (?, ?, ?)",  # noqa: S608 -- our own name
            [(name, rows, digest) for name, (rows, digest) in sums.items()],
        )
        connection.commit()
    return {name: rows for name, (rows, _) in sums.items()}


def _verify(path: Path) -> None:
    if not path.is_file():
        msg = f"there is no file {path}"
        raise BadBackupError(msg)
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        try:
            _intact(connection, path)
            stated = {name: (rows, digest) for name, rows, digest in connection.execute(f"SELECT * FROM {MANIFEST}")}  # noqa: S608 -- our own name
            same = stated == _sums(connection)
        except sqlite3.Error:
            msg = f"{path} is not a backup of Wellsay, or it is damaged"
            raise BadBackupError(msg) from None
    if not same:
        msg = f"{path} is damaged: what is in it is not what was written"
        raise BadBackupError(msg)


def _unseal(path: Path) -> None:
    path.chmod(0o600)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {MANIFEST}")
        connection.commit()


def _intact(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        msg = f"{path} is damaged"
        raise BadBackupError(msg)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        msg = f"{path} is damaged: a row refers to one that is not there"
        raise BadBackupError(msg)


def _sums(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """For each table its number of rows and a hash of them, in the order of the file; independent of our tables."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name != ? "
        "ORDER BY name",
        (MANIFEST,),
    ).fetchall()
    sums = {}
    for (name,) in names:
        digest, count = hashlib.sha256(), 0
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608 -- a name from the file's own list
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
            count += 1
        sums[name] = count, digest.hexdigest()
    return sums
