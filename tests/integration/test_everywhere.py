"""/mydata and /forget know every table there is, also those that are added tomorrow."""

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.wiring import House
from handlers.types import Location, Voice
from storage.keys import Keyring
from storage.mydata import about
from storage.removal import references
from storage.tables import AddressRow, Base, NoteRow, PersonRow, SessionRow
from storage.turns import find_address
from tests.support.person import Person
from tests.support.world import SECRET

PERSONAL = ("person", "address", "note")
NOT_TOLD = {
    "tally_pack": "repeats notes as numbers",
    "tally_dirty": "a mark without content",
    "note": "a note that says more about another has the same author, and is told of as theirs",
}
"""Tables whose rows say nothing about a person that another table does not say."""
SEALED = Keyring(SECRET).seal(b"x")
_COUNT = itertools.count(1)


def hanging() -> list[sa.Column[Any]]:
    """Every column that refers to a person, an address or a note."""
    return sorted((one for name in PERSONAL for one in references(Base.metadata.tables[name])), key=str)


async def fill(session: AsyncSession, column: sa.Column[Any], key: int) -> None:
    """A row in the column's table that refers to ``key``, with whatever else it must have."""
    await _add_row(session, column.table, {column.name: key})


async def _add_row(session: AsyncSession, table: sa.Table, values: dict[str, Any]) -> None:
    for column in table.columns:
        if column.name in values or (column.nullable and not column.foreign_keys) or column.autoincrement is True:
            continue
        if column.foreign_keys:
            values[column.name] = None if column.nullable else await _some_row(session, column)
        elif not column.primary_key or column.autoincrement is False or not isinstance(column.type, sa.Integer):
            values[column.name] = value_for(column)
    await session.execute(sa.insert(table).values(values))


async def _some_row(session: AsyncSession, column: sa.Column[Any]) -> object:
    """The key of the newest row that a foreign key can refer to; one is made where there is none yet."""
    target = next(iter(column.foreign_keys)).column
    newest = sa.select(sa.func.max(target))
    if await session.scalar(newest) is None:
        await _add_row(session, target.table, {})
    return await session.scalar(newest)


def value_for(column: sa.Column[Any]) -> object:
    """Some value of the column's type."""
    number = next(_COUNT)
    if isinstance(column.type, sa.JSON):
        return {}
    if isinstance(column.type, sa.LargeBinary):
        return SEALED
    if isinstance(column.type, sa.String):
        return f"x{number}"[: column.type.length]
    if isinstance(column.type, sa.Boolean):
        return False
    if isinstance(column.type, sa.Float | sa.Integer):
        return number
    return dt.datetime(2026, 5, 12, tzinfo=dt.UTC)


async def keys_of(house: House, person: Person) -> dict[str, int]:
    async with house.database.read() as session:
        address = await find_address(session, house.keyring, person.channel, person.address)
        assert address is not None
        assert address.person_id is not None
        note = await session.scalar(sa.select(NoteRow.id).where(NoteRow.person_id == address.person_id).limit(1))
        return {"address": address.id, "person": address.person_id, "note": note or 0}


async def everything(house: House, person: Person) -> str:
    async with house.database.read() as session:
        address = await find_address(session, house.keyring, person.channel, person.address)
        assert address is not None
        return repr(await about(session, house.keyring, address.id))


async def participant(house: House) -> Person:
    person = Person(house)
    await person.joins()
    await person.says("quiet nights", ref="ref-1")
    await person.tell(Location(50.1, 4.2))
    return person


@pytest.mark.parametrize("column", hanging(), ids=str)
async def test_every_row_about_somebody_is_told_and_erased(house: House, column: sa.Column[Any]) -> None:
    person = await participant(house)
    keys = await keys_of(house, person)
    key = keys[next(iter(column.foreign_keys)).column.table.name]
    before = await everything(house, person)
    async with house.database.write() as session:
        already = await session.scalar(sa.select(sa.func.count()).select_from(column.table).where(column == key))
        if not already or not column.primary_key:
            await fill(session, column, key)
            told = False
        else:
            told = True  # /mydata has told of a row of this table already
    assert told or column.table.name in NOT_TOLD or await everything(house, person) != before, (
        f"/mydata says nothing of {column.table.name}"
    )
    await person.command("forget")
    await person.choose("forget:all")
    async with house.database.read() as session:
        left = await session.scalar(sa.select(sa.func.count()).select_from(column.table).where(column == key))
    kept = {"conversation.address_id", "outbox.address_id"}
    # the address that asked is kept for a day, for the farewell, without a person
    assert left == 0 or str(column) in kept, f"/forget leaves rows in {column.table.name}"


async def test_nothing_of_a_forgotten_person_is_left_in_the_file(house: House, tmp_path: Path) -> None:
    person = await participant(house)
    await person.says("zebra crossings near the mill")
    await person.tell(Voice(b"sound" * 100, "audio/ogg", 3, "v-1"))
    await person.command("forget")
    await person.choose("forget:all")
    async with house.database.engine.connect() as connection:
        await connection.exec_driver_sql("ROLLBACK")
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await connection.exec_driver_sql("BEGIN")
    content = (tmp_path / "wellsay.db").read_bytes()
    assert b"zebra" not in content
    assert b"quiet nights" not in content


async def test_forgetting_leaves_others_alone(either_house: House) -> None:
    person, other = await participant(either_house), await participant(either_house)
    before = await everything(either_house, other)
    await person.command("forget")
    await person.choose("forget:all")
    assert await everything(either_house, other) == before
    async with either_house.database.read() as session:
        assert await session.scalar(sa.select(sa.func.count(PersonRow.id))) == 1
        assert await session.scalar(sa.select(sa.func.count(NoteRow.id))) == 1
        assert await session.scalar(sa.select(sa.func.count(AddressRow.id))) == 2
        assert await session.scalar(sa.select(sa.func.count(SessionRow.id))) == 2


async def test_everything_at_once_goes_on_both_databases(either_house: House) -> None:
    """A person who has left a row in every table there is, all at the same time."""
    person, other = await participant(either_house), await participant(either_house)
    keys = await keys_of(either_house, person)

    async def rows_of(session: AsyncSession, column: sa.Column[Any]) -> int:
        key = keys[next(iter(column.foreign_keys)).column.table.name]
        return await session.scalar(sa.select(sa.func.count()).select_from(column.table).where(column == key)) or 0

    async with either_house.database.write() as session:
        for column in hanging():
            if not await rows_of(session, column):
                await fill(session, column, keys[next(iter(column.foreign_keys)).column.table.name])
    async with either_house.database.read() as session:
        assert [column for column in hanging() if not await rows_of(session, column)] == []
    before = await everything(either_house, other)
    await person.command("forget")
    await person.choose("forget:all")
    async with either_house.database.read() as session:
        left = {str(column) for column in hanging() if await rows_of(session, column)}
    assert left <= {"conversation.address_id", "outbox.address_id"}  # for the farewell
    assert await everything(either_house, other) == before
