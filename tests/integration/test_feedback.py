"""What goes back to those who took part, on both databases: whose notes are quoted, and how many."""

from __future__ import annotations

import sqlalchemy as sa

from bot import feedback
from bot.feedback import QUOTED, Feedback
from bot.wiring import House
from storage import quoting
from storage.tables import ConsultationRow, NoteRow, PersonRow, SessionRow, VoteRow
from tests.channels.web.test_results import publish_now, write_notes
from tests.support.crowd import crowd, demo_session, flood
from tests.support.person import plain


async def of_group(house: House) -> Feedback:
    async with house.database.read() as session:
        which = sa.select(SessionRow).where(SessionRow.public_id == await demo_session(house))
        return await feedback.of_group(session, (await session.scalars(which)).one(), house.clock())


async def quotes(house: House, told: Feedback) -> list[str]:
    """The lines that quote notes, as they are read."""
    async with house.database.read() as session:
        said = await feedback.as_read(session, told, {}, "en")
    return [one for one in plain(said.text).split("\n") if one.startswith("★")]


async def star(house: House, *texts: str) -> None:
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.text.in_(texts)).values(starred=True))


async def test_three_of_each_family_as_many_as_fit_those_with_votes_first(either_house: House) -> None:
    house = either_house
    await crowd(house, 6)
    await flood(house, 80, 6, house.clock())
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).values(starred=True))
        favourite = (await session.scalars(sa.select(NoteRow).where(NoteRow.suggested_code == "C1"))).all()[-1]
        person = (await session.scalars(sa.select(PersonRow.id))).first()
        vote = VoteRow(session_id=favourite.session_id, person_id=person, step=7, target=favourite.public_id)
        vote.at = house.clock()
        session.add(vote)
    found = await quotes(house, await of_group(house))
    assert 8 <= len(found) <= 24
    assert sum(map(len, found)) <= QUOTED + 4 * len(found)
    third_family = [one for one in found if favourite.text in one]
    assert third_family == [f"★ “{favourite.text}”"]
    long = "word " * 80
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).values(safe_text=long))
    shorter = await quotes(house, await of_group(house))
    assert 0 < len(shorter) < len(found)
    assert all(one.endswith("…”") and len(one) <= quoting.LONGEST + 5 for one in shorter)


async def test_a_small_group_reads_only_what_its_wall_would_show(either_house: House) -> None:
    house = either_house
    one, other = await crowd(house, 2)
    await one.says("friends")
    await other.says("quiet nights")
    await star(house, "friends", "quiet nights")
    assert await quotes(house, await of_group(house)) == []  # they wait for the next batch
    async with house.database.write() as session:
        await session.execute(sa.update(SessionRow).values(state="closed"))
    assert sorted(await quotes(house, await of_group(house))) == ["★ “friends”", "★ “quiet nights”"]


async def test_a_town_is_told_nothing_of_few_people(either_house: House) -> None:
    house = either_house
    consultation = await write_notes(house)
    async with house.database.write() as session:
        keys = sa.select(sa.func.min(NoteRow.id)).group_by(NoteRow.author_code)
        for number, key in enumerate((await session.scalars(keys)).all()):
            row = await session.get_one(NoteRow, key)
            row.starred, row.text, row.safe_text = True, f"{row.author_code} {number}", f"{row.author_code} said"
            if row.author_code == "B1":
                row.language = "lv"  # the only one who wrote in it
    await publish_now(house, consultation)
    async with house.database.read() as session:
        asking = (await session.scalars(sa.select(ConsultationRow))).one()
        told = await feedback.of_town(session, asking, house.clock(), "https://x.org")
    assert told is not None
    # of E too few wrote; the number of D would tell how few; of B, it is in a language of one person
    assert await quotes(house, told) == ["★ “A1 said”"]
    assert told.picture is not None
    assert "E-" in told.picture
