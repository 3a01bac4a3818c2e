from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.raw import batches
from storage.tables import NoteRow
from tests.support.notes import Said, add_notes, add_town
from tests.support.world import ready

COUNT = 1_001
QUERY: Any = sa.select(NoteRow.id, NoteRow.text).order_by(NoteRow.id)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    await ready(database_url)
    made = Database(database_url)
    async with made.write() as session:
        (group,) = await add_town(session, "Kavala", [("all", ())])
    await add_notes(made, [Said(group, 1, f"note {number}") for number in range(1, COUNT + 1)])
    yield made
    await made.close()


@pytest.mark.parametrize("size", [1, 100, 1_000, 5_000])
async def test_every_row_comes_once_and_in_order(database: Database, size: int) -> None:
    async with database.read() as session, aclosing(batches(session, QUERY, size)) as found:
        rows = [tuple(row) async for some in found for row in some]
        assert rows == [(number, f"note {number}") for number in range(1, COUNT + 1)]


@pytest.mark.parametrize("there", [0, 1, 2])
async def test_few_rows_or_none(database: Database, there: int) -> None:
    async with database.read() as session:
        rows = [row[0] async for some in batches(session, QUERY.where(NoteRow.id <= there)) for row in some]
        assert rows == list(range(1, there + 1))


async def test_whoever_stops_in_the_middle_can_go_on_with_the_session(database: Database) -> None:
    async with database.read() as session:
        async with aclosing(batches(session, QUERY, 10)) as found:
            async for some in found:
                if some[0][0] > 1:
                    break
        assert await session.scalar(sa.select(sa.func.count(NoteRow.id))) == COUNT
    async with database.write() as session:
        await session.execute(sa.delete(NoteRow).where(NoteRow.id == COUNT + 1))
