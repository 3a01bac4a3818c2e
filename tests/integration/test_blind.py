from pathlib import Path

import sqlalchemy as sa

from storage.tables import CodingRow, ConsultationRow, NoteRow
from tests.support.person import Person, texts
from tests.support.world import Clock, demo_house, ready, sqlite_url


async def test_all_right_passes_over_the_blind_notes_and_their_suggestions_are_kept(database_url: str) -> None:
    await ready(database_url)
    house = await demo_house(database_url, Clock(), blind_share=0.5)
    try:
        person = Person(house)
        await person.joins()
        await person.says("\n".join(f"- friends {number}" for number in range(8)))
        await person.press("Make it 8 notes")
        async with house.database.read() as session:
            kept = sa.select(NoteRow).where(NoteRow.deleted_at.is_(None)).order_by(NoteRow.number)
            notes = list(await session.scalars(kept))
        blind = sum(note.blind for note in notes)
        assert 0 < blind < 7
        said = texts(await person.press(f"All {8 - blind} right"))
        assert said.count("✓") == 8 - blind
        assert said.count("which fits best?") == blind
        async with house.database.read() as session:
            notes = list(await session.scalars(kept))
            suggested = await session.scalars(sa.select(CodingRow.note_id).where(CodingRow.by == "suggestion"))
        assert {(note.blind, note.author_code) for note in notes} == {(True, None), (False, "D3")}
        assert {note.suggested_code for note in notes} == {"D3"}
        assert {note.id for note in notes} <= set(suggested)
    finally:
        await house.close()


async def test_a_new_consultation_has_a_share_of_one_in_twenty_and_learns(tmp_path: Path) -> None:
    house = await demo_house(sqlite_url(tmp_path))
    chosen = (
        "town_id",
        "kind",
        "title",
        "languages",
        "who_asks",
        "influence",
        "starts_at",
        "quiet_from",
        "quiet_until",
    )
    try:
        async with house.database.write() as session:
            demo = (await session.scalars(sa.select(ConsultationRow))).one()
            copied = {
                name: getattr(demo, name)
                for name in (*chosen, "quiet_from", "quiet_until", "retention_days", "voice_days", "created_at")
            }
            session.add(ConsultationRow(public_id="another", **copied))
        async with house.database.read() as session:
            shares = sa.select(ConsultationRow.blind_share, ConsultationRow.learning)
            found = (await session.execute(shares.where(ConsultationRow.public_id == "another"))).one()
        assert tuple(found) == (0.05, True)
    finally:
        await house.close()
