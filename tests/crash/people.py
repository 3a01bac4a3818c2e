"""People with phones who answer by themselves: what each does, and what each should get for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from handlers.types import Message
from locales import render
from tests.channels.fake_bot_api import User
from tests.crash.received import Wanted, plain

LANGUAGES = ("en", "fr", "el", "ar", "hu")
PATIENCE = 600.0
LOOK = 0.05
CROWD = 60
"""So many are at it at once."""


@dataclass(slots=True)
class Someone:
    """One person; ``bus``: what they write is about the bus. ``wanted`` grows with what they do and are promised."""

    number: int
    user: User
    bus: bool
    wanted: list[Wanted] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The one that their phone speaks."""
        return LANGUAGES[self.number % len(LANGUAGES)]

    @property
    def note(self) -> str:
        """What they write in the session."""
        return f"doctor by bus {self.number}" if self.bus else f"friends number {self.number}"

    async def answers(self, code: str) -> None:
        """Arrive with a code, write a note, go to the end."""
        self._replies(
            ("welcome", "welcome.hello", {"town": "Wellsay"}),
            ("first words", "welcome.agreed", {}),
            ("question", "question.1", {}),
        )
        self.user.says(f"/start {code}")
        await self._press("in")
        await self._writes("next:1", self.note)
        await self._finishes("next:1", star=self.number % 10 == 0)

    async def answers_again(self) -> None:
        """Press the button of the follow-up, write a note, go to the end."""
        self._replies(("question", "question.4", {}))
        await self._press("enter:")
        await self._writes("next:4", f"keep the river {self.number}")
        await self._finishes("next:4", star=False)

    async def follows(self, action: str, title: str) -> None:
        """Open an action and follow it."""
        self.wanted.append(Wanted("action", (title,), reply=True))
        self.user.says(f"/start a-{action}")
        await self._press("follow:")
        await self._until("unfollow:")

    def _replies(self, *some: tuple[str, str, dict[str, str | int]]) -> None:
        for kind, message, args in some:
            words = plain(render(Message(message, args), self.language))
            self.wanted.append(Wanted(kind, (words,), reply=True))

    async def _writes(self, way_on: str, text: str) -> None:
        await self._until(way_on)
        self.wanted.append(Wanted("receipt", (text[1:],), reply=True))
        self.user.says(text)
        async with asyncio.timeout(PATIENCE):
            while not any(text[1:] in one.text for one in self.user.seen_from_bot):
                await asyncio.sleep(LOOK)

    async def _finishes(self, way_on: str, *, star: bool) -> None:
        self._replies(("stars", "stars.ask", {"max": 3}), ("thanks", "thanks.notes", {"n": 1}))
        thanks = self.wanted[-1]
        await self._press(way_on)
        if star:
            await self._press("star:")
        await self._press("done")
        async with asyncio.timeout(PATIENCE):
            while not any(thanks.in_text(plain(one.text)) for one in self.user.seen_from_bot):
                await asyncio.sleep(LOOK)

    async def _press(self, action: str) -> None:
        data, message = await self._until(action)
        self.user.presses_data(data, message)

    async def _until(self, action: str) -> tuple[str, int]:
        """The newest button whose action begins so."""
        async with asyncio.timeout(PATIENCE):
            while (found := self._button(action)) is None:
                await asyncio.sleep(LOOK)
        return found

    def _button(self, action: str) -> tuple[str, int] | None:
        for shown in reversed(self.user.seen_from_bot):
            for button in (button for row in shown.rows for button in row):
                if str(button.get("callback_data", "")).startswith(action):
                    return button["callback_data"], shown.id
        return None
