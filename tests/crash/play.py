"""One run: people write, a message to many goes out, and the program is killed again and again."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import defaultdict
from pathlib import Path

import sqlalchemy as sa

from bot.wiring import now
from storage import messages
from storage.database import Database
from storage.ids import new_id
from storage.messages import Audience, Draft
from storage.tables import ConsultationRow, MessageRow, OutboxRow, TownRow
from tests.channels.fake_bot_api import FakeTelegram
from tests.crash.ledger import Verdict, judge
from tests.crash.program import Program, settings
from tests.support.world import ready, sqlite_url

PEOPLE = 24
LATENCY = 0.08
RATE = 60
END_LIMIT = 300.0
BROADCAST_EVERY = 3
"""Kills between two messages to many."""


class Play:
    """A run with its own folder, fake Telegram and seed."""

    def __init__(self, folder: Path, seed: int, *, sabotage: bool) -> None:
        self._url = sqlite_url(folder)
        self._chance = random.Random(seed)  # noqa: S311 -- repeatable
        self._sabotage = sabotage
        self._expected: dict[int, list[str]] = defaultdict(list)
        self._kills: list[float] = []

    async def run(self, kills: int) -> Verdict:
        """Let it play; the verdict is read from the log of the fake Telegram."""
        await ready(self._url)
        self._database = Database(self._url)
        async with FakeTelegram() as fake:
            self._fake = fake
            fake.trouble.latency, fake.trouble.overall = LATENCY, RATE
            self._program = Program(["--sabotage"] if self._sabotage else [], settings(self._url, fake, RATE))
            try:
                await self._program.start()
                await self._everybody_joins()
                writing = asyncio.create_task(self._write())
                try:
                    await self._kill_and_start(kills)
                finally:
                    writing.cancel()
                    await asyncio.gather(writing, return_exceptions=True)
                await self._come_to_rest()
                return judge(fake.world.ledger, self._kills, self._expected)
            finally:
                await self._program.kill()
                await self._database.close()

    async def _kill_and_start(self, kills: int) -> None:
        """At any moment: most often at work, sometimes while it starts."""
        for number in range(kills):
            if number % BROADCAST_EVERY == 0:
                await self._broadcast(f"News {number}.")
            if not self._program.alive:
                await self._program.start(ready=self._chance.random() > 0.1)
            await asyncio.sleep(self._chance.uniform(0.2, 3.0))
            self._kills.append(await self._program.kill())
        await self._program.start()

    async def _everybody_joins(self) -> None:
        people = [self._fake.user(number) for number in range(1, PEOPLE + 1)]
        for one in people:
            one.says("/start DEMO")
        for one in people:
            await one.until("I take part", END_LIMIT)
            one.presses("I take part")
        for one in people:
            await one.until("1 of 3", END_LIMIT)

    async def _write(self) -> None:
        for number in itertools.count():
            who = self._chance.randint(1, PEOPLE)
            text = f"friends, idea {number}."
            self._expected[who].append(text)
            self._fake.user(who).says(text)
            await asyncio.sleep(self._chance.uniform(0.02, 0.3))

    async def _broadcast(self, text: str) -> None:
        async with self._database.write() as session:
            town = (await session.scalars(sa.select(TownRow.public_id))).one()
            asking = (await session.scalars(sa.select(ConsultationRow.public_id))).one()
            everybody = Audience("consultation")
            draft = Draft("free", town, everybody, now(), asking, {"en": text}, exempt=True)
            await messages.plan(session, draft, now=now(), new_id=lambda: new_id(self._chance))
        for who in range(1, PEOPLE + 1):
            self._expected[who].append(text)

    async def _come_to_rest(self) -> None:
        """Until all updates are taken and everything is sent."""
        quiet = 0
        async with asyncio.timeout(END_LIMIT):
            while quiet < 5:
                quiet = 0 if await self._busy() else quiet + 1
                await asyncio.sleep(0.2)

    async def _busy(self) -> bool:
        if self._fake.world.updates:
            return True
        async with self._database.read() as session:
            waiting = sa.select(OutboxRow.id).where(OutboxRow.state.in_(["pending", "sending"])).limit(1)
            going = sa.select(MessageRow.id).where(MessageRow.state.in_(["planned", "sending"])).limit(1)
            return (await session.scalar(waiting)) is not None or (await session.scalar(going)) is not None
