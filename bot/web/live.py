"""Live pages: who watches is told when something new stands in their conversation."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import structlog

from bot.channels.web import CHANNEL
from bot.wiring import House
from storage.inbox import changed, newest

log = structlog.get_logger()

MOST, MOST_EACH = 4000, 6
"""How many pages may watch at once, in all and of one person; beyond that, pages ask every few seconds instead."""
CALM_SECONDS = 0.05
"""Commits this close together are looked up together."""
TICK_SECONDS = 5.0
"""Without a bell, look anyway: another process may have written."""
OVERLAP = 500
"""PostgreSQL may commit a lower id after a higher one; so each look goes back this far."""


class FullError(Exception):
    """As many pages watch as may."""


class Watch:
    """One look at the database for all pages that watch, after each bell, instead of one look each."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._bell = asyncio.Event()
        self._watchers: dict[int, list[Watcher]] = {}
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> AsyncIterator[None]:
        """For ``Application.cleanup_ctx``: watch from the start to the end of the application."""
        self._house.bell.listen(CHANNEL, self._bell.set)
        self._task = asyncio.create_task(self._look_again_and_again(), name="web watch")
        yield
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._house.bell.ignore(CHANNEL, self._bell.set)

    def stop(self) -> None:
        """The server stops: let every page go."""
        for watchers in self._watchers.values():
            for one in watchers:
                one.close()

    @contextlib.contextmanager
    def watching(self, address_id: int, last: int) -> Iterator[Watcher]:
        """A watcher of an address that has seen the messages up to ``last``.

        Raises:
            FullError: too many watch already.
        """
        mine = self._watchers.setdefault(address_id, [])
        if len(mine) >= MOST_EACH or sum(map(len, self._watchers.values())) >= MOST:
            raise FullError
        one = Watcher(last)
        mine.append(one)
        try:
            yield one
        finally:
            mine.remove(one)
            if not mine:
                self._watchers.pop(address_id, None)

    async def _look_again_and_again(self) -> None:
        seen = 0
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._bell.wait()
            await asyncio.sleep(CALM_SECONDS)
            self._bell.clear()
            if not self._watchers:
                continue
            try:
                seen = await self._look(seen)
            except Exception as error:  # noqa: BLE001 -- whatever the database has, pages must get news when it is back
                log.warning("web_watch_failed", error=type(error).__name__)

    async def _look(self, seen: int) -> int:
        async with asyncio.timeout(TICK_SECONDS * 2), self._house.database.read() as session:
            if not seen:
                seen = await newest(session, CHANNEL)
            found = await changed(session, CHANNEL, max(0, seen - OVERLAP))
        for address_id, last in found.items():
            for one in self._watchers.get(address_id, ()):
                one.tell(last)
        return max([seen, *found.values()])


class Watcher:
    """One page that watches."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.closed = False
        self._news = asyncio.Event()

    def tell(self, newest_id: int) -> None:
        """There are messages up to this id."""
        if newest_id > self.last:
            self._news.set()

    def close(self) -> None:
        """No more news."""
        self.closed = True
        self._news.set()

    async def news(self, seconds: float) -> bool:
        """Wait for news; ``False`` if there are none for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True
