"""Copying a whole database into another, SQLite or PostgreSQL, and proving that both hold the same rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import Base

AT_ONCE = 1000
"""Rows that are in memory at a time."""
LEFT_OUT = frozenset({"lease", "tally_block", "tally_dirty"})
"""Tables that the running program makes anew by itself."""
MODULUS = 1 << 256

Progress = Callable[[str, int], None]
"""Told of each table that is done, and how many rows it has."""


class DifferentError(Exception):
    """Two databases that should hold the same do not; the text names the table."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows a table has, and the sum of their hashes, which does not depend on their order."""

    rows: int = 0
    hashes: int = 0

    def plus(self, row: Sequence[object]) -> Sum:
        """With one more row."""
        return Sum(self.rows + 1, (self.hashes + _hash(row)) % MODULUS)


def tables() -> list[sa.Table]:
    """What is copied, in an order in which every row finds what it refers to."""
    return [one for one in Base.metadata.sorted_tables if one.name not in LEFT_OUT]


async def copy(source: AsyncConnection, target: AsyncConnection, told: Progress | None = None) -> dict[str, Sum]:
    """Copy all rows within the two open transactions; returns what was read of each table.

    The target's tables must be empty and of the same version.
    """
    sums: dict[str, Sum] = {}
    for table in tables():
        total = Sum()
        async for rows in _batches(source, table):
            for row in rows:
                total = total.plus(row)
            names = table.columns.keys()
            await target.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        sums[table.name] = total
        if told:
            told(table.name, total.rows)
    return sums


async def check(target: AsyncConnection, sums: Mapping[str, Sum]) -> None:
    """Read everything back and compare it.

    Raises:
        DifferentError: a table does not hold the rows that were copied.
    """
    for table in tables():
        total = Sum()
        async for rows in _batches(target, table):
            for row in rows:
                total = total.plus(row)
        if total != sums[table.name]:
            msg = f"{table.name}: {sums[table.name].rows} rows were read, {total.rows} are there, or they differ"
            raise DifferentError(msg)


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether no table has a row."""
    for table in tables():
        if (await connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1))).first():
            return False
    return True


async def empty(target: AsyncConnection) -> None:
    """Delete all rows of all tables; the caller has taken the audit log's guard away."""
    if target.dialect.name == "postgresql":
        names = ", ".join(f'"{one.name}"' for one in Base.metadata.sorted_tables)
        await target.exec_driver_sql(f"TRUNCATE {names}")
        return
    await target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for table in reversed(Base.metadata.sorted_tables):
        await target.execute(sa.delete(table))


async def counters(connection: AsyncConnection) -> dict[str, int]:
    """The highest key that each table ever gave, where the database remembers it."""
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
        return {str(row.name): int(row.seq) for row in rows}
    found = {}
    for table, sequence in (await _sequences(connection)).items():
        row = (await connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 -- a name from the database itself
        found[table] = int(row.last_value) if row.is_called else 0
    return found


async def count_on(target: AsyncConnection, *known: Mapping[str, int]) -> None:
    """From now on, new keys come after all that are there and after those in ``known``: no id comes twice."""
    sequences = {} if target.dialect.name == "sqlite" else await _sequences(target)
    names = {"outbox"} if target.dialect.name == "sqlite" else set(sequences)  # the one with AUTOINCREMENT
    for name in names:
        table = Base.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        there = (await target.execute(sa.select(sa.func.max(key)))).scalar() or 0
        highest = max([there, *(one.get(name, 0) for one in known)])
        if target.dialect.name == "sqlite":
            await target.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            await target.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, highest))
        elif highest:
            await target.execute(sa.select(sa.func.setval(sequences[name], highest)))


async def _sequences(connection: AsyncConnection) -> dict[str, str]:
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = (
                await connection.execute(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
            ).scalar()
            if name:
                found[table.name] = str(name)
    return found


async def _batches(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[Sequence[sa.Row[Any]]]:
    query = sa.select(table).order_by(*table.primary_key.columns)
    async with connection.stream(query, execution_options={"yield_per": AT_ONCE}) as result:
        async for rows in result.partitions(AT_ONCE):
            yield rows


def _hash(row: Sequence[object]) -> int:
    text = json.dumps([_plain(one) for one in row], ensure_ascii=False, sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def _plain(value: object) -> object:
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value
