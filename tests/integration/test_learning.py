import pytest
import sqlalchemy as sa

import bot.learning
from bot.wiring import House
from coding.learning import words_of
from storage.lessons import taught_notes
from storage.tables import CodingRow, ConsultationRow, NoteRow, TownRow
from tests.integration.test_agreement import codes
from tests.support.person import Person, texts


@pytest.fixture(autouse=True)
def renewed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.learning, "RENEWED_AFTER", 0.0)


async def several_say(house: House, *, people: int = 6, text: str = "money at the Hoppertje", code: str = "G4") -> None:
    for _ in range(people):
        person = Person(house)
        await person.joins()
        await codes(house, person, text, code)


async def newest(house: House) -> tuple[NoteRow, CodingRow]:
    async with house.database.read() as session:
        note = (await session.scalars(sa.select(NoteRow).order_by(NoteRow.id.desc()).limit(1))).one()
        query = sa.select(CodingRow).where(CodingRow.note_id == note.id, CodingRow.by == "suggestion")
        return note, (await session.scalars(query)).one()


async def test_what_several_people_chose_is_suggested_to_the_next(either_house: House) -> None:
    await several_say(either_house)
    person = Person(either_house)
    await person.joins()
    assert "→ No worries or stress?" in texts(await person.says("Money at the hoppertje again"))
    note, coding = await newest(either_house)
    assert (note.suggested_code, coding.model_version) == ("G4", "known-1+town")
    assert {code: alone for code, _, alone in note.suggestions}["A8"] == 0.4
    assert "→ Friendship?" in texts(await person.says("friends"))


async def test_one_person_with_many_notes_teaches_nothing(house: House) -> None:
    person = Person(house)
    await person.joins()
    for _ in range(20):
        await codes(house, person, "money at the Hoppertje", "G4")
    other = Person(house)
    await other.joins()
    assert "→ Money?" in texts(await other.says("money at the Hoppertje"))
    assert (await newest(house))[1].model_version == "known-1"


async def test_a_consultation_can_do_without(house: House) -> None:
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(learning=False))
    await several_say(house)
    person = Person(house)
    await person.joins()
    assert "→ Money?" in texts(await person.says("money at the Hoppertje"))
    note, coding = await newest(house)
    assert (note.suggestions[0], coding.model_version) == (["A8", 0.4, None], "known-1")


async def test_parts_of_a_message_learn_too(house: House) -> None:
    await several_say(house)
    person = Person(house)
    await person.joins()
    await person.says("- friends\n- money at the Hoppertje")
    assert "→ No worries or stress?" in texts(await person.press("Make it 2 notes"))
    assert (await newest(house))[1].model_version == "known-1+town"


async def test_what_is_looked_at(either_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coded notes in the language; few of one person; the forgotten together count as one."""
    monkeypatch.setattr("storage.lessons.OF_ONE_PERSON", 3)
    writer = Person(either_house)
    await writer.joins()
    for number in range(5):
        await codes(either_house, writer, f"money {number}", "A8")
    await writer.says("money, not coded")
    await several_say(either_house, people=4, text="work", code="A6")
    async with either_house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        work = NoteRow.text == "work"
        await session.execute(sa.update(NoteRow).where(work).values(person_id=None))
        newest_work = sa.select(sa.func.max(NoteRow.id)).where(work).scalar_subquery()
        await session.execute(sa.update(NoteRow).where(NoteRow.id == newest_work).values(facilitator_code="B6"))
    async with either_house.database.read() as session:
        found = [note async for notes in taught_notes(session, town, "en") for note in notes]
        other = [note async for notes in taught_notes(session, town, "fr") for note in notes]
    assert [note.text for note in found] == ["work"] * 4 + ["money 4", "money 3", "money 2"]
    assert found[0].person < 0
    assert [note.person for note in found[1:4]] == [0, 0, 0]
    assert bot.learning.lesson(found[0], words_of("work")).code == "B6"
    assert other == []
