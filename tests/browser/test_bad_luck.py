"""The laptop sleeps and the phone is in a tunnel while the meeting goes on: everybody finds the way back alone."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from bot.wiring import House
from scheduler.broadcast import Broadcasts
from storage.ids import new_id
from storage.setup import group_of
from storage.staff import Staff, session_for
from storage.tables import StaffRow
from storage.telling import tell
from tests.browser.conftest import Phones
from tests.browser.test_wall import facilitator
from tests.support.meeting import CODE, lead, meeting
from tests.support.person import Person

PATIENCE = 30_000
LAPTOP = {"width": 1280, "height": 800}
AWAY_SECONDS = 5
"""Long enough for both pages to have looked and failed; a browser sees minutes and seconds alike."""


async def test_a_laptop_that_slept_shows_where_the_meeting_is_and_all_notes(
    phones: Phones, house: House, address: str
) -> None:
    session_id = await meeting(house)
    people = [Person(house) for _ in range(5)]
    for one in people:
        await one.joins(CODE)
    await lead(house, session_id, "start")
    context = await phones.context(viewport=LAPTOP)
    console, wall = await context.new_page(), await context.new_page()
    await facilitator(console, house, address)
    await console.goto(f"/staff/s/{session_id}")
    await wall.goto(f"/wall/{session_id}?language=en")
    await expect(wall.locator("#here")).to_have_text("5 here")
    await context.set_offline(True)
    for number, one in enumerate(people):
        await one.says(f"friends {number}")
    await lead(house, session_id, "next")
    await people[0].says("money")
    await asyncio.sleep(AWAY_SECONDS)
    await console.bring_to_front()
    await expect(console.locator("#lost")).to_be_visible(timeout=PATIENCE)
    await context.set_offline(False)
    await expect(console.locator(".question")).to_contain_text("ill-being", timeout=PATIENCE)
    await expect(console.locator(".numbers")).to_contain_text("6 notes")
    await expect(console.locator("#lost")).to_be_hidden()
    await wall.bring_to_front()
    await expect(wall.locator("#board .note p")).to_have_text(["money"], timeout=PATIENCE)
    await wall.goto(f"/wall/{session_id}?language=en&question=1")
    await expect(wall.locator("#board .note")).to_have_count(5)


async def test_a_phone_that_was_away_while_everybody_was_told_reads_it_once(
    phones: Phones, house: House, address: str
) -> None:
    session_id = await meeting(house)
    context = await phones.context()
    phone = await context.new_page()
    await phone.goto(f"/c/{CODE}")
    await phone.locator("button[value=in]").click()
    await expect(phone.locator("#write")).to_be_visible()
    await lead(house, session_id, "start")
    await expect(phone.locator("#asked")).to_contain_text("1 of 3")
    other = await phones.page()
    await facilitator(other, house, address)
    await context.set_offline(True)
    async with house.database.write() as session:
        row = await session.get_one(StaffRow, 1)
        me = Staff(row.id, row.public_id, "admin", row.town_id, None, None)
        meets = await session_for(session, me, session_id)
        assert meets is not None
        group = await group_of(session, meets.group.public_id)
        assert group is not None
        once = new_id(house.source)
        for _ in range(2):  # her own phone lost the answer, and she presses again
            await tell(session, me, group, {"en": "Coffee is ready"}, house.clock(), once)
    await Broadcasts(house.database, house.clock, house.bell.ring, 30).work()
    await lead(house, session_id, "next")
    await asyncio.sleep(AWAY_SECONDS)
    await context.set_offline(False)
    await expect(phone.locator("#asked")).to_contain_text("2 of 3", timeout=PATIENCE)
    await expect(phone.get_by_text("Coffee is ready")).to_have_count(1, timeout=PATIENCE)
