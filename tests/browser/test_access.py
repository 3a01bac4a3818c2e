"""axe finds nothing: on every kind of page, light and dark, left to right and right to left."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Phones
from tests.browser.steps import go_on, take_part, write

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


async def check(page: Page, where: str) -> None:
    await page.wait_for_timeout(200)  # colours fade in
    found = (await Axe().run(page, options=RULES)).response["violations"]
    said = [f"{where}: {one['id']}: {one['nodes'][0]['html']} {one['nodes'][0]['failureSummary']}" for one in found]
    assert said == []


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "en"), ("light", "ar")])
async def test_axe_finds_nothing(phones: Phones, scheme: str, language: str) -> None:
    # tall, so that nothing is half under the header or the text field, where axe would measure only the visible half
    tall = {"width": 320, "height": 3000}
    page = await phones.page(color_scheme=scheme, locale=language, bypass_csp=True, viewport=tall)
    await page.goto("/")
    await check(page, "home")
    await page.goto("/c/NOPE")
    await check(page, "404")
    await page.goto("/r")
    await check(page, "return")
    await page.goto("/shell")
    await check(page, "offline")
    await page.goto("/c/DEMO")
    await check(page, "welcome")
    await take_part(page)
    await write(page, "quiet nights")
    await write(page, "friends")
    await check(page, "asking")
    await page.locator('.card.note button[value^="more:"]').last.click()
    await expect(page.locator(".card.choosing")).to_be_visible()
    await check(page, "choosing")
    await page.locator("#menu summary").click()
    await check(page, "menu")
    await page.locator('button[name=command][value="help"]').first.click()
    await expect(page.locator(".card.help")).to_be_visible()
    await check(page, "help")
    await page.locator("#text").fill("/mydata")
    await page.locator("#write button.main").click()
    await expect(page.locator(".card.mydata")).to_be_visible()
    await check(page, "my data")
    for number in (1, 2, 3):
        await go_on(page, number)
        if number < 3:
            await expect(page.locator(f'.card.question button[value="next:{number + 1}"]')).to_be_visible()
    await expect(page.locator(".card.stars")).to_be_visible()
    await check(page, "stars")
    await page.locator("button[value=done]").click()
    await expect(page.locator(".card.thanks")).to_be_visible()
    await check(page, "thanks")
