"""The conversation in a terminal, for developers and demos."""

from __future__ import annotations

import secrets
import sys
from typing import TextIO

from bot.demo import JOIN_CODE, add_demo
from bot.rendering import draw
from bot.settings import Settings
from bot.wiring import House, build
from handlers.types import Choice, Command, Content, Inbound, Message, Text
from locales import render
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE
from storage.inbox import fetch
from storage.turns import find_address

PRESS = ":"
"""A number after this presses a button."""


class Terminal:
    """Reads lines, shows messages; buttons are numbered."""

    def __init__(self, house: House, language: str | None, out: TextIO = sys.stdout) -> None:
        self._house = house
        self._language = language
        self._out = out
        self._address = secrets.token_hex(8)
        self._shown = 0
        self._actions: list[str] = []

    async def run(self, lines: TextIO, join_code: str) -> None:
        """Talk until the lines end."""
        await self._tell(Command("start", join_code))
        self._print(render(Message("terminal.hint"), self._language or "en"))
        for line in lines:
            content = self._parse(line.rstrip("\n"))
            if content is not None:
                await self._tell(content)

    def _parse(self, line: str) -> Content | None:
        if not line.strip():
            return None
        if line.startswith(PRESS) and line[1:].isdecimal():
            index = int(line[1:]) - 1
            return Choice(self._actions[index] if 0 <= index < len(self._actions) else "gone")
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            return Command(name.lower(), argument.strip())
        return Text(line, ref=secrets.token_hex(4))

    async def _tell(self, content: Content) -> None:
        inbound = Inbound(
            channel="terminal",
            external_id=secrets.token_hex(12),
            address=self._address,
            content=content,
            at=self._house.clock(),
            language_hint=self._language,
        )
        await self._house.runner.handle(inbound)
        async with self._house.database.read() as session:
            address = await find_address(session, self._house.keyring, "terminal", self._address)
            if address is None:
                return
            messages, language = await fetch(session, address.id, self._shown), address.language
        if messages:
            self._actions = []
        for message in sorted(messages, key=lambda one: one.id):
            self._shown = max(self._shown, message.id)
            drawn = draw(message.reply, language)
            self._print(drawn.text)
            for row in drawn.rows:
                self._actions.extend(button.action for button in row)
                start = len(self._actions) - len(row) + 1
                self._print("   " + "  ".join(f":{start + i} [{button.label}]" for i, button in enumerate(row)))

    def _print(self, text: str) -> None:
        plain = text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")
        self._out.write(plain + "\n")
        self._out.flush()


async def talk(language: str | None, join: str) -> None:
    """Have the conversation with whoever types here."""
    house = await build(Settings())
    try:
        if join.upper() == JOIN_CODE:
            await add_demo(house.database, house.clock(), house.source)
        await Terminal(house, language).run(sys.stdin, join)
    finally:
        await house.close()
