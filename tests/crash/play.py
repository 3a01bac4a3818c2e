"""One run: people write, a message to many goes out, and the program is killed again and again."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import signal
import sys
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
from tests.support.world import SECRET, ready, sqlite_url

PEOPLE = 24
LATENCY = 0.08
RATE = 60
READY = "Wellsay is running"
START_LIMIT, END_LIMIT = 180.0, 300.0
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
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, kills: int) -> Verdict:
        """Let it play; the verdict is read from the log of the fake Telegram."""
        await ready(self._url)
        self._database = Database(self._url)
        async with FakeTelegram() as fake:
            self._fake = fake
            fake.trouble.latency, fake.trouble.overall = LATENCY, RATE
            try:
                await self._start()
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
                await self._kill()
                await self._database.close()

    async def _start(self) -> None:
        command = [sys.executable, "-m", "tests.crash.server", *(["--sabotage"] if self._sabotage else [])]
        environment = {
            **os.environ,
            "WELLSAY_DATABASE_URL": self._url,
            "WELLSAY_SECRET_KEY": SECRET,
            "WELLSAY_TELEGRAM_TOKEN": self._fake.token,
            "WELLSAY_TELEGRAM_API_URL": self._fake.url,
            "WELLSAY_TELEGRAM_RATE": str(RATE),
            "WELLSAY_LEASE": "1",
        }
        self._process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )

    async def _is_ready(self) -> None:
        assert self._process
        assert self._process.stdout
        async with asyncio.timeout(START_LIMIT):
            while READY not in (line := (await self._process.stdout.readline()).decode()):
                assert line, "the program ended by itself"
        self._drain = asyncio.create_task(self._process.stdout.read())

    async def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def _kill_and_start(self, kills: int) -> None:
        """At any moment: most often at work, sometimes while it starts."""
        for number in range(kills):
            if number % BROADCAST_EVERY == 0:
                await self._broadcast(f"News {number}.")
            if self._process is None or self._process.returncode is not None:
                await self._start()
                if self._chance.random() > 0.1:
                    await self._is_ready()
            await asyncio.sleep(self._chance.uniform(0.2, 3.0))
            self._kills.append(asyncio.get_running_loop().time())
            await self._kill()
        await self._start()
        await self._is_ready()

    async def _everybody_joins(self) -> None:
        await self._is_ready()
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
