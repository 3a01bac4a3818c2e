"""The officer's pages in a real browser: usable without script, and axe finds nothing."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from playwright.async_api import Page, expect

from bot.wiring import House
from storage.staff import Role, invite
from storage.tables import TownRow
from tests.browser.conftest import Phones
from tests.browser.test_access import check
from tests.support.answering import writes

SHOTS = os.environ.get("SHOTS", "")


async def look(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{name} is wider than the screen"
    await check(page, name)


async def at_work(house: House, page: Page, role: Role) -> None:
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        token = await invite(session, role, house.clock(), town_id=town)
    await page.goto(f"/staff/enter#{token}")
    await page.get_by_role("button", name="Go in").click()


@pytest.mark.timeout(300)  # axe looks at twelve pages
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
async def test_answering_in_a_browser(house: House, phones: Phones, width: int, scheme: str) -> None:
    await writes(house, "1", "A bus to the doctor", "friends", "quiet nights")
    await writes(house, "2", "το λεωφορείο αργεί", hint="el")
    await writes(house, "3", "أريد bus في المساء", hint="ar", channel="web")
    size = {"width": width, "height": 900}
    page = await phones.page(color_scheme=scheme, locale="en", bypass_csp=True, viewport=size)
    await at_work(house, page, "admin")
    await page.goto("/staff/departments")
    await page.get_by_label("Name").fill("Transport")
    await page.get_by_role("button", name="Add the department").click()
    await look(page, f"departments-{width}")
    await page.goto("/staff/actions")
    await page.get_by_label("Title, in English").fill("A call-a-ride bus")
    await page.get_by_role("button", name="New action").click()
    await page.get_by_label("Everybody may see it").check()
    await page.get_by_label("Level now").select_option("2")
    await page.get_by_role("button", name="Save").first.click()
    await look(page, f"action-{width}")
    await page.goto("/staff/actions")
    await look(page, f"actions-{width}")
    await page.goto("/staff/answers")
    await page.get_by_label("Words").fill("bus, λεωφορειο")
    await page.get_by_role("button", name="Find").click()
    await look(page, f"search-{width}")
    await page.get_by_label("All 3 that were found").check()
    await page.get_by_role("button", name="Answer these notes").click()
    await page.get_by_label("What happens, in English").fill("From September a call-a-ride bus goes there.")
    await page.get_by_role("button", name="Save and look at it").click()
    await expect(page.get_by_text("3 people get it.")).to_be_visible()
    await look(page, f"draft-{width}")
    await page.get_by_role("button", name="Send it to 3 people").click()
    await look(page, f"sent-{width}")
    await page.goto("/staff/results")
    await page.get_by_role("link", name="Numbers and files").click()
    await page.get_by_label("Apart by (2)").select_option("question")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_role("img")).to_have_count(4)
    for place in range(4):
        drawn = page.get_by_role("img").nth(place)
        await drawn.scroll_into_view_if_needed()
        await expect(drawn).to_have_js_property("complete", True)
        assert await drawn.evaluate("image => image.naturalWidth") > 100
    await page.get_by_text("The numbers as a table").first.click()
    await look(page, f"numbers-{width}")
