"""Backup, restore and the move to PostgreSQL: what is there afterwards, and what must not come back."""

import asyncio
import datetime as dt
import sqlite3
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.forgetting import remembered
from bot.moving import move_to
from bot.outcome import CommandError
from bot.settings import Settings
from bot.wiring import House
from storage import schema
from storage.backup import BadBackupError, back_up, opened
from storage.copying import Sum, check, copy, tables
from storage.database import Database
from storage.keys import Keyring, new_secret
from storage.restoring import ForeignKeyringError, openable, restore
from storage.staff import accept, audited, close_session, invite, open_session, revoke
from storage.tables import AddressRow, AuditRow, NoteRow, OutboxRow, PersonRow, StaffRow, StaffSessionRow
from tests.support.person import Person, texts
from tests.support.world import SECRET, Clock, demo_house, ready, sqlite_url


async def count(house: House, table: type[PersonRow | NoteRow | AddressRow | AuditRow | StaffSessionRow]) -> int:
    async with house.database.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def sums(database: Database) -> dict[str, Sum]:
    """What is in each table, apart from the log."""
    from storage.copying import _batches

    async with database.read() as session:
        connection, found = await session.connection(), {}
        for table in tables():
            total = Sum()
            async for rows in _batches(connection, table):
                for row in rows:
                    total = total.plus(row)
            found[table.name] = total
    del found["audit"]
    return found


def partial_files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if "partial" in one.name]


def lose(folder: Path) -> None:
    """The database is gone, with all that SQLite keeps beside it."""
    for one in folder.glob("wellsay.db*"):
        one.unlink()


async def talkative(house: House, channel: str = "web") -> Person:
    person = Person(house, channel=channel)
    await person.joins()
    await person.says("quiet nights – Ruhe, ησυχία, هدوء 🌙")
    await person.says('friends; "quotes", commas\nand lines')
    return person


async def test_a_backup_brings_everything_back(either_house: House, tmp_path: Path) -> None:
    house = either_house
    person = await talkative(house)
    before = await sums(house.database)
    file = tmp_path / "one.backup"
    rows = await back_up(house.database, file)
    assert rows["note"] == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert not partial_files(tmp_path)
    await person.says("after the backup")
    await talkative(house)
    async with opened(file) as backup:
        await openable(backup, house.keyring)
        await restore(house.database, backup, [], house.clock())
    assert await sums(house.database) == before
    assert "quiet nights" in texts(await person.chat())
    await person.says("life goes on")  # new rows get keys that are free
    assert await count(house, NoteRow) == 3


async def test_a_backup_goes_from_one_database_to_the_other(
    house: House, postgres_url: str, clock: Clock, tmp_path: Path
) -> None:
    await talkative(house)
    file, again = tmp_path / "one.backup", tmp_path / "two.backup"
    await back_up(house.database, file)
    other = Database(postgres_url)
    await schema.upgrade(other)
    async with opened(file) as backup:
        await restore(other, backup, [], clock())
    assert await sums(other) == await sums(house.database)
    await back_up(other, again)
    async with opened(again) as backup:
        assert await sums(backup) == await sums(house.database)
    await other.close()


async def test_whoever_was_erased_since_the_backup_stays_erased(either_house: House, tmp_path: Path) -> None:
    house = either_house
    gone, linkless, stays = [await talkative(house) for _ in range(3)]
    file = tmp_path / "one.backup"
    await back_up(house.database, file)
    for person, how in ((gone, "all"), (linkless, "link")):
        await person.command("forget")
        await person.choose(f"forget:{how}")
    async with opened(file) as backup:
        done = await restore(house.database, backup, [], house.clock())
    assert done.forgotten == 2
    assert (await count(house, PersonRow), await count(house, NoteRow)) == (1, 4)
    assert "quiet nights" in texts(await stays.chat())
    assert await gone.chat() == []


async def test_the_file_beside_the_database_remembers_when_the_database_is_lost(tmp_path: Path, clock: Clock) -> None:
    url, file = sqlite_url(tmp_path), tmp_path / "one.backup"
    house = await demo_house(url, clock)
    person = await talkative(house)
    await talkative(house)
    await back_up(house.database, file)
    await person.command("forget")
    await person.choose("forget:all")
    await house.close()
    lose(tmp_path)
    await ready(url)
    database = Database(url)
    async with opened(file) as backup:
        done = await restore(database, backup, remembered(house.settings), clock())
    await database.close()
    assert done.forgotten == 1


async def test_a_backup_that_was_only_copied_into_place_forgets_before_it_serves(tmp_path: Path, clock: Clock) -> None:
    url = sqlite_url(tmp_path)
    house = await demo_house(url, clock)
    person = await talkative(house)
    await talkative(house)
    await back_up(house.database, tmp_path / "one.backup")
    await person.command("forget")
    await person.choose("forget:all")
    await house.close()
    lose(tmp_path)
    (tmp_path / "one.backup").rename(tmp_path / "wellsay.db")
    again = await demo_house(url, clock)
    assert await count(again, PersonRow) == 1
    await again.close()


async def test_restoring_does_not_undo_what_colleagues_and_citizens_ended(either_house: House, tmp_path: Path) -> None:
    house, now = either_house, either_house.clock()
    person = await talkative(house)
    async with house.database.write() as session:
        people = []
        for name in ("staff0", "staff1", "staff2"):
            staff = await accept(session, await invite(session, "admin", now), now, partial(str, name))
            assert staff is not None
            people.append((staff, await open_session(session, staff, now)))
    file = tmp_path / "one.backup"
    await back_up(house.database, file)
    await person.command("stop")
    async with house.database.write() as session:
        await revoke(session, await session.get_one(StaffRow, people[0][0].key), now)
        await close_session(session, people[1][1])
        audited(session, people[2][0], "did-something", now)
    log = await count(house, AuditRow)
    async with opened(file) as backup:
        await restore(house.database, backup, [], now)
    async with house.database.read() as session:
        assert (await session.scalars(sa.select(AddressRow.stopped_at))).one() is not None
        revoked = sa.select(StaffRow.public_id).where(StaffRow.revoked_at.is_not(None))
        assert (await session.scalars(revoked)).all() == ["staff0"]
        assert (await session.scalars(sa.select(StaffSessionRow.staff_id))).all() == [people[2][0].key]
        verbs = (await session.scalars(sa.select(AuditRow.verb).order_by(AuditRow.id))).all()
    assert len(verbs) == log + 1
    assert verbs[-2:] == ["did-something", "restored"]


async def test_what_was_sent_since_the_backup_is_not_sent_again(either_house: House, tmp_path: Path) -> None:
    house = either_house
    await talkative(house, channel="telegram")
    file = tmp_path / "one.backup"
    await back_up(house.database, file)
    (first, *_) = await house.outbox.claim("telegram", 1, house.clock(), dt.timedelta(minutes=1))
    await house.outbox.sent(first.id, "77", house.clock())
    async with opened(file) as backup:
        await restore(house.database, backup, [], house.clock())
    async with house.database.read() as session:
        row = await session.get_one(OutboxRow, first.id)
        assert (row.state, row.sent_ref) == ("sent", "77")
        waiting = sa.select(sa.func.count()).where(OutboxRow.state == "pending")
        assert await session.scalar(waiting)


async def test_ids_that_pages_have_seen_do_not_come_twice(either_house: House, tmp_path: Path) -> None:
    house = either_house
    person = await talkative(house)
    file = tmp_path / "one.backup"
    await back_up(house.database, file)
    await person.says("after")
    seen = person.shown
    async with opened(file) as backup:
        await restore(house.database, backup, [], house.clock())
    await person.says("again")
    assert person.shown > seen


@pytest.mark.parametrize("harm", ["cut", "flip", "other", "none"])
async def test_a_damaged_file_changes_nothing(house: House, tmp_path: Path, harm: str) -> None:
    await talkative(house)
    file = tmp_path / "one.backup"
    await back_up(house.database, file)
    content = file.read_bytes()
    if harm == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif harm == "flip":
        at = content.index(b"quiet nights")
        file.write_bytes(content[:at] + b"Q" + content[at + 1 :])
    elif harm == "other":
        file.write_bytes(b"a letter to my mother")
    else:
        file.unlink()
    with pytest.raises(BadBackupError):
        async with opened(file):
            pass
    assert await count(house, NoteRow) == 2


async def test_a_newer_backup_and_a_foreign_key_are_refused(house: House, tmp_path: Path) -> None:
    await talkative(house)
    file = tmp_path / "one.backup"
    async with house.database.write() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    await back_up(house.database, file)
    with pytest.raises(BadBackupError, match="newer"):
        async with opened(file):
            pass
    async with house.database.write() as session:
        await session.execute(sa.text("UPDATE alembic_version SET version_num = :new"), {"new": schema.newest()})
    await back_up(house.database, tmp_path / "two.backup")
    async with opened(tmp_path / "two.backup") as backup:
        with pytest.raises(ForeignKeyringError):
            await openable(backup, Keyring(new_secret()))
        await openable(backup, Keyring(new_secret(), [SECRET]))


async def test_a_backup_is_consistent_while_people_write(either_house: House, tmp_path: Path) -> None:
    person = await talkative(either_house)
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            await person.says("quiet")

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(write())
        for number in range(2):
            await back_up(either_house.database, tmp_path / f"{number}.backup")
        stop.set()
    async with opened(tmp_path / "1.backup") as backup, backup.read() as session:
        notes = await session.scalar(sa.select(sa.func.count()).select_from(NoteRow))
        codings = await session.scalar(
            sa.text("SELECT count(*) FROM note WHERE id NOT IN (SELECT note_id FROM coding) AND text = 'quiet'")
        )
    assert notes
    assert codings == 0


async def test_a_full_disk_leaves_no_half_file(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.backup._vacuum", full)
    folder = tmp_path / "there"
    folder.mkdir()
    with pytest.raises(OSError, match="No space"):
        await back_up(house.database, folder / "one.backup")
    assert list(folder.iterdir()) == []


async def test_an_existing_file_is_not_overwritten(house: House, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(FileExistsError):
        await back_up(house.database, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "precious"


async def test_moving_to_postgresql(house: House, postgres_url: str, clock: Clock) -> None:
    person = await talkative(house)
    before = await sums(house.database)
    await move_to(house.settings, postgres_url)
    there = await demo_house(postgres_url, clock)
    assert await sums(there.database) == before
    moved = Person(there, address=person.address)
    assert "quiet nights" in texts(await moved.chat())
    await moved.says("from the new house")
    with pytest.raises(CommandError, match="not empty"):
        await move_to(house.settings, postgres_url)
    await there.close()


async def test_moving_back_is_refused(house: House) -> None:
    with pytest.raises(CommandError, match="from SQLite"):
        await move_to(house.settings, house.settings.database_url)
    settings = Settings(_env_file=None, database_url="postgresql+asyncpg://x/y", secret_key=SECRET)
    with pytest.raises(CommandError, match="from SQLite"):
        await move_to(settings, "postgresql+asyncpg://x/z")


async def test_a_row_that_arrives_differently_is_noticed(house: House, tmp_path: Path) -> None:
    await talkative(house)
    other = Database(f"sqlite+aiosqlite:///{tmp_path}/other.db")
    await schema.upgrade(other)
    async with house.database.read() as reading, other.write() as writing:
        source, target = await reading.connection(), await writing.connection()
        found = await copy(source, target)
        await check(target, found)
        await target.execute(sa.text("UPDATE note SET text = 'another' WHERE number = 1"))
        with pytest.raises(Exception, match="note"):
            await check(target, found)
    await other.close()


def test_a_backup_is_a_plain_sqlite_file(tmp_path: Path) -> None:
    async def make() -> None:
        house = await demo_house(sqlite_url(tmp_path), Clock())
        await talkative(house)
        await back_up(house.database, tmp_path / "one.backup")
        await house.close()

    asyncio.run(make())
    connection = sqlite3.connect(tmp_path / "one.backup")
    assert connection.execute("SELECT count(*) FROM note").fetchone() == (2,)
    assert connection.execute("SELECT rows FROM wellsay_backup WHERE name = 'note'").fetchone() == (2,)
    connection.close()
