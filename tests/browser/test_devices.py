"""The network goes and comes back; devices change hands; people come back on others."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect

from bot.wiring import House
from tests.browser.conftest import Phones
from tests.browser.steps import notes, take_part, write


async def jot(page: Page, text: str) -> None:
    """Write without waiting for anything."""
    await page.locator("#text").fill(text)
    await page.locator("#write button.main").click()


async def until_stored(house: House, wanted: list[str]) -> None:
    """Wait until the notes are stored, and a little longer for ones too many."""
    async with asyncio.timeout(20):
        while await notes(house) != wanted:
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    assert await notes(house) == wanted


async def test_notes_written_without_network_are_sent_later_once(phones: Phones, house: House) -> None:
    context = await phones.context()
    page = await context.new_page()
    await take_part(page)
    await page.evaluate("navigator.serviceWorker.ready")
    await context.set_offline(True)
    await jot(page, "quiet nights")
    await jot(page, "friends")
    await expect(page.locator("#waiting li")).to_have_count(2)
    await expect(page.locator("#waiting small").first).to_be_visible()
    assert await notes(house) == []
    await page.reload()  # from the service worker
    await expect(page.locator("#waiting li")).to_have_count(2)
    await jot(page, "doctor")
    await expect(page.locator("#waiting li")).to_have_count(3)
    await context.set_offline(False)
    await until_stored(house, ["quiet nights", "friends", "doctor"])
    await expect(page.locator("#waiting li")).to_have_count(0)
    await expect(page.locator(".card.note")).to_have_count(3)


async def test_an_answer_lost_on_the_way_stores_nothing_twice(phones: Phones, house: House) -> None:
    page = await phones.page()
    await take_part(page)
    lost: list[int] = []

    async def lose_first(route: object) -> None:
        if lost:
            await route.continue_()  # type: ignore[attr-defined]
            return
        lost.append(1)
        await route.fetch()  # type: ignore[attr-defined]
        await route.abort()  # type: ignore[attr-defined]

    await page.route("**/c/send", lose_first)
    await jot(page, "quiet nights")
    await expect(page.locator(".card.note")).to_have_count(1)
    await expect(page.locator("#waiting li")).to_have_count(0)
    await until_stored(house, ["quiet nights"])
    assert lost


async def test_a_text_half_written_survives_a_reload(phones: Phones) -> None:
    page = await phones.page()
    await take_part(page)
    await page.locator("#text").fill("half a")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("half a")


async def test_the_next_person_sees_nothing_of_the_one_before(phones: Phones, house: House) -> None:
    page = await phones.page()
    await take_part(page)
    await write(page, "my secret friends")
    await page.locator("#text").fill("half a secret")
    await page.locator("#menu summary").click()
    await page.locator("#menu form.next button").click()
    await expect(page.locator("button[value=in]")).to_be_visible()
    await expect(page.locator("#text")).to_have_value("")
    assert "secret" not in await page.content()
    assert "secret" not in await page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    await page.goto("/")
    await page.go_back()
    await page.go_back()
    await page.wait_for_load_state()
    assert "secret" not in await page.content()
    assert await notes(house) == ["my secret friends"]


async def test_leaving_without_network_empties_the_page_and_sends_what_waits(phones: Phones, house: House) -> None:
    context = await phones.context()
    page = await context.new_page()
    await take_part(page)
    await context.set_offline(True)
    await jot(page, "my secret friends")
    await page.locator("#menu summary").click()
    await page.locator("#menu form.next button").click()
    await expect(page.locator("#log")).to_be_hidden()
    await expect(page.locator("#waiting")).to_be_hidden()
    await context.set_offline(False)
    await until_stored(house, ["my secret friends"])
    await expect(page.locator("button[value=in]")).to_be_visible()
    assert "secret" not in await page.evaluate("JSON.stringify({...localStorage})")


async def test_two_devices_of_one_person_see_each_other(phones: Phones, address: str) -> None:
    phone = await phones.page()
    await take_part(phone)
    await write(phone, "quiet nights")
    link = await phone.locator("#link").input_value()
    assert link.startswith(f"{address}/r#")
    laptop = await phones.page(viewport={"width": 1200, "height": 800})
    await laptop.goto(link)
    await expect(laptop.locator(".card.note")).to_contain_text("quiet nights")
    assert "#" not in laptop.url
    await write(laptop, "friends")
    await expect(phone.locator(".card.note")).to_have_count(2)


async def test_the_link_is_copied(phones: Phones) -> None:
    context = await phones.context(permissions=["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    await take_part(page)
    await page.locator("#menu summary").click()
    await page.locator("#copy").click()
    link = await page.locator("#link").input_value()
    await expect(page.locator("#copy")).to_have_text("Copied.")
    assert await page.evaluate("navigator.clipboard.readText()") == link


async def test_a_spoken_note(phones: Phones, house: House) -> None:
    page = await phones.page(permissions=["microphone"])
    await take_part(page)
    await page.locator("#speak").click()
    await expect(page.locator("#recording")).to_be_visible()
    await expect(page.locator("#clock")).to_have_text("0:01")
    await page.locator("#finish").click()
    await expect(page.locator(".card.note")).to_contain_text("🎤")
    await expect(page.locator("#write")).to_be_visible()
    assert await notes(house) == [""]


async def test_too_long_a_text_comes_back_to_its_author(phones: Phones, house: House) -> None:
    page = await phones.page()
    await take_part(page)
    await page.locator("#text").evaluate("field => field.removeAttribute('maxlength')")
    await jot(page, "friends " * 600)
    await expect(page.locator("#status")).to_contain_text("too long")
    assert (await page.locator("#text").input_value()).startswith("friends friends")
    assert await notes(house) == []
