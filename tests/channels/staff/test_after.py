"""After the first meeting: what to talk about, the summary, groups without a meeting, the third meeting."""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa

from bot.wiring import House
from scheduler.broadcast import Broadcasts
from storage.tables import ConsultationRow, NoteRow, SessionRow
from tests.channels.staff.desk import Desk
from tests.channels.staff.test_meeting import meeting_of, newest, press, set_up
from tests.support.person import Person, texts
from tests.support.world import Clock


async def first_meeting(house: House, desk: Desk) -> tuple[str, Person]:
    """A meeting with three notes, of which one has another topic than was suggested."""
    code = await set_up(house, desk)
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(blind_share=0))
    citizen = Person(house)
    await citizen.joins(code)
    await press(house, desk, code, "start")
    for text in ("friends", "quiet nights", "quiet streets"):
        await citizen.says(text)
    async with house.database.read() as session:
        ids = list(await session.scalars(sa.select(NoteRow.public_id).order_by(NoteRow.id)))
    await citizen.choose(f"ok:{ids[1]}:B6")
    await citizen.choose(f"ok:{ids[2]}:B1")
    return code, citizen


async def test_notes_on_which_people_differ_come_first(house: House, desk: Desk) -> None:
    code, _ = await first_meeting(house, desk)
    row = await meeting_of(house, code)
    await desk.open(f"/staff/s/{row.public_id}/notes")
    assert "The place we live in 2" in desk.text
    assert desk.text.index("quiet nights") < desk.text.index("quiet streets")
    assert desk.page.source.count('class="disputed"') == 1
    async with house.database.write() as session:
        await session.execute(sa.update(NoteRow).where(NoteRow.text == "friends").values(review="name"))
    await desk.open(f"/staff/s/{row.public_id}/notes")
    assert "friends" not in desk.text


async def test_the_summary_is_approved_once_and_reaches_everybody(house: House, desk: Desk) -> None:
    code, citizen = await first_meeting(house, desk)
    await press(house, desk, code, "close")
    row = await meeting_of(house, code)
    await desk.open(f"/staff/s/{row.public_id}/summary")
    assert "3 notes were written" in desk.text
    assert "Friendship: 1" in desk.text
    seen = re.findall(r'name="seen" value="(\w+)"', desk.page.source)[0]
    for _ in range(2):
        await desk.open(f"/staff/s/{row.public_id}")
        await desk.post(f"/staff/s/{row.public_id}/summary", seen=seen, **{"text-en": "See you in June!"})
    assert "Approved and sent" in desk.text
    await Broadcasts(house.database, house.clock, house.bell.ring, 30).work()
    read = texts(await citizen.chat())
    assert read.count("This is what came together in Library") == 1
    assert "See you in June!" in read


async def test_a_group_without_a_meeting_opens_and_ends_by_itself(house: House, desk: Desk, clock: Clock) -> None:
    await set_up(house, desk)
    begins, ends = clock.now.date() + dt.timedelta(days=2), clock.now.date() + dt.timedelta(days=9)
    await desk.open(f"/staff/groups/new?consultation={await newest(house)}")
    days = {"from": str(begins), "until": str(ends)}
    await desk.post("/staff/groups/new", consultation=await newest(house), name="Shop keepers", kind="alone", **days)
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).order_by(SessionRow.id.desc()))).first()
        assert row is not None
    code = row.group.join_code
    await desk.open(f"/staff/s/{row.public_id}")
    assert "Everybody answers when they like" in desk.text
    assert (await desk.post(f"/staff/s/{row.public_id}", move="next", version="0")).status == 200
    assert "A colleague was quicker" in desk.text
    assert (await meeting_of(house, row.group.join_code)).question is None
    citizen = Person(house)
    assert "The questions open on 14 May 2026" in texts(await citizen.start(code))
    clock.forward(days=2)
    await citizen.joins(code)
    assert "Next question" in str(await citizen.chat())
    await citizen.says("friends")
    clock.forward(days=9)
    assert "is over" in texts(await citizen.says("late"))


async def test_people_of_all_groups_vote_in_the_third_meeting(house: House, desk: Desk) -> None:
    code, citizen = await first_meeting(house, desk)
    await press(house, desk, code, "close")
    await desk.open(f"/staff/groups/new?consultation={await newest(house)}")
    await desk.post("/staff/groups/new", consultation=await newest(house), name="All groups", kind="mixed")
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).order_by(SessionRow.id.desc()))).first()
    assert row is not None
    mixed = row.group.join_code
    await citizen.start(mixed)
    await press(house, desk, mixed, "start")
    assert "These topics were named most" in texts(await citizen.chat())
    await citizen.press("Friendship")
    await desk.open(f"/staff/s/{row.public_id}")
    assert "Friendship 1" in desk.text
    await desk.open(f"/staff/s/{row.public_id}/notes")
    assert "quiet nights" in desk.text
