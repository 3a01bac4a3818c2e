"""The main pages as pictures, in four languages: whatever falls out of place differs from the picture that was kept.

``pytest tests/browser/test_screens.py --update`` draws them anew; look at them before you keep them.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.async_api import Page, expect

from bot.wiring import House
from tests.browser.conftest import Phones
from tests.browser.steps import take_part, write
from tests.browser.test_paper import LAPTOP, come_in
from tests.support.crowd import crowd, demo_session

SCREENS = Path(__file__).parent / "screens"
LANGUAGES = ("en", "el", "ar", "hu")
PHONE = {"viewport": {"width": 360, "height": 740}, "bypass_csp": True}
CHANGING = ".way-in, .qr, code, .address { visibility: hidden !important } * { caret-color: transparent !important }"
"""What differs from run to run: addresses with the server's port, and their QR codes."""
BLOCK = 12
"""Pixels: smaller differences, such as how a letter's edge is drawn, do not count."""
DIFFERENT, SHARE = 40, 0.03
"""A block differs from this many of 255 shades on; so many blocks may."""
TALLER = 0.04
"""How much a page's length may change: one line more or less."""


def blocks(picture: Image.Image, size: tuple[int, int]) -> NDArray[np.int16]:
    """The mean shade of each block."""
    cut = picture.convert("L").crop((0, 0, *size))
    small = cut.resize((max(size[0] // BLOCK, 1), max(size[1] // BLOCK, 1)), Image.Resampling.BOX)
    return np.asarray(small, np.int16)


def unlike(one: Image.Image, other: Image.Image) -> str:
    """What is different, in a few words; nothing if they are alike."""
    if one.width != other.width or abs(one.height - other.height) > TALLER * other.height:
        return f"{one.size} instead of {other.size}"
    size = (one.width, min(one.height, other.height))
    share = float((abs(blocks(one, size) - blocks(other, size)) > DIFFERENT).mean())
    return f"{share:.1%} of the page looks different" if share > SHARE else ""


async def looks_as_kept(page: Page, name: str, request: pytest.FixtureRequest, *, whole: bool = True) -> None:
    """Compare the whole page, or what the window shows of it, with the kept picture; or keep it."""
    await page.wait_for_timeout(200)  # colours fade in
    taken = Image.open(io.BytesIO(await page.screenshot(full_page=whole, style=CHANGING)))
    path = SCREENS / f"{name}.png"
    if request.config.getoption("--update"):
        taken.quantize(64).save(path, optimize=True)
    with Image.open(path) as kept:
        assert unlike(taken, kept.convert("RGB")) == "", path.name


def test_a_page_that_fell_apart_is_noticed() -> None:
    with Image.open(SCREENS / "welcome.en.png") as kept:
        page = kept.convert("RGB")
    assert unlike(page, page) == ""
    assert unlike(page.transpose(Image.Transpose.FLIP_LEFT_RIGHT), page)
    assert unlike(page.resize((page.width, page.height * 2)), page)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_citizens_pages(phones: Phones, language: str, request: pytest.FixtureRequest) -> None:
    page = await phones.page(locale=language, **PHONE)
    await page.goto("/c/DEMO")
    await expect(page.locator("button[value=in]")).to_be_visible()
    await looks_as_kept(page, f"welcome.{language}", request)
    await take_part(page)
    await write(page, "quiet nights")
    await write(page, "friends")
    await looks_as_kept(page, f"question.{language}", request, whole=False)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_wall_and_the_console(
    phones: Phones, house: House, language: str, request: pytest.FixtureRequest
) -> None:
    people = await crowd(house, 5)
    for person, text in zip(people, ("friends", "quiet nights", "money", "hm", "work"), strict=True):
        await person.says(text)
    page = await phones.page(locale=language, bypass_csp=True, **LAPTOP)
    await page.goto(f"/wall/{await demo_session(house)}?language={language}")
    await expect(page.locator("#board .note")).to_have_count(5)
    await looks_as_kept(page, f"wall.{language}", request)
    session = await come_in(page, house)
    await looks_as_kept(page, f"console.{language}", request)
    await page.goto(f"/staff/s/{session}/paper")
    await expect(page.locator("#text")).to_be_visible()
    await looks_as_kept(page, f"paper.{language}", request)
