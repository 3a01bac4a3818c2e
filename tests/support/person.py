"""Somebody who talks to Wellsay through the runner, on no channel in particular, and sees what they would see."""

from __future__ import annotations

import itertools

from bot.wiring import House
from handlers.types import Choice, Command, Content, Edit, Inbound, Text
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE
from scheduler.protocols import Drawn
from storage.inbox import Fetched, fetch
from storage.outbox import Outgoing
from storage.tables import AddressRow
from storage.turns import find_address

_COUNT = itertools.count(1)


class Person:
    """Talks on the web channel, whose messages are fetched; every call is one turn, loaded anew from the database."""

    def __init__(self, house: House, hint: str = "en", address: str | None = None, *, channel: str = "web") -> None:
        self.house = house
        self.channel = channel
        self.hint = hint
        self.address = address or f"person-{next(_COUNT)}"
        self.shown = 0
        self.latest: list[Drawn] = []

    async def start(self, code: str = "DEMO") -> list[Drawn]:
        """Arrive by join code."""
        return await self.tell(Command("start", code))

    async def joins(self, code: str = "DEMO") -> list[Drawn]:
        """Arrive and take part."""
        await self.start(code)
        return await self.choose("in")

    async def says(self, text: str, ref: str | None = None) -> list[Drawn]:
        """Write a text."""
        return await self.tell(Text(text, ref))

    async def edits(self, text: str, ref: str) -> list[Drawn]:
        """Change an earlier message in the channel itself."""
        return await self.tell(Edit(text, ref))

    async def command(self, name: str, argument: str = "") -> list[Drawn]:
        """A command."""
        return await self.tell(Command(name, argument))

    async def choose(self, action: str) -> list[Drawn]:
        """A button by its action, wherever it came from."""
        return await self.tell(Choice(action))

    async def press(self, label: str) -> list[Drawn]:
        """Press the latest button whose label has these words.

        Raises:
            LookupError: no such button is shown.
        """
        for drawn in reversed(await self.chat()):
            for row in drawn.rows:
                for button in row:
                    if label in plain(button.label):
                        return await self.choose(button.action)
        msg = f"no button {label!r}"
        raise LookupError(msg)

    async def tell(self, content: Content, external_id: str | None = None) -> list[Drawn]:
        """One inbound; returns what is new on the screen."""
        inbound = Inbound(
            self.channel, external_id or f"in-{next(_COUNT)}", self.address, content, self.house.clock(), self.hint
        )
        await self.house.runner.handle(inbound)
        return await self.news()

    async def news(self) -> list[Drawn]:
        """What is new on the screen since the last look."""
        before = self.shown
        new = [(number, drawn) for number, drawn in await self._messages() if number > before]
        self.latest = [drawn for _, drawn in sorted(new, key=lambda one: one[0])] or self.latest
        return [drawn for _, drawn in sorted(new, key=lambda one: one[0])]

    async def chat(self) -> list[Drawn]:
        """Everything on the screen, in its place."""
        return [drawn for _, drawn in await self._messages()]

    async def _messages(self) -> list[tuple[int, Drawn]]:
        async with self.house.database.read() as session:
            address = await find_address(session, self.house.keyring, self.channel, self.address)
            if address is None:
                return []
            found = await fetch(session, address.id)
            self.shown = max([self.shown, *(one.id for one in found)])
            rows = [(one.id, one) for one in found]
        return [(number, await self._draw(one, address)) for number, one in rows]

    async def _draw(self, message: Fetched, address: AddressRow) -> Drawn:
        """As a channel would: with files where the message names them."""
        outgoing = Outgoing(
            message.id, self.channel, address.id, self.address, address.language, message.reply, None, 1
        )
        return await self.house.drawing.draw(outgoing)


def plain(text: str) -> str:
    """A text without the invisible marks that keep right-to-left words in order."""
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


def texts(drawn: list[Drawn]) -> str:
    """What was said, all together."""
    return "\n".join(plain(one.text) for one in drawn)
