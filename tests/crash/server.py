"""The program under test: ``wellsay serve --role sender``, with a suggester that starts at once.

``--sabotage``: updates are acknowledged before their turn is committed. Then the test must fail. ``--clock FILE``: its
clock goes ahead of the real one by what the file says (``tests.crash.clock``).
"""

from __future__ import annotations

import argparse
import asyncio
import functools
from pathlib import Path
from typing import Any

import bot.serve
from bot.channels.telegram_poll import Poller
from bot.serve import Role, serve
from bot.settings import Settings
from bot.wiring import build, now
from scheduler import tick
from tests.crash.clock import AheadClock
from tests.support.world import KnownSuggester

HELD_BACK = 0.2
"""Seconds between the acknowledgement and the work, as on a busy machine."""
LOOK_SECONDS = 0.5
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


def go_ahead(clock: AheadClock) -> None:
    """Look for what is due more often, so that time can be moved on; APScheduler itself waits by the real clock."""
    tick.FOLLOW_UP_MINUTES = tick.BROADCAST_SECONDS / 60  # type: ignore[assignment]
    tick.BROADCAST_SECONDS = LOOK_SECONDS  # type: ignore[assignment]
    start = tick.start

    def on_real_time(database: Any, _clock: Any, *more: Any) -> Any:
        return start(database, now, *more)

    tick.start = on_real_time  # type: ignore[assignment]
    bot.serve.build = functools.partial(bot.serve.build, clock=clock)  # type: ignore[attr-defined]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.crash.server")
    parser.add_argument("--sabotage", action="store_true")
    parser.add_argument("--clock", type=Path)
    asked = parser.parse_args()
    if asked.sabotage:
        sabotage()
    bot.serve.build = functools.partial(build, suggester=KnownSuggester())  # type: ignore[attr-defined]
    if asked.clock:
        go_ahead(AheadClock(asked.clock))
    asyncio.run(serve(Settings(), demo=True, role=Role.SENDER))
