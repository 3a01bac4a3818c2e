"""Reading a page as a person does: what it says, which buttons it has."""

from __future__ import annotations

import html
import re
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

TAG = re.compile(r"<[^>]+>")
ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
CHOICE = re.compile(r'name="choice" value="([^"]*)"')
WHO = re.compile(r'name="who" value="([0-9a-f]+)"')
LINK = re.compile(r'id="link" readonly dir="ltr" value="([^"]*)"')
JSON = {"Accept": "application/json"}


@dataclass
class Page:
    """A loaded page."""

    status: int
    source: str

    @property
    def cards(self) -> list[str]:
        """The messages as text, from the first to the last."""
        return [html.unescape(TAG.sub("", one)).strip() for one in ARTICLE.findall(self.source)]

    @property
    def actions(self) -> list[str]:
        """The buttons of all messages."""
        return [html.unescape(one) for one in CHOICE.findall(self.source)]

    @property
    def who(self) -> str:
        """Whose page it is."""
        return str(WHO.findall(self.source)[0])

    @property
    def link(self) -> str:
        """The personal link."""
        return html.unescape(LINK.findall(self.source)[0])

    def action(self, start: str) -> str:
        """The last button whose action begins so."""
        return [one for one in self.actions if one.startswith(start)][-1]


class Visit:
    """One device with its cookies."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client
        self.page = Page(0, "")

    async def open(self, path: str = "/c/DEMO", **headers: str) -> Page:
        """Load a page."""
        return await self._loaded(await self.client.get(path, headers=headers))

    async def form(self, path: str = "/c/send", **fields: str) -> Page:
        """Submit a form of the page, as a browser without script does."""
        known = {"id": secrets.token_hex(8), "who": self.page.who, **fields}
        return await self._loaded(await self.client.post(path, data=known))

    async def send(self, kind: str, value: str, **more: Any) -> ClientResponse:
        """Send as the script does."""
        body = {"id": secrets.token_hex(8), "who": self.page.who, "kind": kind, "value": value, "after": 0, **more}
        return await self.client.post("/c/send", json=body, headers=JSON)

    async def take_part(self) -> Page:
        """Begin and agree."""
        await self.open()
        return await self.form(choice="in")

    async def _loaded(self, answer: ClientResponse) -> Page:
        self.page = Page(answer.status, await answer.text())
        return self.page
