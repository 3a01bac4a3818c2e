"""The program under test: ``wellsay serve --role sender``, with a suggester that starts at once.

``--sabotage``: updates are acknowledged before their turn is committed. Then the test must fail.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from typing import Any

import bot.serve
from bot.channels.telegram_poll import Poller
from bot.serve import Role, serve
from bot.settings import Settings
from bot.wiring import build
from tests.support.world import KnownSuggester

HELD_BACK = 0.2
"""Seconds between the acknowledgement and the work, as on a busy machine."""
_working: set[asyncio.Task[None]] = set()


def sabotage() -> None:
    """Move the acknowledgement before the commit: the poller asks for the next updates while the last are at work."""
    right = Poller._work

    async def later(self: Poller, updates: Any) -> None:
        await asyncio.sleep(HELD_BACK)
        await right(self, updates)

    async def wrong(self: Poller, updates: Any) -> None:
        task = asyncio.create_task(later(self, updates))
        _working.add(task)
        task.add_done_callback(_working.discard)

    Poller._work = wrong  # type: ignore[method-assign]


if __name__ == "__main__":
    if "--sabotage" in sys.argv:
        sabotage()
    bot.serve.build = functools.partial(build, suggester=KnownSuggester())  # type: ignore[attr-defined]
    asyncio.run(serve(Settings(), demo=True, role=Role.SENDER))
