"""Bringing everybody in a led session to where it stands: one turn for each person, each exactly once.

The session's step is committed first. Whoever lags behind it gets a turn like any other, whose external id is made of
the session, its version and the address. So after a crash in the middle, whoever looks next finishes it, and two
processes that look at once do it once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import structlog

from handlers.types import Inbound, Paced
from scheduler.protocols import Clock
from storage.database import Database
from storage.keys import Keyring
from storage.meetings import BATCH, Lagging, behind, caught_up, lagging

log = structlog.get_logger()

BELL = "meeting"
"""What rings when a session has moved."""
IDLE_SECONDS = 2.0
"""How often we look for what another process has moved, when nobody rings."""
TURN_SECONDS = 60.0
AT_ONCE = 8
"""How many turns run side by side; on SQLite they queue for the one writer anyway."""

Handle = Callable[[Inbound], Awaitable[object]]


class Leader:
    """Looks who lags behind. ``handle`` is the turn runner's."""

    def __init__(self, database: Database, keyring: Keyring, handle: Handle, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._handle = handle
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """A session has moved."""
        self._wake.set()

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            self._wake.clear()
            try:
                await self.sweep()
            except Exception as error:  # noqa: BLE001 -- the database may be away for a while; people wait until it is back
                log.warning("leading_failed", error=type(error).__name__)
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def running(self, _app: object = None) -> AsyncIterator[None]:
        """For ``Application.cleanup_ctx``: lead from the start to the end of the application."""
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(self.run(), name="leading")
            yield
            task.cancel()

    async def sweep(self) -> int:
        """Bring everybody to where their session stands; returns how many turns were run."""
        async with self._database.read() as session:
            found = await behind(session, self._clock())
        return sum([await self._catch_up(*one) for one in found])

    async def _catch_up(self, key: int, public_id: str, version: int) -> int:
        turns = 0
        while True:
            async with self._database.read() as session:
                people = await lagging(session, self._keyring, key, version)
            done = await self._turns(public_id, version, people)
            turns += len(done)
            if done:
                async with self._database.write() as session:
                    await caught_up(session, key, version, done)
            if len(people) < BATCH or not done:
                return turns

    async def _turns(self, public_id: str, version: int, people: Sequence[Lagging]) -> list[int]:
        """Run a turn for each; returns the persons for whom it worked. The others are tried again at the next look."""
        places = asyncio.Semaphore(AT_ONCE)
        done: list[int] = []

        async def turn(one: Lagging) -> None:
            external_id = f"paced:{public_id}:{version}:{one.address_id}"
            inbound = Inbound(one.channel, external_id, one.address, Paced(public_id), self._clock(), one.language)
            try:
                async with places, asyncio.timeout(TURN_SECONDS):
                    if one.address:
                        await self._handle(inbound)
            except Exception as error:  # noqa: BLE001 -- one person's trouble must not hold up the others
                log.warning("paced_turn_failed", error=type(error).__name__)
            else:
                done.append(one.person_id)

        async with asyncio.TaskGroup() as tasks:
            for one in people:
                tasks.create_task(turn(one))
        return done
