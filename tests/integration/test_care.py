"""What others may see of a note, from writing it to the wall; and where help is found."""

from __future__ import annotations

import json
import logging

import pytest
import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Text
from storage.tables import ConversationRow, HelpLineRow, NoteRow, SessionRow
from storage.wall import clear_review, wall_notes
from tests.support.person import Person, plain, texts
from tests.support.world import Clock

PHONE = "call me about quiet nights: 0470 12 34 56"
DANGER = "my husband beats me when he drinks"


async def notes(house: House) -> list[NoteRow]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.id)))


async def wall(house: House) -> list[str]:
    async with house.database.read() as session:
        public_id = (await session.scalars(sa.select(SessionRow.public_id).where(SessionRow.kind == "open"))).one()
        return sorted(one.text for one in await wall_notes(session, public_id))


async def test_a_phone_number_stays_with_its_author(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    said = texts(await person.says(PHONE))
    assert "0470 12 34 56" in said
    assert "The phone number is not shown to others." in said
    assert await wall(either_house) == ["call me about quiet nights: […]"]
    assert "not shown" not in texts(await person.press("✓ Yes"))


async def test_a_possible_name_waits_until_it_is_cleared(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await person.says("my neighbour Anna brings soup")
    await person.says("friends")
    assert await wall(either_house) == ["friends"]
    waiting = next(one for one in await notes(either_house) if one.review)
    async with either_house.database.write() as session:
        assert await clear_review(session, waiting.public_id)
        assert not await clear_review(session, waiting.public_id)
    assert await wall(either_house) == ["friends", "my neighbour Anna brings soup"]


async def test_an_edit_is_looked_at_anew_and_its_undo_brings_back_what_was(either_house: House) -> None:
    person = Person(either_house)
    await person.joins()
    await person.says("friends", "m1")
    await person.edits("friends like my neighbour Anna, 0470 12 34 56", "m1")
    (note,) = await notes(either_house)
    assert (note.safe_text, note.review) == ("friends like my neighbour Anna, […]", "name")
    await person.command("undo")
    (note,) = await notes(either_house)
    assert (note.text, note.safe_text, note.review) == ("friends", "friends", None)


async def test_texts_before_the_consent_forwarded_ones_and_parts_are_looked_at_too(house: House) -> None:
    person = Person(house)
    await person.start("DEMO")
    await person.says("early friends 0470 12 34 56")
    await person.press("I take part")
    await person.tell(Text("a doctor, 0470 12 34 57", forwarded=True))
    await person.press("Yes, mine too")
    await person.says("- quiet nights 0470 12 34 58\n- work with my neighbour Anna")
    await person.press("Make it 2 notes")
    kept = {one.text: (one.safe_text, one.review) for one in await notes(house) if one.deleted_at is None}
    assert kept == {
        "early friends 0470 12 34 56": ("early friends […]", None),
        "a doctor, 0470 12 34 57": ("a doctor, […]", None),
        "quiet nights 0470 12 34 58": ("quiet nights […]", None),
        "work with my neighbour Anna": ("work with my neighbour Anna", "name"),
    }


async def test_deleted_and_off_the_wall_are_not_on_it_and_nothing_tells_the_author(house: House) -> None:
    person = Person(house)
    await person.joins()
    for text in ("friends", "quiet nights", "money"):
        await person.says(text)
    rows = await notes(house)
    await person.choose(f"del:{rows[0].public_id}")
    await person.choose(f"wall:{rows[1].public_id}")
    assert await wall(house) == ["money"]
    async with house.database.read() as session:
        public_id = (await session.scalars(sa.select(SessionRow.public_id).where(SessionRow.kind == "open"))).one()
        (shown,) = await wall_notes(session, public_id)
    assert (shown.family, shown.question) == ("A", 1)
    assert set(shown.__slots__) == {"id", "question", "text", "family"}


async def test_help_is_shown_once_a_day_and_nothing_of_it_is_kept_on_the_note(
    house: House, clock: Clock, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    person = Person(house)
    await person.joins()
    first = await person.says(DANGER)
    assert len(first) == 2
    assert "116 123" in texts(first[-1:])
    assert "kept like any other" in texts(first[-1:])
    assert "116 123" not in texts(await person.says("i want to die"))
    clock.forward(hours=25)
    assert "116 123" in texts(await person.says("i want to die"))
    (note, *_) = await notes(house)
    assert (note.safe_text, note.review) == (DANGER, None)
    logged = caplog.text + capsys.readouterr().err
    assert "danger" not in logged
    assert "husband" not in logged
    async with house.database.read() as session:
        state = (await session.scalars(sa.select(ConversationRow.state))).one()
    assert state["help_at"]
    assert "violence" not in json.dumps(state)


async def test_help_comes_before_the_consent_without_speaking_of_a_note(house: House) -> None:
    person = Person(house)
    await person.start("DEMO")
    said = texts(await person.says(DANGER))
    assert "116 111" in said
    assert "kept like any other" not in said


async def test_the_consultation_s_own_help_line_is_named_where_it_has_one(house: House) -> None:
    async with house.database.write() as session:
        await session.execute(
            sa.update(HelpLineRow).where(HelpLineRow.language == "en").values(text="Helpdesk, Main Street 1")
        )
    person = Person(house)
    await person.joins()
    said = texts(await person.says(DANGER))
    assert "Helpdesk, Main Street 1" in said
    assert "116" not in said


async def test_my_data_says_what_others_see(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.says(PHONE + " ask my neighbour Anna")
    (drawn,) = [one for one in await person.command("mydata") if one.files]
    readable, data = (file.content.decode() for file in drawn.files)
    assert "What others see: call me about quiet nights: […]" in plain(readable)
    assert "a facilitator checks" in plain(readable)
    (note,) = json.loads(data)["notes"]
    assert note["review"] == "name"
    assert "0470" not in note["safe_text"]
