"""Walls that are being watched: one look at each after every commit, and now and then; news for all who watch it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace

import structlog
from aiohttp import web

from bot.channels import telegram_parse
from bot.channels import web as web_channel
from bot.web.live import FullError
from bot.wiring import House
from handlers.types import SessionView
from storage.views import SessionViews
from storage.wall_board import Board, board
from storage.wall_disputed import disputed_panes
from storage.wall_release import release

log = structlog.get_logger()

WALL = "wall"
"""The bell's name for what staff changes about a wall."""
BELLS = (WALL, web_channel.CHANNEL, telegram_parse.CHANNEL)
MOST = 2000
"""So many pages may watch walls at once; beyond that, pages ask every few seconds instead."""
CALM_SECONDS = 0.1
"""Commits this close together are looked up together."""
TICK_SECONDS = 0.7
"""Without a bell, look anyway: another process may have written."""
LONGEST_REST = 1.0
"""After a look, rest as long as it took, at most so many seconds: a huge wall slows itself down, nothing else."""
LOOK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Key:
    """What a page shows: a session (public id), one question or what the wall shows by itself, or the disputed view."""

    session_id: str
    question: int | None = None
    second: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen: the wall, and the session with its texts."""

    board: Board
    session: SessionView


@dataclass(slots=True)
class Watched:
    """A wall and the pages that watch it."""

    sight: Sight | None = None
    watchers: list[Watcher] = field(default_factory=list)


async def look(house: House, key: Key) -> Sight | None:
    """The wall now, with everything on it that is due; ``None``: there is no such session."""
    now = house.clock()
    seen = await _read(house, key, now)
    if seen is None or not seen.board.due:
        return seen
    async with asyncio.timeout(LOOK_SECONDS), house.database.write() as session:
        await release(session, key.session_id, now)
    return await _read(house, key, now)


async def _read(house: House, key: Key, now: dt.datetime) -> Sight | None:
    async with asyncio.timeout(LOOK_SECONDS), house.database.read() as session:
        view = await SessionViews(session).by_id(key.session_id, now)
        found = await board(session, key.session_id, key.question, now)
        if view is None or found is None:
            return None
        if key.second:
            panes = await disputed_panes(session, key.session_id, key.question)
            found = replace(found, panes=panes, begun=True, question=key.question, counts=False)
    return Sight(found, view)


class Walls:
    """Looks once for all pages that watch the same wall."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._bell = asyncio.Event()
        self._watched: dict[Key, Watched] = {}
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> AsyncIterator[None]:
        """For ``Application.cleanup_ctx``: watch from the start to the end of the application."""
        for name in BELLS:
            self._house.bell.listen(name, self._bell.set)
        self._task = asyncio.create_task(self._look_again_and_again(), name="wall watch")
        yield
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        for name in BELLS:
            self._house.bell.ignore(name, self._bell.set)

    async def stop(self, _app: web.Application) -> None:
        """The server stops: let every page go."""
        for watched in self._watched.values():
            for one in watched.watchers:
                one.close()

    @contextlib.contextmanager
    def watching(self, key: Key) -> Iterator[Watcher]:
        """A watcher of a wall.

        Raises:
            FullError: too many watch already.
        """
        if sum(len(one.watchers) for one in self._watched.values()) >= MOST:
            raise FullError
        watched = self._watched.setdefault(key, Watched())
        one = Watcher()
        watched.watchers.append(one)
        try:
            yield one
        finally:
            watched.watchers.remove(one)
            if not watched.watchers:
                self._watched.pop(key, None)

    async def sight(self, key: Key) -> Sight | None:
        """What a watched wall showed at the last look, else a look now."""
        watched = self._watched.get(key)
        if watched is None:
            return await look(self._house, key)
        if watched.sight is None:
            watched.sight = await look(self._house, key)
        return watched.sight

    async def _look_again_and_again(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._bell.wait()
            await asyncio.sleep(CALM_SECONDS)
            self._bell.clear()
            began = time.monotonic()
            for key, watched in list(self._watched.items()):
                try:
                    self._tell(watched, await look(self._house, key))
                except Exception as error:  # noqa: BLE001 -- whatever the database has, walls go on when it is back
                    log.warning("wall_watch_failed", error=type(error).__name__)
            await asyncio.sleep(min(time.monotonic() - began, LONGEST_REST))

    @staticmethod
    def _tell(watched: Watched, seen: Sight | None) -> None:
        if seen != watched.sight:
            watched.sight = seen
            for one in watched.watchers:
                one.tell()


class Watcher:
    """One page that watches."""

    def __init__(self) -> None:
        self.closed = False
        self._news = asyncio.Event()

    def tell(self) -> None:
        """The wall has changed."""
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


WALLS = web.AppKey("walls", Walls)
