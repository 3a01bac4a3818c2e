"""Putting the parts together, once, with everything that differs between a server, a test and a terminal passed in."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from bot.forgetting import forget_before_serving, write_down
from bot.leading import BELL, Leader
from bot.network import only_here
from bot.rendering import Drawing
from bot.runner import Runner
from bot.settings import Settings, SettingsError
from coding.care import look
from coding.language import detect
from coding.protocol import Suggester
from coding.splitting import split
from coding.suggester import ModelSuggester
from handlers.types import Links
from locales.languages import offer_pseudo_languages
from scheduler.pacer import Pacer
from scheduler.protocols import Clock
from storage import schema
from storage.database import Database
from storage.keys import Keyring
from storage.outbox import Outbox

T = TypeVar("T")


def now() -> dt.datetime:
    """The real clock."""
    return dt.datetime.now(dt.UTC)


class Bell:
    """Rings whoever waits for something new on a channel: pacers, and pages that watch an address."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Callable[[], None]]] = {}

    def listen(self, channel: str, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every commit that touched this channel."""
        self._listeners.setdefault(channel, []).append(listener)

    def ignore(self, channel: str, listener: Callable[[], None]) -> None:
        """Stop calling it."""
        self._listeners[channel].remove(listener)

    def ring(self, channel: str) -> None:
        """Something was committed for this channel."""
        for listener in list(self._listeners.get(channel, ())):
            listener()


@dataclass(slots=True)
class Names:
    """What is known only once it was asked for: the Telegram bot's user name."""

    bot: str = ""


@dataclass(slots=True)
class House:
    """The parts of the running program."""

    settings: Settings
    database: Database
    keyring: Keyring
    outbox: Outbox
    drawing: Drawing
    runner: Runner
    bell: Bell
    clock: Clock
    source: random.Random
    suggester: Suggester
    leader: Leader
    pacers: list[Pacer] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    @property
    def bot_name(self) -> str:
        """The Telegram bot's user name without @; empty while Telegram is off or has not answered yet."""
        return self.names.bot

    async def draw(self, make: Callable[..., T], *args: object) -> T:
        """Make a file off the event loop."""
        return await asyncio.to_thread(make, *args)

    async def write_down(self) -> None:
        """Bring the file of tombstones up to date, after something was erased."""
        await write_down(self.database, self.settings)

    async def close(self) -> None:
        """Close what was opened."""
        await self.runner.close()
        await self.database.close()


async def build(
    settings: Settings,
    *,
    clock: Clock = now,
    source: random.Random | None = None,
    suggester: Suggester | None = None,
) -> House:
    """Open the database, bring its schema up to date (SQLite) or check it (PostgreSQL), and connect the parts.

    Raises:
        SettingsError: a setting is wrong, or a PostgreSQL schema is not up to date.
    """
    offer_pseudo_languages(offered=settings.pseudo_languages)
    keyring = settings.keyring()
    database = Database(settings.database_url)
    await up_to_date(database)
    try:
        await forget_before_serving(database, settings)
    except BaseException:
        await database.close()
        raise
    source = source or random.SystemRandom()
    coder = suggester if suggester is not None else await asyncio.to_thread(_suggester)
    bell = Bell()
    names = Names()

    def links() -> Links:
        return Links(settings.public_url, names.bot, local=only_here(settings.public_url))

    runner = Runner(database, keyring, coder, source, bell.ring, partial(write_down, database, settings), links)
    leader = Leader(database, keyring, runner.handle, clock)
    bell.listen(BELL, leader.wake)
    return House(
        settings=settings,
        database=database,
        keyring=keyring,
        outbox=Outbox(database, keyring),
        drawing=Drawing(database, keyring, links),
        names=names,
        runner=runner,
        bell=bell,
        clock=clock,
        source=source,
        suggester=coder,
        leader=leader,
    )


def _suggester() -> Suggester:
    """Loaded off the event loop: reading the models takes a while, and the first note should not wait for it."""
    suggester = ModelSuggester()
    suggester.load()
    look("one", None)
    split("one, two", "en")
    detect("one")
    return suggester


async def up_to_date(database: Database) -> None:
    """Bring the schema up to date (SQLite) or check it (PostgreSQL).

    Raises:
        SettingsError: a PostgreSQL schema is not up to date; the database is closed.
    """
    if database.is_sqlite:
        await schema.upgrade(database)
        return
    if await schema.current(database) != schema.newest():
        await database.close()
        msg = "the database's tables are not up to date; run: wellsay migrate"
        raise SettingsError(msg)
