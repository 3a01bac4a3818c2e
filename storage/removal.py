"""Removing rows with all that hangs on them; read from the foreign keys, so that no table is forgotten.

A row that cannot be without the removed one (its foreign key may not be empty) goes with it. One that can (a note
without its author) stays and only loses the link.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base


def table_of(row: type[Base]) -> sa.Table:
    """The table of a row class."""
    return Base.metadata.tables[row.__tablename__]


def references(table: sa.Table) -> Iterator[sa.Column[object]]:
    """The columns of all tables that refer to a table."""
    for other in Base.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is table:
                yield key.parent


async def remove(session: AsyncSession, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
    """Delete the rows of ``table`` for which ``which`` holds, with what cannot be without them; unlink the rest.

    Goes past the objects that ``session`` has loaded; the caller expunges what it still holds of these tables.
    """
    await let_go(session, table, which)
    await session.execute(sa.delete(table).where(which))


async def let_go(session: AsyncSession, table: sa.Table, which: sa.ColumnElement[bool]) -> None:
    """Remove or unlink all that hangs on these rows, which stay themselves."""
    for column in references(table):
        target = next(key.column for key in column.foreign_keys if key.column.table is table)
        hanging = column.in_(sa.select(target).where(which))
        if column.nullable:
            await session.execute(sa.update(column.table).where(hanging).values({column.name: None}))
        else:
            await remove(session, column.table, hanging)
