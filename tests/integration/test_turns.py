import asyncio
import json

import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Choice, Location, Text, Voice
from scheduler.tick import purge_now
from storage.keys import Keyring
from storage.tables import (
    AddressRow,
    Base,
    CodingRow,
    ConsentRow,
    InboundRow,
    NoteRow,
    ParticipationRow,
    PersonRow,
    TombstoneRow,
    VoiceRow,
)
from tests.support.person import Person, texts
from tests.support.world import SECRET, Clock, demo_house, ready


async def count(house: House, table: type[Base], *where: sa.ColumnElement[bool]) -> int:
    async with house.database.read() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0


async def note_rows(house: House) -> list[NoteRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.number)))


async def test_a_confirmed_note_is_stored_with_its_whole_coding_history(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await person.says("quiet nights")
    await person.press("✓ Yes")
    await person.press("⋯")
    await person.press("Another topic")
    await person.press("Feelings")
    await person.press("Joy or sadness")
    (note,) = await note_rows(either_house)
    assert (note.text, note.question, note.suggested_code, note.author_code) == ("quiet nights", 1, "B1", "G5")
    async with either_house.database.read() as session:
        codings = await session.scalars(sa.select(CodingRow).order_by(CodingRow.id))
        assert [(one.by, one.code) for one in codings] == [("suggestion", "B1"), ("author", "B1"), ("author", "G5")]


async def test_the_same_inbound_twice_is_one_note(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await person.tell(Text("friends"), external_id="same")
    assert await person.tell(Text("friends"), external_id="same") == []
    assert len(await note_rows(either_house)) == 1


async def test_the_same_inbound_at_the_same_time_is_one_note(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await asyncio.gather(*(person.tell(Text("friends"), external_id="same") for _ in range(8)))
    assert len(await note_rows(either_house)) == 1


async def test_fifty_messages_at_once_are_fifty_notes_with_fifty_numbers(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await asyncio.gather(*(person.says(f"friends {number}") for number in range(50)))
    notes = await note_rows(either_house)
    assert sorted(note.number for note in notes) == list(range(1, 51))
    assert {note.text for note in notes} == {f"friends {number}" for number in range(50)}


async def test_a_new_person_writing_twice_at_once_has_one_address(either_house: House) -> None:
    person = Person(either_house)
    await asyncio.gather(person.says("quiet"), person.says("friends"))
    assert await count(either_house, AddressRow) == 1
    await person.choose("in")
    assert {note.text for note in await note_rows(either_house)} == {"quiet", "friends"}


async def test_buttons_of_somebody_elses_note_do_nothing(either_house: House) -> None:
    author, other = Person(either_house), Person(either_house)
    await author.joins()
    await other.joins()
    await author.says("quiet nights")
    (note,) = await note_rows(either_house)
    for verb in (
        "ok:{}:B1",
        "del:{}",
        "wall:{}",
        "edit:{}",
        "star:{}:0",
        "all:{}",
        "split:{}",
        "fam:{}:A",
        "restore:{}",
    ):
        assert "no longer works" in texts(await other.choose(verb.format(note.public_id)))
    (after,) = await note_rows(either_house)
    assert (after.author_code, after.deleted_at, after.on_wall, after.starred) == (None, None, True, False)


async def test_hostile_actions_are_answered_politely(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.says("quiet nights")
    (note,) = await note_rows(house)
    hostile = [
        "",
        ":",
        "ok",
        f"ok:{note.public_id}",
        f"ok:{note.public_id}:Z9",
        f"ok:{note.public_id}:B1:x",
        "go:99",
        "go:x",
        "lang:xx",
        "stars:-9",
        f"each:{note.public_id}:-1",
        "private:DEMO",
        "💥" * 15,
        f"fam:{note.public_id}:AB",
    ]
    for action in hostile:
        await person.tell(Choice(action))
    (after,) = await note_rows(house)
    assert after.author_code is None
    assert "2 ✎ friends → Friendship?" in texts(await person.says("friends"))


async def test_an_old_next_button_and_a_second_press_do_no_harm(house: House) -> None:
    person = Person(house)
    await person.joins()
    assert "2 of 3" in texts(await person.choose("next:1"))
    assert await person.choose("next:1") == []
    await person.says("friends")
    assert [note.question for note in await note_rows(house)] == [2]


async def test_consent_is_stored_with_its_words_language_and_time(either_house: House, clock: Clock) -> None:
    person = Person(either_house)
    await person.start()
    shown = (await person.chat())[0].text
    clock.forward(hours=1)
    await person.press("I take part")
    async with either_house.database.read() as session:
        consent = (await session.scalars(sa.select(ConsentRow))).one()
    assert (consent.wording, consent.language, consent.at) == (shown, "en", clock.now)


async def test_before_consent_a_text_waits_and_is_gone_after_a_day(either_house: House, clock: Clock) -> None:
    patient, late = Person(either_house), Person(either_house)
    await patient.says("quiet nights")
    await late.says("friends")
    assert await count(either_house, PersonRow) == 0
    clock.forward(hours=23)
    await purge_now(either_house.database, clock)
    await patient.choose("in")
    clock.forward(hours=2)
    await purge_now(either_house.database, clock)
    assert [note.text for note in await note_rows(either_house)] == ["quiet nights"]
    assert await count(either_house, AddressRow) == 1
    async with either_house.database.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(sa.select(table))).all()
            assert "friends" not in str(rows), table.name


async def test_another_process_goes_on_where_the_first_stopped(database_url: str, clock: Clock) -> None:
    await ready(database_url)
    first = await demo_house(database_url, clock)
    person = Person(first)
    await person.joins()
    await person.says("quiet nights")
    await person.choose("next:1")
    await first.close()
    clock.forward(days=9)
    second = await demo_house(database_url, clock)
    again = Person(second, address=person.address)
    back = texts(await again.start())
    assert "Welcome back! You have written 1 note so far." in back
    assert "2 of 3" in back
    await second.close()


async def test_forgetting_leaves_nothing(either_house: House) -> None:
    person, other = Person(either_house, address="secret-address"), Person(either_house)
    await other.joins()
    await other.says("work")
    await person.joins()
    await person.says("quiet nights")
    await person.choose("next:1")
    await person.tell(Voice(b"sound", "audio/ogg", 3))
    await person.tell(Location(40.94, 24.41))
    await person.choose("place:yes")
    await person.command("forget")
    assert "erased" in texts(await person.choose("forget:all"))
    assert [note.text for note in await note_rows(either_house)] == ["work"]
    assert await count(either_house, PersonRow) == 1
    assert await count(either_house, VoiceRow) == 0
    assert await count(either_house, ConsentRow) == await count(either_house, ParticipationRow) == 1
    assert await count(either_house, TombstoneRow) == 1
    async with either_house.database.read() as session:
        leftover = (await session.scalars(sa.select(AddressRow).where(AddressRow.person_id.is_(None)))).one()
    assert leftover.expires_at is not None
    assert (leftover.expires_at - either_house.clock()).total_seconds() <= 24 * 3600


async def test_forgetting_may_leave_the_notes_without_any_link(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await person.says("quiet nights", ref="77")
    await person.says("friends")
    await person.command("undo")
    await person.command("forget")
    await person.choose("forget:link")
    (note,) = await note_rows(either_house)
    assert (note.text, note.person_id, note.ref) == ("quiet nights", None, None)
    assert await count(either_house, PersonRow) == 0
    await person.joins()
    assert "not written any notes" in texts(await person.command("mine"))


async def test_my_data_shows_everything_and_nothing_of_others(either_house: House) -> None:
    person, other = Person(either_house), Person(either_house)
    await other.joins()
    await other.says("work")
    await person.joins()
    await person.says("quiet nights")
    await person.choose("next:1")
    (drawn,) = await person.command("mydata")
    text, data = (file.content.decode("utf-8-sig") for file in drawn.files)
    assert "quiet nights" in text
    assert "What is well-being for you?" in text
    parsed = json.loads(data)
    assert [note["text"] for note in parsed["notes"]] == ["quiet nights"]
    assert parsed["addresses"][0]["address"] == person.address
    assert parsed["consents"][0]["wording"]
    assert "work" not in data


async def test_a_deleted_note_can_be_brought_back_for_a_day(either_house: House, clock: Clock) -> None:
    person = Person(either_house)
    await person.joins()
    await person.says("quiet nights")
    await person.press("⋯")
    await person.press("Delete")
    await person.press("Bring it back")
    assert "You have 1 note." in texts(await person.command("mine"))
    await person.says("friends")
    await person.command("undo")
    clock.forward(hours=25)
    await purge_now(either_house.database, clock)
    assert [note.text for note in await note_rows(either_house)] == ["quiet nights"]


async def test_a_voice_note_is_kept_sealed_and_deleted_in_time(either_house: House, clock: Clock) -> None:
    person = Person(either_house)
    await person.joins()
    await person.tell(Voice(b"what was said", "audio/ogg", 12))
    async with either_house.database.read() as session:
        voice = (await session.scalars(sa.select(VoiceRow))).one()
    assert b"what was said" not in voice.sealed
    assert either_house.keyring.open(voice.sealed) == b"what was said"
    clock.forward(days=15)
    await purge_now(either_house.database, clock)
    assert await count(either_house, VoiceRow) == 0
    assert await count(either_house, NoteRow) == 1


async def test_addresses_are_sealed_and_found_after_a_key_rotation(either_house: House) -> None:
    person = Person(either_house, address="chat-4711")
    await person.joins()
    async with either_house.database.read() as session:
        row = (await session.scalars(sa.select(AddressRow))).one()
    assert b"4711" not in row.sealed
    assert "4711" not in row.lookup
    new = "IyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyM="
    either_house.runner._keyring = Keyring(new, [SECRET])
    assert "1 ✎ friends" in texts(await person.says("friends"))
    assert await count(either_house, AddressRow) == 1


async def test_text_is_made_safe(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.says("qui\x00et \u202enights\u2066\ud800")
    (note,) = await note_rows(house)
    assert note.text == "quiet nights"


async def test_old_inbound_ids_are_dropped_after_a_week(house: House, clock: Clock) -> None:
    person = Person(house)
    await person.joins()
    clock.forward(days=8)
    await purge_now(house.database, clock)
    assert await count(house, InboundRow) == 0


async def test_a_very_long_note_is_kept_whole(house: House) -> None:
    person = Person(house)
    await person.joins()
    essay = ("friends are everything to me, really. " * 200)[:4096].strip()
    shown = texts(await person.says(essay))
    (note,) = await note_rows(house)
    assert note.text == essay
    assert len(shown) < 300
