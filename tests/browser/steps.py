"""What people do on the page, and how to wait for what they see then."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.async_api import Page, expect

from bot.wiring import House
from storage.tables import NoteRow

SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def notes(house: House) -> list[str]:
    """What is stored, oldest first."""
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow.text).order_by(NoteRow.id)))


async def take_part(page: Page, code: str = "DEMO") -> None:
    """Open the chat and agree."""
    await page.goto(f"/c/{code}")
    await page.locator("button[value=in]").click()
    await expect(page.locator("#question")).to_be_visible()


async def write(page: Page, text: str) -> None:
    """Write a note and wait for its receipt."""
    receipts = page.locator(".card.note")
    before = await receipts.count()
    await page.locator("#text").fill(text)
    await page.locator("#write button.main").click()
    await expect(receipts).to_have_count(before + 1)
    await expect(page.locator("#waiting li")).to_have_count(0)


async def go_on(page: Page, number: int) -> None:
    """The way on from a question."""
    await page.locator(f'button[value="next:{number}"]:visible').last.click()
