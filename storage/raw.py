"""Rows as the driver gives them, in batches: for what reads a million of them.

SQLAlchemy writes the query and binds its parameters; only its row objects, which take longer than the rows themselves,
are left out. So values come as the driver knows them: SQLite has no booleans and times, PostgreSQL has.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 2_000

Row = Sequence[Any]


async def batches(session: AsyncSession, query: sa.Select[Any], size: int = BATCH) -> AsyncGenerator[list[Row], None]:
    """The rows of a query, streamed within the session's transaction, which must do nothing else meanwhile.

    While a batch is worked on, the database is busy with the next one.
    """
    connection = await session.connection()
    streamed = query.execution_options(stream_results=True)
    result = await connection.run_sync(lambda there: there.execute(streamed))
    cursor: Any = result.cursor

    async def fetch() -> list[Row]:
        rows: list[Row] = await connection.run_sync(lambda _: cursor.fetchmany(size))
        return rows

    fetching = None
    try:
        first = await connection.run_sync(lambda _: result.fetchone())  # SQLAlchemy has fetched this one already
        rows: list[Row] = [] if first is None else [tuple(first)]
        while rows:
            fetching = asyncio.create_task(fetch())
            await asyncio.sleep(0)  # lets it ask the database, before whoever gets the rows keeps everybody waiting
            yield rows
            rows = await fetching
    finally:
        if fetching is not None:
            await asyncio.wait([fetching])
        await connection.run_sync(lambda _: result.close())
