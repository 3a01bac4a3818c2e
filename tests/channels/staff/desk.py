"""A colleague at a browser: opens pages of the console and fills in their forms, as a browser without script does."""

from __future__ import annotations

import html
import re
from typing import Any

from aiohttp.test_utils import TestClient

from bot.wiring import House
from storage.staff import Role, invite
from tests.channels.web.page import TAG, Page
from tests.support.person import plain

TOKEN = re.compile(r'name="form" value="([0-9a-f]+)"')
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


class Desk:
    """One browser with its cookies."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client
        self.page = Page(0, "")

    @property
    def text(self) -> str:
        """What the page says in its main part, without what stands around it."""
        found = MAIN.search(self.page.source)
        words = html.unescape(TAG.sub(" ", found.group() if found else self.page.source))
        return re.sub(r"\s+", " ", plain(words)).strip()

    @property
    def token(self) -> str:
        """The hidden field of the page's forms."""
        return str(TOKEN.findall(self.page.source)[0])

    async def open(self, path: str = "/staff") -> Page:
        """Load a page."""
        async with self.client.get(path) as answer:
            self.page = Page(answer.status, await answer.text())
        return self.page

    async def post(self, path: str, *, form: str | None = None, **fields: str) -> Page:
        """Submit a form of the loaded page; with ``form``, with this hidden field in place of the page's own."""
        data = {"form": self.token if form is None else form, **fields}
        async with self.client.post(path, data=data) as answer:
            self.page = Page(answer.status, await answer.text())
        return self.page

    async def come_in(self, house: House, role: Role, town_id: int | None = None) -> Page:
        """Open a fresh invitation."""
        async with house.database.write() as session:
            token = await invite(session, role, house.clock(), town_id=town_id)
        return await self.enter(token)

    async def enter(self, link: str) -> Page:
        """Press the button on the page of a link."""
        return await self.post("/staff/enter", form="", link=link)
