"""From an empty database to a second meeting: three phones, one laptop, and the facilitator's hand counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.async_api import Locator, Page, expect

from bot.settings import Settings
from bot.wiring import House, build
from coding.care import look
from coding.language import detect
from coding.splitting import split
from storage.staff import invite
from storage.tables import ConsultationRow, GroupRow, NoteRow
from tests.browser.conftest import Phones
from tests.support.world import SECRET, Clock, KnownSuggester, ready, sqlite_url

MOST_CLICKS, MOST_WORDS = 40, 60
PATIENCE = 30_000
"""Milliseconds: three phones, a laptop and a server share one machine here."""
LANGUAGES = ("el", "ar", "en")
NOTES = (
    ("B1", "ήσυχες νύχτες", "ليال هادئة", "quiet nights"),
    ("D3", "φίλοι δίπλα μου", "أصدقاء قريبون", "friends next door"),
    ("A2", "γιατρός κοντά", "طبيب قريب", "a doctor nearby"),
    ("A6", "δουλειά με μισθό", "عمل براتب جيد", "work that pays"),
    ("B1", "πράσινα πάρκα", "حدائق خضراء", "green parks"),
    ("C1", "δήμος που ακούει", "بلدية تسمع", "a council that listens"),
    ("E5", "σεβασμός", "احترام الناس", "being respected"),
    ("F1", "χρόνος για μένα", "وقت لنفسي", "time for myself"),
    ("G4", "να νιώθω καλά", "شعور بالأمان", "feeling safe"),
    ("H4", "να βοηθάω άλλους", "مساعدة الآخرين", "helping others"),
)
"""What is written: the topic, and the same in each language."""
QUESTIONS = ((1, 4), (2, 3), (3, 3))
expect.set_options(timeout=PATIENCE)


class Polyglot(KnownSuggester):
    """Knows the notes in all three languages."""

    WORDS = {said: ((code, 0.6), ("B0", 0.1), ("H0", 0.1)) for code, *texts in NOTES for said in texts}  # noqa: RUF012 -- never changed


class Hand:
    """The facilitator's hand: every click and every typed word is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.words = 0

    async def click(self, target: Locator) -> None:
        """One click."""
        self.clicks += 1
        await target.click()

    async def press(self, name: str) -> None:
        """A button or link by its words."""
        await self.click(self.page.locator("main").get_by_role("button", name=name, exact=True).first)

    async def follow(self, name: str) -> None:
        """A link by its words."""
        await self.click(self.page.locator("main").get_by_role("link", name=name, exact=True).first)

    async def write(self, field: str, text: str, *, there: bool = False) -> None:
        """Type into a field; ``there``: the cursor is there already."""
        self.clicks += not there
        if there:
            await expect(self.page.locator(field)).to_be_focused()
        self.words += len(text.split())
        await self.page.locator(field).fill(text)


@pytest.fixture
async def house(spoken: None, tmp_path: Path, clock: Clock) -> AsyncIterator[House]:  # noqa: ARG001 -- must come first
    """A house with nothing in it."""
    await ready(sqlite_url(tmp_path))
    settings = Settings(_env_file=None, database_url=sqlite_url(tmp_path), secret_key=SECRET)
    await asyncio.to_thread(
        look, "words", None
    )  # loading the coder takes long on a busy machine, and is not the hand's work
    await asyncio.to_thread(split, "words", detect("words"))
    made = await build(settings, clock=clock, source=random.Random(7), suggester=Polyglot())  # noqa: S311 -- repeatable
    yield made
    await made.close()


async def only(house: House, column: sa.orm.InstrumentedAttribute[str]) -> str:
    async with house.database.read() as session:
        return str((await session.scalars(sa.select(column))).one())


async def writes(phone: Page, texts: Iterable[str]) -> None:
    for text in texts:
        before = await phone.locator(".card.note").count()
        await phone.locator("#text").fill(text)
        await phone.locator("#write button.main").click()
        await expect(phone.locator(".card.note")).to_have_count(before + 1)


async def hangs(wall: Page) -> list[tuple[str, str, str]]:
    """All notes that can be seen on the wall: family, words, the direction in which they run."""
    found = await wall.locator(".pane:visible .note").evaluate_all(
        """some => some.map((one) => [one.closest(".pane").dataset.family, one.querySelector("p").textContent,
        getComputedStyle(one.querySelector("p")).direction])"""
    )
    return [(family, text, direction) for family, text, direction in found]


def expected(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, str, str]]:
    """How notes have to hang."""
    return sorted(
        (code[0], text, "rtl" if language == "ar" else "ltr")
        for code, *texts in rows
        for language, text in zip(LANGUAGES, texts, strict=True)
    )


@pytest.mark.timeout(600)
async def test_an_empty_database_becomes_a_held_meeting(  # noqa: PLR0915 -- one long evening
    phones: Phones, house: House, address: str
) -> None:
    async with house.database.write() as session:
        token = await invite(session, "facilitator", house.clock())
    laptop = await phones.page(viewport={"width": 1280, "height": 800}, locale="en")
    laptop.set_default_timeout(PATIENCE)
    hand = Hand(laptop)
    await laptop.goto(f"{address}/staff/enter#{token}")
    await hand.click(laptop.locator("form.join button"))
    await hand.write("#name", "Kavala", there=True)
    hand.clicks += 1
    await laptop.locator("#country").select_option("GR")
    await hand.press("Set up the town")
    await hand.write("#who", "All groups of the town", there=True)
    await hand.write("#chose", "The citizens' forum")
    await hand.write("#part", "Our plan for 2030")
    await hand.write("#influence", "The council decides with your answers")
    await hand.press("Make the consultation")
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(blind_share=0))  # all are asked the same way here
    await hand.write("#name", "Library readers", there=True)
    await hand.click(laptop.get_by_text("older people"))
    await hand.press("Make the group")
    code = await only(house, GroupRow.join_code)
    await expect(laptop.locator(".code")).to_have_text(code)
    await hand.follow("First meeting")

    people = [await phones.page(locale=language) for language in LANGUAGES]
    for phone in people:
        phone.set_default_timeout(PATIENCE)
        await phone.goto(f"/c/{code}")
        await phone.locator("button[value=in]").click()
        await expect(phone.locator("#write")).to_be_visible()
    await expect(laptop.locator(".numbers")).to_contain_text("3 here")
    way = laptop.locator("main").get_by_role("link", name="The wall", exact=True)
    wall = await phones.page(viewport={"width": 1920, "height": 1080})  # the projector's own machine: nobody's browser
    wall.set_default_timeout(PATIENCE)
    await wall.goto(f"{address}{await way.get_attribute('href')}?language=en")
    hand.clicks += 1
    await hand.press("Start")
    written = 0
    for number, count in QUESTIONS:
        for phone in people:
            await expect(phone.locator("#asked")).to_contain_text(f"{number} ")
            await expect(phone.locator(f'button[value="ready:{number}"]').last).to_be_visible()
        now = NOTES[written : written + count]
        texts = zip(*(row[1:] for row in now), strict=True)
        await asyncio.gather(*(writes(phone, some) for phone, some in zip(people, texts, strict=True)))
        for phone in people:
            await phone.locator(f'button[value="ready:{number}"]').last.click()
        await expect(laptop.locator(".numbers")).to_contain_text("0 writing")
        # each writes in a language of their own: who wrote what could be told, so she asks them, and shows the notes
        await expect(wall.locator("#none")).to_contain_text(f"{3 * count} notes wait")
        await expect(wall.locator("#board .note")).to_have_count(0)
        await hand.press("Show waiting notes now")
        await expect(wall.locator("#board .note")).to_have_count(3 * count)
        assert sorted(await hangs(wall)) == expected(now)
        written += count
        if number < 3:
            await hand.press("Next →")
    await expect(laptop.locator(".numbers")).to_contain_text("30 notes")
    await hand.press("End the meeting")
    await expect(wall.locator("#total")).to_have_text("30 notes")
    assert sorted(await hangs(wall)) == expected(NOTES)
    for phone in people:
        await phone.locator("button[value=done]").last.click()
        await expect(phone.locator(".card.thanks")).to_be_visible()

    await hand.follow("The group")
    await hand.press("Next meeting")
    for phone in people:
        await phone.goto(f"/c/{code}")
    await expect(laptop.locator(".numbers")).to_contain_text("3 here")
    await hand.press("Start")
    for phone in people:
        await phone.locator('button[value^="all:"]').last.click()
        await expect(phone.locator('button[value^="all:"]')).to_have_count(0)
    await hand.follow("Notes to talk about")
    await expect(laptop.locator(".families li")).to_have_count(30)
    async with house.database.read() as session:
        found = list(await session.execute(sa.select(NoteRow.author_code, NoteRow.on_wall)))
    assert len(found) == 30
    assert all(code and on_wall for code, on_wall in found)
    await hand.follow("Second meeting")
    await hand.press("Next →")
    for phone in people:
        await expect(phone.locator('button[value="ready:4"]').last).to_be_visible()
    await writes(people[2], ("plant trees, quiet ones",))
    await expect(laptop.locator(".numbers")).to_contain_text("1 note")
    await hand.press("End the meeting")
    await hand.follow("Summary")
    await hand.press("Approve and send")
    await expect(laptop.locator("main")).to_contain_text("Approved and sent")
    assert hand.clicks <= MOST_CLICKS, hand.clicks
    assert hand.words <= MOST_WORDS, hand.words
    print(f"clicks {hand.clicks}, words {hand.words}")  # noqa: T201 -- shown with pytest -s
