import time

import sqlalchemy as sa
from playwright.async_api import Page, expect

from bot.wiring import House
from storage.staff import Role, invite
from storage.tables import NoteRow, SessionRow, TownRow
from tests.browser.conftest import Phones
from tests.browser.steps import SCROLLS_SIDEWAYS
from tests.browser.test_access import check

MINUTE, A_MINUTE = 60, 20
"""Seconds, and notes that somebody can type in them."""
LAPTOP = {"viewport": {"width": 1280, "height": 800}}


async def come_in(page: Page, house: House, role: Role = "officer") -> str:
    """Open the console; returns the demo's session."""
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        token = await invite(session, role, house.clock(), town_id=town)
        row = (await session.scalars(sa.select(SessionRow.public_id).order_by(SessionRow.id))).first()
    await page.goto(f"/staff/enter#{token}")
    await page.locator("button.main").click()
    await expect(page.locator(".desks")).to_be_visible()
    return str(row)


async def coded(house: House) -> list[tuple[str, str | None]]:
    async with house.database.read() as session:
        found = await session.execute(sa.select(NoteRow.text, NoteRow.facilitator_code).order_by(NoteRow.id))
        return [(text, code) for text, code in found]


async def test_notes_are_typed_by_keyboard_with_two_keys_beyond_their_words(house: House, phones: Phones) -> None:
    page = await phones.page(**LAPTOP)
    session = await come_in(page, house)
    await page.goto(f"/staff/s/{session}/paper")
    for number in range(6):
        await expect(page.locator("#text")).to_be_focused()
        await page.keyboard.type(f"quiet street {number}")
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics input:checked")).to_be_focused()
        await page.keyboard.press("2" if number == 4 else "Enter")
    await expect(page.locator("#text")).to_be_focused()
    notes = await coded(house)
    assert [code for _, code in notes] == ["B1"] * 4 + ["G4", "B1"]


async def test_twenty_notes_a_minute_are_typed_with_enter_alone(house: House, phones: Phones) -> None:
    page = await phones.page(**LAPTOP)
    session = await come_in(page, house)
    await page.goto(f"/staff/s/{session}/paper")
    await expect(page.locator("#text")).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if request.is_navigation_request() else None)
    waited = 0.0
    texts = [f"quiet street {number}" for number in range(10)]
    for text in texts:
        await page.keyboard.insert_text(text)
        began = time.perf_counter()
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics input:checked")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#text")).to_be_focused()
        waited += time.perf_counter() - began
    assert await coded(house) == [(text, "B1") for text in texts]
    assert asked.count("POST") == 2 * len(texts)
    assert len(asked) == 4 * len(texts), "each Enter is one form and the page after it"
    print(f"{waited / len(texts):.2f} s a note beside its words")  # noqa: T201 -- shown with pytest -s
    assert waited < MINUTE / A_MINUTE * len(texts), "the product's own part leaves no time for the words"


async def test_typing_works_without_script(house: House, phones: Phones) -> None:
    page = await phones.page(java_script_enabled=False, **LAPTOP)
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id))).one()
        token = await invite(session, "officer", house.clock(), town_id=town)
        row = (await session.scalars(sa.select(SessionRow.public_id).order_by(SessionRow.id))).first()
    await page.goto("/staff/enter")
    await page.locator("#link").fill(token)
    await page.locator("button.main").click()
    await page.goto(f"/staff/s/{row}/paper")
    for key in ("Enter", "ArrowDown"):
        await page.keyboard.type("quiet")
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics input:checked")).to_be_visible()
        await page.keyboard.press(key)
        if key != "Enter":
            await page.keyboard.press("Enter")
        await expect(page.locator("#text")).to_be_visible()
    assert await coded(house) == [("quiet", "B1"), ("quiet", "G4")]


async def test_the_coding_desk_goes_by_keys(house: House, phones: Phones) -> None:
    page = await phones.page(**LAPTOP)
    session = await come_in(page, house)
    await page.goto(f"/staff/s/{session}/paper")
    for text in ("quiet", "friends", "work"):
        await page.keyboard.type(text)
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics input:checked")).to_be_focused()
        await page.keyboard.press("l")
        await expect(page.locator("#text")).to_be_focused()
    await page.goto("/staff/coding")
    words = page.locator(".note")
    for key, shown in (("2", "quiet"), ("s", "friends"), ("Enter", "work")):
        await expect(words).to_have_text(shown)
        await page.keyboard.press(key)
    await expect(page.locator("[data-key=u]")).to_be_visible()
    assert await coded(house) == [("quiet", "G4"), ("friends", None), ("work", "A6")]
    await page.keyboard.press("u")
    await expect(words).to_have_text("work")
    assert (await coded(house))[2] == ("work", None)


async def test_twelve_post_its_fit_a_sheet(house: House, phones: Phones) -> None:
    page = await phones.page(**LAPTOP)
    session = await come_in(page, house)
    await page.goto(f"/staff/s/{session}/paper")
    for number in range(13):
        await page.locator("#text").fill(f"ملاحظة {number}" if number % 2 else f"quiet place {number}")
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics")).to_be_visible()
        await page.goto(f"/staff/s/{session}/paper")
    await page.goto(f"/staff/s/{session}/print")
    await expect(page.locator(".postit")).to_have_count(13)
    pdf = await page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 2
    assert await page.locator(".postit .words").nth(1).evaluate("one => getComputedStyle(one).unicodeBidi") != "normal"


async def test_axe_finds_nothing_on_the_desks(house: House, phones: Phones) -> None:
    for size in ({"width": 320, "height": 3000}, {"width": 1280, "height": 3000}):
        page = await phones.page(bypass_csp=True, viewport=size)
        session = await come_in(page, house)
        base = f"/staff/s/{session}/paper"
        for path in ("/staff/paper", base, f"/staff/import?session={session}", "/staff/coding", "/staff/agreement"):
            await page.goto(path)
            await check(page, path)
            assert not await page.evaluate(SCROLLS_SIDEWAYS), path
        for path in ("/staff/names", "/staff/listening", f"/staff/s/{session}/print"):
            await page.goto(path)
            await check(page, path)
        await page.goto(base)
        await page.locator("#text").fill("quiet")
        await page.keyboard.press("Enter")
        await expect(page.locator(".topics")).to_be_visible()
        await check(page, "choosing")
        assert not await page.evaluate(SCROLLS_SIDEWAYS), "choosing"
        await page.goto("/staff/coding")
        await check(page, "coding")
        assert not await page.evaluate(SCROLLS_SIDEWAYS), "coding"
