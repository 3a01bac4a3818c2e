"""The tick: APScheduler only says when to look; what is due is in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.broadcast import Broadcasts
from scheduler.followups import Followups
from scheduler.protocols import Clock
from storage.database import Database
from storage.erasure import purge
from storage.packs import refresh
from storage.retention import retire

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]


class Job(NamedTuple):
    """Something to do every so many seconds, and at once when the program starts."""

    name: str
    work: Work
    seconds: float


PURGE_MINUTES = 15
"""How often what was only kept for a while is deleted."""
FOLLOW_UP_MINUTES = 5
"""How often we look what has to be planned."""
BROADCAST_SECONDS = 2
"""How often messages to many are moved along; the stock that each time puts out lasts longer."""
DAY_SECONDS = 24 * 3600
PACK_MINUTES = 5
"""How often sessions that have come to rest are packed for tallies."""


def start(
    database: Database, clock: Clock, broadcasts: Broadcasts, follow_ups: Followups, more: Sequence[Job] = ()
) -> AsyncIOScheduler:
    """Start looking, now and then; the caller shuts it down. ``more``: what else is to be done."""
    ticker = AsyncIOScheduler(timezone="UTC")

    def every(name: str, work: Work, seconds: float) -> None:
        ticker.add_job(
            _careful(name, work),
            "interval",
            seconds=seconds,
            next_run_time=clock(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    every("purge", lambda: purge_now(database, clock), PURGE_MINUTES * 60)
    every("follow_ups", follow_ups.work, FOLLOW_UP_MINUTES * 60)
    every("broadcasts", broadcasts.work, BROADCAST_SECONDS)
    every("packs", lambda: pack_now(database, clock), PACK_MINUTES * 60)
    every("retire", lambda: retire_now(database, clock), DAY_SECONDS)
    for job in more:
        every(job.name, job.work, job.seconds)
    ticker.start()
    return ticker


async def purge_now(database: Database, clock: Clock) -> None:
    """Delete what was only kept for a while."""
    async with database.write() as session:
        await purge(session, clock())


async def retire_now(database: Database, clock: Clock) -> None:
    """Delete the addresses of consultations whose retention time is over."""
    async with database.write() as session:
        await retire(session, clock())


async def pack_now(database: Database, clock: Clock) -> None:
    """Pack the sessions that came to rest, so that tallies stay quick."""
    await refresh(database, quiet_since=clock() - dt.timedelta(minutes=PACK_MINUTES))


def _careful(name: str, work: Work) -> Work:
    async def run() -> None:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 -- the next tick tries again
            log.warning("tick_failed", job=name, error=type(error).__name__)

    return run
