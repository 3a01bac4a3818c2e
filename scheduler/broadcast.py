"""Messages to many on their way: each tick starts what is due, and keeps a small stock of each town in the outbox.

The stock is what makes it fair: two towns that write at the same time take turns, a few people each. It is also why a
message that is cancelled half-way, or runs into quiet hours, stops at once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from handlers.types import Message, Reply
from scheduler.hours import Hours
from scheduler.protocols import Clock
from storage import fanout
from storage.database import Database
from storage.fanout import Going

BATCH = 10
"""People in one transaction, and in one turn of a town."""
PER_TICK = 1000
"""The most people that one tick settles, so that it ends."""
STOCK_SECONDS = 5.0
"""The stock of a town lasts so long if it alone is sent: longer than the pause between two ticks."""
LEAST_STOCK = 20
DIGEST_BUTTONS = 6


class Broadcasts:
    """Moves messages to many along; ``ring`` is told on which channel there is something new.

    ``rate``: how many messages a second the channel sends.
    """

    def __init__(self, database: Database, clock: Clock, ring: Callable[[str], None], rate: float) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring
        self._stock = max(LEAST_STOCK, round(rate * STOCK_SECONDS))

    async def work(self) -> None:
        """Do what is due now."""
        now = self._clock()
        async with self._database.read() as session:
            if not await fanout.anything(session, now):
                return
        async with self._database.write() as session:
            await fanout.start_due(session, now)
            await fanout.drop_late(session, now)
            towns = _open(await fanout.going(session), now)
            until = {key: end for messages in towns.values() for key, end in messages.items()}
            await fanout.hold_back(session, now, until)
        await self._fill(towns, now)
        async with self._database.write() as session:
            await fanout.finish(session, now)

    async def _fill(self, towns: Mapping[int, Mapping[int, dt.datetime | None]], now: dt.datetime) -> None:
        """Fill each town's stock, in turns."""
        turns, settled = list(towns), 0
        while turns and settled < PER_TICK:
            for town in list(turns):
                done = await self._turn(town, towns[town], now)
                settled += done
                if not done:
                    turns.remove(town)
            await asyncio.sleep(0)

    async def _turn(self, town: int, until: Mapping[int, dt.datetime | None], now: dt.datetime) -> int:
        async with self._database.write() as session:
            room = self._stock - await fanout.in_stock(session, town)
            if room <= 0:
                return 0
            done = await fanout.queue_some(session, until, min(room, BATCH), now, digest)
        for channel in done.channels:
            self._ring(channel)
        return done.people


def _open(going: Sequence[Going], now: dt.datetime) -> dict[int, dict[int, dt.datetime | None]]:
    """By town, the messages that may go out now, and when each must stop."""
    found: dict[int, dict[int, dt.datetime | None]] = defaultdict(dict)
    for one in going:
        hours = Hours(one.timezone, *one.quiet) if one.quiet else Hours(one.timezone)
        if one.exempt:
            found[one.town][one.key] = None
        elif hours.decent(now):
            found[one.town][one.key] = hours.end(now)
    return found


def digest(replies: Sequence[Reply]) -> Reply:
    """Several messages as one; an empty line stands between them."""
    body = [Message("unasked.digest", {"n": len(replies)})]
    for one in replies:
        body.extend([Message("raw", {"text": ""}), *one.body])
    rows = [row for one in replies for row in one.buttons]
    return Reply(tuple(body), tuple(rows[:DIGEST_BUTTONS]))
