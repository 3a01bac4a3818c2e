"""Rows as the driver gives them, in batches: for what reads a million of them.

SQLAlchemy writes the query and binds its parameters; only its row objects, which take longer than the rows themselves,
are left out. So values come as the driver knows them: SQLite has no booleans and times, PostgreSQL has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

BATCH = 2_000

Row = Sequence[Any]


async def batches(session: AsyncSession, query: sa.Select[Any], size: int = BATCH) -> AsyncIterator[list[Row]]:
    """The rows of a query, streamed within the session's transaction."""
    connection = await session.connection()
    streamed = query.execution_options(stream_results=True)
    result = await connection.run_sync(lambda there: there.execute(streamed))
    cursor: Any = result.cursor
    try:
        first = await connection.run_sync(lambda _: result.fetchone())  # the only one that SQLAlchemy has fetched already
        if first is None:
            return
        yield [tuple(first)]
        while rows := await connection.run_sync(lambda _: cursor.fetchmany(size)):
            yield rows
    finally:
        await connection.run_sync(lambda _: result.close())
