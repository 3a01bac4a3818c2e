"""The wall as a room sees it: on a projector, on a phone, live, after a cut, without script."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.async_api import Page, expect

from bot.web.wall_live import WALL
from bot.wiring import House
from storage.ids import new_id
from storage.staff import accept, invite, open_session
from storage.tables import TownRow
from tests.browser.conftest import Phones
from tests.browser.steps import SCROLLS_SIDEWAYS
from tests.browser.test_access import check
from tests.support.crowd import change_note, change_session, crowd, demo_session, flood
from tests.support.world import Clock

PROJECTOR = {"width": 1920, "height": 1080}
SMALL_PROJECTOR = {"width": 1024, "height": 768}
TALL = {"width": 320, "height": 3000}
LEAST = 0.0205
"""Letters' size by the width of the picture; docs/wall.md says what that is on a screen."""
FITS = "document.documentElement.scrollHeight <= document.documentElement.clientHeight"


async def facilitator(page: Page, house: House, address: str) -> None:
    """Let a colleague be at this browser."""
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        me = await accept(
            session,
            await invite(session, "admin", house.clock(), town_id=town),
            house.clock(),
            lambda: new_id(house.source),
        )
        assert me
        cookie = await open_session(session, me, house.clock())
    await page.context.add_cookies([{"name": "wellsay_staff", "value": cookie, "url": address}])


@pytest.mark.parametrize("viewport", [PROJECTOR, SMALL_PROJECTOR])
async def test_a_note_appears_on_the_projector_large_enough_and_everything_fits(
    phones: Phones, house: House, viewport: dict[str, int]
) -> None:
    await change_session(house, led=True, question=1, timer_until=house.clock() + dt.timedelta(minutes=4, seconds=12))
    people = await crowd(house, 5)
    page = await phones.page(viewport=viewport)
    await page.goto(f"/wall/{await demo_session(house)}")
    await expect(page.locator("#here")).to_have_text("5 here")
    await expect(page.locator("#timer")).to_contain_text("4:1")
    for person, text in zip(people, ("friends", "quiet nights", "money", "hm", "work"), strict=True):
        await person.says(text)
    await expect(page.locator("#board .note")).to_have_count(5)
    await expect(page.locator('[data-family="D"] .note')).to_contain_text("friends")
    size = await page.locator("#board .note p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= LEAST * viewport["width"]
    assert await page.evaluate(FITS)
    assert not await page.evaluate(SCROLLS_SIDEWAYS)


async def test_it_is_usable_on_a_phone(phones: Phones, house: House) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    await people[1].says("quiet " + "verylongwordwithoutanyspace" * 12)
    page = await phones.page()
    await page.goto(f"/wall/{await demo_session(house)}")
    assert not await page.evaluate(SCROLLS_SIDEWAYS)
    for one in await page.locator("a:visible:not(.skip), button:visible, summary:visible").all():
        box = await one.bounding_box()
        assert box
        assert box["height"] >= 44, await one.inner_text()
    await people[2].says("money")
    await expect(page.locator('[data-family="A"] .note p')).to_have_text("money")
    await page.locator('[data-family="D"] h2 a').click()
    await expect(page.locator(".pane:visible")).to_have_count(1)
    await page.locator("#every").click()
    await expect(page.locator(".pane:visible")).to_have_count(3)


async def test_a_cut_of_the_network_loses_nothing(phones: Phones, house: House) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    page = await phones.page(viewport=PROJECTOR)
    await page.route("**/events*", lambda route: route.abort())
    await page.route("**/news*", lambda route: route.abort())
    await page.goto(f"/wall/{await demo_session(house)}")
    await expect(page.locator("#lost")).not_to_be_empty()
    await people[1].says("quiet nights")
    await people[2].says("money")
    await expect(page.locator("#board .note")).to_have_count(1)
    await page.unroute("**/events*")
    await page.unroute("**/news*")
    await expect(page.locator("#board .note")).to_have_count(3)
    await expect(page.locator("#lost")).to_be_empty()


async def test_three_hundred_notes_change_only_what_is_new(phones: Phones, house: House, clock: Clock) -> None:
    await crowd(house, 5)
    await flood(house, 8, 5, clock())
    page = await phones.page(viewport=PROJECTOR)
    await page.goto(f"/wall/{await demo_session(house)}")
    await page.evaluate("document.querySelectorAll('#board .note').forEach((one) => { one.known = true; })")
    for _ in range(10):
        clock.forward(seconds=6)
        await flood(house, 30, 5, clock())
        house.bell.ring(WALL)
    await expect(page.locator("#total")).to_have_text("308 notes")
    await expect(page.locator("#board .note")).to_have_count(308)
    assert await page.evaluate("[...document.querySelectorAll('#board .note')].filter((one) => one.known).length") == 8
    clock.forward(seconds=6)
    await flood(house, 8, 5, clock())
    newest = page.locator('[data-family="A"] .note p').first
    await expect(newest).to_contain_text(f"{clock():%H%M%S}")
    await expect(newest).to_be_in_viewport()
    assert await page.evaluate(FITS)


async def test_right_to_left_notes_stand_right_on_a_left_to_right_wall(phones: Phones, house: House) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    await change_note(house, "friends", safe_text="الأصدقاء friends 12")
    page = await phones.page(viewport=PROJECTOR)
    await page.goto(f"/wall/{await demo_session(house)}?language=en")
    style = await page.locator("#board .note p").evaluate(
        "one => [getComputedStyle(one).direction, getComputedStyle(one.parentNode).direction]"
    )
    assert style == ["rtl", "ltr"]
    await page.goto(f"/wall/{await demo_session(house)}?language=ar")
    assert await page.evaluate("document.documentElement.dir") == "rtl"


async def test_without_script_it_can_be_read(phones: Phones, house: House) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    page = await phones.page(java_script_enabled=False, viewport=PROJECTOR)
    await page.goto(f"/wall/{await demo_session(house)}")
    await expect(page.locator('[data-family="D"] .note p')).to_have_text("friends")
    await page.locator('[data-family="D"] h2 a').click()
    await expect(page.locator("body.alone .pane:visible")).to_have_count(1)


async def test_a_facilitator_takes_a_note_off_and_lets_it_back_without_leaving_the_page(
    phones: Phones, house: House, address: str
) -> None:
    people = await crowd(house, 5)
    await people[0].says("friends")
    page = await phones.page(viewport={"width": 1280, "height": 720})
    await facilitator(page, house, address)
    await page.goto(f"/wall/{await demo_session(house)}")
    await page.evaluate("window.stayed = true")
    note = page.locator("#board .note")
    await note.hover()
    await note.locator(".off").click()
    await expect(note).to_have_count(0)
    await page.locator("#gone button").click()
    await expect(note).to_have_count(1)
    await page.locator('[data-verb="counts"]').click()
    await expect(page.locator("body.counts")).to_be_visible()
    await expect(note).to_have_count(0)
    await page.locator('[data-verb="uncounts"]').click()
    await expect(note).to_have_count(1)
    assert await page.evaluate("window.stayed")


async def test_axe_finds_nothing_on_the_wall(phones: Phones, house: House, address: str) -> None:
    people = await crowd(house, 5)
    session_id = await demo_session(house)
    projector = await phones.page(viewport=PROJECTOR, bypass_csp=True)
    await projector.goto(f"/wall/{session_id}")
    await check(projector, "empty wall")
    for person, text in zip(people, ("friends", "quiet nights", "money", "hm", "bills"), strict=True):
        await person.says(text)
    await expect(projector.locator("#board .note")).to_have_count(5)
    await check(projector, "projector")
    phone = await phones.page(viewport=TALL, bypass_csp=True)
    for query in ("", "?language=ar", "?family=D"):
        await phone.goto(f"/wall/{session_id}{query}")
        await check(phone, f"phone {query}")
    await facilitator(projector, house, address)
    for path in (f"/wall/{session_id}", f"/wall/{session_id}?view=second", f"/staff/s/{session_id}/wall"):
        await projector.goto(path)
        await check(projector, path)
    await change_session(house, wall_counts=True)
    await projector.goto(f"/wall/{session_id}")
    await check(projector, "numbers only")
    await change_session(house, led=True, question=None)
    await projector.goto(f"/wall/{session_id}")
    await check(projector, "before the first question")
