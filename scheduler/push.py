"""Telling browsers that there is news: claims who is due, a few at once, and notes what became of each."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Protocol

import structlog

from scheduler.protocols import Clock, PersonLeftError, RefusedError, TryLaterError
from storage.push import Due, Subscriptions

log = structlog.get_logger()

CONCURRENCY = 8
LEASE = dt.timedelta(seconds=60)
IDLE = dt.timedelta(seconds=5)
"""How often we look when nobody wakes us: another process may have put something into an inbox."""
FIRST_RETRY, LONGEST_RETRY = dt.timedelta(seconds=30), dt.timedelta(hours=6)
MOST_ATTEMPTS = 12
"""About a day of an unreachable push service; later news is told again."""


class Teller(Protocol):
    """Speaks to push services."""

    async def tell(self, due: Due) -> None:
        """See ``bot.channels.push.PushService``."""


class PushPacer:
    """Tells browsers until it is cancelled; at most ``CONCURRENCY`` at once."""

    def __init__(self, subscriptions: Subscriptions, teller: Teller, clock: Clock) -> None:
        self._subscriptions = subscriptions
        self._teller = teller
        self._clock = clock
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There may be news."""
        self._wake.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            self._wake.clear()
            try:
                busy = await self.work()
            except Exception as error:  # noqa: BLE001 -- the database may be away for a while; we outlive that
                log.warning("push_failed", error=type(error).__name__)
                busy = 0
            if not busy:
                await self._rest()

    async def work(self) -> int:
        """One round; returns how many browsers were due."""
        due = await self._subscriptions.claim(CONCURRENCY, self._clock(), LEASE)
        await asyncio.gather(*(self._settle(one) for one in due))
        return len(due)

    async def _settle(self, due: Due) -> None:
        try:
            await self._teller.tell(due)
        except PersonLeftError:
            await self._subscriptions.gone(due)
        except RefusedError as error:
            log.warning("push_refused", subscription=due.id, error=str(error))
            await self._subscriptions.given_up(due)
        except Exception as error:  # noqa: BLE001 -- whatever it is, one browser must not hold up the others
            await self._again(due, error)
        else:
            await self._subscriptions.told(due, self._clock())

    async def _again(self, due: Due, error: Exception) -> None:
        if due.attempts >= MOST_ATTEMPTS:
            await self._subscriptions.given_up(due)
            return
        pause = min(FIRST_RETRY * 2 ** (due.attempts - 1), LONGEST_RETRY)
        if isinstance(error, TryLaterError):
            pause = max(pause, min(error.after or pause, LONGEST_RETRY))
        await self._subscriptions.later(due, self._clock() + pause)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(IDLE.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return
