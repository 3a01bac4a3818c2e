from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Choice, Command, Inbound, Left, Location, Other, Text, Voice
from storage.tables import AddressRow, ConsultationRow, GroupRow, NoteRow, OutboxRow, SessionRow
from tests.support.person import Person, texts
from tests.support.world import Clock


async def note_texts(house: House) -> list[str]:
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow.text).where(NoteRow.deleted_at.is_(None))))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sticker", "only read words"),
        ("photo", "pictures"),
        ("poll", "Polls"),
        ("contact", "have not stored"),
        ("voice_too_long", "five minutes"),
        ("voice_lost", "send it once more"),
        ("hologram_of_2031", "cannot read this kind"),
    ],
)
async def test_what_is_not_an_answer_gets_a_kind_sentence(house: House, kind: str, words: str) -> None:
    person = Person(house)
    await person.joins()
    assert words in texts(await person.tell(Other(kind)))
    assert await note_texts(house) == []
    assert "1 ✎ friends → Friendship?" in texts(await person.says("friends"))


async def test_a_sticker_as_the_first_thing_ever_is_answered_with_the_welcome(house: House) -> None:
    shown = texts(await Person(house).tell(Other("sticker")))
    assert "Nice sticker" in shown
    assert "I take part" in str(shown) or "asks: what makes life good" in shown


async def test_a_forwarded_text_is_a_note_only_if_it_is_ones_own_idea(house: House) -> None:
    person = Person(house)
    await person.joins()
    assert "Is it your idea, too?" in texts(await person.tell(Text("quiet nights", forwarded=True)))
    await person.press("No")
    assert await note_texts(house) == []
    await person.tell(Text("quiet nights", forwarded=True))
    await person.press("Yes, mine too")
    assert await note_texts(house) == ["quiet nights"]
    await person.choose("held:yes")
    assert await note_texts(house) == ["quiet nights"]


async def test_a_place_goes_with_the_last_note_if_the_person_agrees(house: House) -> None:
    person = Person(house)
    await person.joins()
    assert "write a note first" in texts(await person.tell(Location(40.93957, 24.41293)))
    await person.says("quiet nights")
    await person.tell(Location(40.93957, 24.41293))
    await person.press("No")
    await person.tell(Location(40.93957, 24.41293))
    assert "within about 100 metres" in texts(await person.press("Yes, add it"))
    async with house.database.read() as session:
        note = (await session.scalars(sa.select(NoteRow))).one()
    assert (note.latitude, note.longitude) == (40.94, 24.413)


async def test_a_voice_note_gets_a_receipt_and_before_consent_a_request(house: House) -> None:
    person = Person(house)
    assert "take part first" in texts(await person.tell(Voice(b"x", "audio/ogg", 4)))
    await person.joins()
    shown = texts(await person.tell(Voice(b"x", "audio/ogg", 4)))
    assert "1 🎤 voice note" in shown
    assert "A person will listen" in shown


async def test_writing_in_another_language_is_accepted_and_asked_about_once(house: House) -> None:
    person = Person(house)
    await person.joins()
    shown = texts(await person.says("ήσυχες νύχτες χωρίς θόρυβο"))
    assert "1 ✎ ήσυχες νύχτες" in shown
    assert "Shall we go on in Ελληνικά?" in shown
    assert "Shall we go on" not in texts(await person.says("φίλοι και γειτονιά"))
    async with house.database.read() as session:
        assert set(await session.scalars(sa.select(NoteRow.language))) == {"el"}
    assert "From now on" not in texts(await person.choose("lang:el"))
    assert "1 / 3" not in texts(await person.chat())
    async with house.database.read() as session:
        assert (await session.scalars(sa.select(AddressRow.language))).one() == "el"


async def test_commands_in_the_middle_of_a_question_lose_nothing(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.choose("next:1")
    for name in ("help", "mine", "language", "mydata", "nonsense", "stop", "undo"):
        await person.command(name)
    await person.says("friends")
    async with house.database.read() as session:
        assert list(await session.scalars(sa.select(NoteRow.question))) == [2]


async def test_an_expired_or_closed_code_leads_to_the_open_questions(house: House, clock: Clock) -> None:
    async with house.database.write() as session:
        group = (await session.scalars(sa.select(GroupRow).where(GroupRow.join_code == "DEMO2"))).one()
        group.join_until = clock.now
    person = Person(house)
    assert "does not work" in texts(await person.start("DEMO2"))
    assert "3 questions" in texts(await person.press("Questions for everybody"))


async def test_after_the_end_of_the_consultation_notes_are_refused_in_one_sentence(house: House, clock: Clock) -> None:
    person = Person(house)
    await person.joins()
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(ends_at=clock.now))
    assert "This consultation is over" in texts(await person.says("friends"))
    assert await note_texts(house) == []


async def test_without_any_consultation_people_are_told_so(house: House) -> None:
    async with house.database.write() as session:
        await session.execute(sa.update(SessionRow).values(state="closed"))
    assert "nothing to answer right now" in texts(await Person(house).start(""))
    assert "nothing to answer right now" in texts(await Person(house).says("friends"))


async def test_a_newcomer_without_a_code_gets_the_open_consultation(house: House) -> None:
    assert "3 questions" in texts(await Person(house).start(""))


async def group_says(house: House, content: Command | Text | Choice, number: int) -> None:
    await house.runner.handle(Inbound("telegram", f"g{number}", "-100", content, house.clock(), "en", place="group"))


async def test_a_group_chat_gets_the_question_and_a_private_button_and_nobodys_words_are_kept(house: House) -> None:
    await group_says(house, Command("start", "DEMO"), 1)
    await group_says(house, Text("my secret"), 2)
    await group_says(house, Choice("in"), 3)
    async with house.database.read() as session:
        rows = list(await session.scalars(sa.select(OutboxRow)))
    assert len(rows) == 1
    assert rows[0].payload["rows"][0][0]["action"] == "private:DEMO"
    assert "secret" not in str(rows[0].payload)
    assert await note_texts(house) == []


async def test_leaving_and_coming_back(house: House) -> None:
    person = Person(house)
    await person.joins()
    await person.tell(Left())
    async with house.database.read() as session:
        assert (await session.scalars(sa.select(AddressRow.left_at))).one() is not None
    await person.says("friends")
    async with house.database.read() as session:
        assert (await session.scalars(sa.select(AddressRow.left_at))).one() is None


async def test_stars_never_more_than_three(house: House) -> None:
    person = Person(house)
    await person.joins()
    for number in range(5):
        await person.says(f"friends {number}")
    for question in (1, 2, 3):
        await person.choose(f"next:{question}")
    for number in range(4):
        await person.press(f"{number + 1}. friends {number}")
    assert "already chosen 3" in texts(await person.chat())
    async with house.database.read() as session:
        starred = await session.scalar(sa.select(sa.func.count()).where(NoteRow.starred))
    assert starred == 3
    assert "Thank you! Your 5 notes have arrived." in texts(await person.press("Done"))


async def test_one_list_to_check_all_open_notes(house: House) -> None:
    person = Person(house)
    await person.joins()
    for text in ("friends", "quiet nights", "hm"):
        await person.says(text)
    await person.command("mine")
    await person.press("Check 3 notes")
    await person.press("✓ Yes")
    await person.press("✓ Yes")
    await person.press("Feelings")
    shown = texts(await person.press("Joy or sadness"))
    for line in ("1 ✓ friends · Friendship", "2 ✓ quiet nights · Noise", "3 ✓ hm · Joy or sadness"):
        assert line in shown


async def test_two_consultations_each_ask_for_consent(house: House) -> None:
    person = Person(house)
    await person.joins("DEMO")
    async with house.database.write() as session:
        first = (await session.scalars(sa.select(ConsultationRow))).one()
        other = ConsultationRow(
            **{
                c.name: getattr(first, c.name)
                for c in ConsultationRow.__table__.columns
                if c.name not in ("id", "public_id")
            },
            public_id="other",
        )
        session.add(other)
        await session.flush()
        group = GroupRow(
            public_id="og", consultation_id=other.id, name="o", kind="open", join_code="OTHER", created_at=house.clock()
        )
        session.add(group)
        await session.flush()
        session.add(
            SessionRow(
                public_id="os",
                group_id=group.id,
                kind="first",
                state="running",
                questions=[1, 2, 3],
                created_at=house.clock(),
            )
        )
    assert "asks: what makes life good" in texts(await person.start("OTHER"))
    await person.says("friends")
    assert await note_texts(house) == []
    await person.press("I take part")
    assert await note_texts(house) == ["friends"]


def test_an_inbound_shows_neither_address_nor_words(clock: Clock) -> None:
    inbound = Inbound("telegram", "1", "chat-4711", Text("my secret"), clock())
    assert "4711" not in repr(inbound)
    assert "secret" not in repr(replace(inbound, content=Voice(b"secret", "audio/ogg", 1)))
