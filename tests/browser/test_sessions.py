"""Whole sessions in a real browser: in Greek, in Arabic, by keyboard alone, without script."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, expect

from bot.wiring import House
from tests.browser.conftest import Phones
from tests.browser.steps import SCROLLS_SIDEWAYS, go_on, notes, take_part, write
from tests.support.world import Clock


async def session(page: Page) -> None:
    """From the first page to the thanks."""
    await take_part(page)
    assert not await page.evaluate(SCROLLS_SIDEWAYS)
    await write(page, "quiet nights")
    await page.locator(".card.note button.main").click()
    await expect(page.locator(".card.note")).to_contain_text("✓")
    await write(page, "φίλοι / أصدقاء friends")
    await page.locator('.card.note button[value^="more:"]').last.click()
    await page.locator('button[value^="fam:"]').first.click()
    await page.locator('.card.choosing button[value^="ok:"]').first.click()
    await expect(page.locator(".card.choosing")).to_have_count(0)
    for number in (1, 2, 3):
        assert not await page.evaluate(SCROLLS_SIDEWAYS)
        await go_on(page, number)
        if number < 3:
            await expect(page.locator(f'.card.question button[value="next:{number + 1}"]')).to_be_visible()
    await page.locator('button[value^="star:"]').first.click()
    await expect(page.locator('button[value^="star:"]').first).to_contain_text("⭐")
    await page.locator("button[value=done]").click()
    await expect(page.locator(".card.thanks")).to_be_visible()


@pytest.mark.parametrize("language", ["el", "ar"])
async def test_a_session_on_the_smallest_phone(phones: Phones, house: House, language: str) -> None:
    page = await phones.page(locale=language)
    await session(page)
    assert await page.locator("html").get_attribute("lang") == language
    assert await notes(house) == ["quiet nights", "φίλοι / أصدقاء friends"]


async def test_arabic_runs_from_right_to_left(phones: Phones) -> None:
    page = await phones.page(locale="ar")
    await take_part(page)
    await write(page, "أصدقاء")
    menu = await page.locator("#menu summary").bounding_box()
    title = await page.locator("h1").bounding_box()
    send = await page.locator("#write button.main").bounding_box()
    field = await page.locator("#text").bounding_box()
    receipt = await page.locator(".card.note").bounding_box()
    assert menu
    assert title
    assert send
    assert field
    assert receipt
    assert menu["x"] < title["x"]
    assert send["x"] < field["x"]
    assert receipt["x"] < 320 - receipt["x"] - receipt["width"]  # one's own notes stand at the end of the line: left
    assert await page.locator(".card.note bdi").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    await page.locator("#text").fill("left to right")
    assert await page.locator("#text").evaluate("one => getComputedStyle(one).direction") == "ltr"


async def test_a_language_switch_changes_everything_at_once(phones: Phones) -> None:
    page = await phones.page(locale="en")
    await take_part(page)
    await page.locator("#menu summary").click()
    await page.locator('button[name=command][value="language"]').click()
    await page.locator('button[value="lang:ar"]').click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator("#question")).to_be_visible()


async def test_without_script(phones: Phones, house: House) -> None:
    page = await phones.page(java_script_enabled=False)
    await page.goto("/")
    await page.locator("#code").fill("demo")
    await page.locator("form.join button").click()
    await page.locator("button[value=in]").click()
    await page.locator("#text").fill("quiet nights")
    await page.locator("#write button.main").click()
    await page.locator(".card.note button.main").click()
    for number in (1, 2, 3):
        await go_on(page, number)
    await page.locator('button[value^="star:"]').first.click()
    await page.locator("button[value=done]").click()
    await expect(page.locator(".card.thanks")).to_be_visible()
    await page.locator("#menu summary").click()
    await page.locator("#menu form.next button").click()
    await expect(page.locator("button[value=in]")).to_be_visible()
    await expect(page.locator(".card.note")).to_have_count(0)
    assert await notes(house) == ["quiet nights"]


async def press_on(page: Page, selector: str) -> None:
    """Reach something with Tab alone, and press it."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            seen = await page.evaluate(
                "() => { const r = document.activeElement.getBoundingClientRect();"
                " return r.bottom > 0 && r.top < innerHeight && r.width > 0 }"
            )
            assert seen, f"{selector} has the focus but is out of sight"
            await page.keyboard.press("Enter")
            return
    pytest.fail(f"{selector} can't be reached with the keyboard")


async def test_by_keyboard_alone(phones: Phones, house: House) -> None:
    page = await phones.page()
    await page.goto("/")
    await press_on(page, "#code")
    await page.keyboard.type("demo")
    await page.keyboard.press("Enter")
    await expect(page.locator("button[value=in]")).to_be_visible()
    await press_on(page, "button[value=in]")
    await expect(page.locator("#question")).to_be_visible()
    await page.keyboard.press("Control+Home")
    await page.reload()
    await press_on(page, ".skip")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("quiet nights")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card.note")).to_have_count(1)
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("two lines")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("friends")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card.note")).to_have_count(2)
    await press_on(page, "#menu summary")
    await expect(page.locator("#menu .panel")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#menu .panel")).to_be_hidden()
    await expect(page.locator("#menu summary")).to_be_focused()
    await press_on(page, '.card.note button[value^="ok:"]')
    await expect(page.locator(".card.note").first).to_contain_text("✓")
    assert await page.evaluate("document.activeElement.closest('.card.note') !== null"), "the focus stays at the note"
    for number in (1, 2, 3):
        await press_on(page, f'button[value="next:{number}"]')
        await asyncio.sleep(0)
        await expect(page.locator(f'.card.question button[value="next:{number + 1}"], .card.stars')).to_be_visible()
    await press_on(page, 'button[value^="star:"]')
    await expect(page.locator('button[value^="star:"]').first).to_contain_text("⭐")
    await expect(page.locator('button[value^="star:"]').first).to_be_focused()
    await press_on(page, "button[value=done]")
    await expect(page.locator(".card.thanks")).to_be_visible()
    assert (await notes(house))[0] == "quiet nights"


async def test_next_day_the_place_is_found(phones: Phones, clock: Clock) -> None:
    context = await phones.context()
    page = await context.new_page()
    await take_part(page)
    await write(page, "quiet nights")
    await go_on(page, 1)
    await expect(page.locator('.card.question button[value="next:2"]')).to_be_visible()
    await page.close()
    clock.forward(days=1)
    page = await context.new_page()
    await page.goto("/c/DEMO")
    await expect(page.locator('.card.question button[value="next:2"]')).to_be_visible()
    await expect(page.locator(".card.note")).to_contain_text("quiet nights")


async def test_the_question_stays_in_sight(phones: Phones) -> None:
    page = await phones.page()
    await take_part(page)
    for text in ("quiet nights", "friends", "doctor"):
        await write(page, text)
    await expect(page.locator("#asked")).to_be_in_viewport()
    await expect(page.locator("#asked")).to_contain_text("?")
    await expect(page.locator("#text")).to_be_in_viewport()


async def test_buttons_are_large_enough_to_touch(phones: Phones) -> None:
    page = await phones.page()
    await take_part(page)
    await write(page, "quiet nights")
    await page.locator("#menu summary").click()
    for button in await page.locator("button:visible, summary:visible, input:visible, textarea:visible").all():
        box = await button.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
