"""The pacer: every message of a channel passes here, replies first, as fast as the channel allows and no faster."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import structlog

from scheduler.limits import LEAST, Limits
from scheduler.protocols import Channel, Clock, PersonLeftError, RefusedError, Renderer, TryLaterError
from storage.leases import Lease
from storage.outbox import Outbox, Outgoing, Paces
from storage.pace import Rate

log = structlog.get_logger()

CONCURRENCY = 16
"""How many messages are on their way at once; also how many can arrive twice after a crash."""
CLAIMED = 24
"""How many messages are claimed at once; beyond those on their way, they wait here for their place."""
LEASE = dt.timedelta(seconds=60)
SIGN_OF_LIFE = dt.timedelta(seconds=10)
"""A sender that was not heard of for so long is dead, and others send what it had claimed."""
SEND_LIMIT = dt.timedelta(seconds=30)
"""How long one send may take; well below the lease, so that no message is taken up twice while it is on its way."""
PATIENCE = dt.timedelta(seconds=5)
"""How long a further part of a message waits for its place with the message held; else it is due again then."""
LAST_SENDS = dt.timedelta(seconds=5)
"""How long a stopping pacer waits for what is on its way."""
IDLE = dt.timedelta(seconds=2)
"""How often we look for work that another process left, when nobody wakes us."""
FIRST_RETRY, LONGEST_RETRY = dt.timedelta(seconds=1), dt.timedelta(minutes=5)
MOST_ATTEMPTS = 300
"""With at most five minutes between tries: a day of an unreachable channel."""


@dataclass(slots=True)
class Counts:
    """What the pacer has done, for the metrics."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    left: int = 0


class Pacer:
    """Sends what is due on one channel until it is cancelled.

    ``alive`` is a lease of this pacer's own: as long as it is renewed, nobody else takes up what we have claimed; after
    our death others need not wait for the leases of the messages.
    """

    def __init__(
        self,
        channel: Channel,
        outbox: Outbox,
        renderer: Renderer,
        limits: Limits,
        clock: Clock,
        *,
        first_retry: dt.timedelta = FIRST_RETRY,
        alive: Lease | None = None,
        sign_of_life: dt.timedelta = SIGN_OF_LIFE,
    ) -> None:
        self._channel = channel
        self._outbox = outbox
        self._renderer = renderer
        self._paces = Paces(limits.overall, self._rate_of)
        self._limits = limits
        self._clock = clock
        self._alive = alive
        self._sign_of_life = sign_of_life
        self._launch = asyncio.Lock()
        self._sends = asyncio.Semaphore(CONCURRENCY)
        self._last = self._closed_until = dt.datetime.fromtimestamp(0, dt.UTC)
        self._first_retry = first_retry
        self._begun: dict[int, list[str | None]] = {}
        self._wake = asyncio.Event()
        self._on_the_way: set[asyncio.Task[None]] = set()
        self.counts = Counts()

    @property
    def channel(self) -> str:
        """The channel's name."""
        return self._channel.name

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; what is on its way then is finished, or taken up again after its lease."""
        await self._live()
        life = asyncio.create_task(self._keep_alive())
        try:
            while True:
                self._wake.clear()
                if not await self._start_some():
                    await self._rest()
        finally:
            life.cancel()
            await self._finish()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._sign_of_life.total_seconds() / 4)
            await self._live()

    async def _live(self) -> None:
        if self._alive is None:
            return
        try:
            await self._alive.take(self._clock(), self._sign_of_life)
        except Exception as error:  # noqa: BLE001 -- as long as the database is away, nobody else can claim either
            log.warning("sign_of_life_failed", channel=self._channel.name, error=type(error).__name__)

    async def _finish(self) -> None:
        """Let what is on its way arrive, so that the next process need not wait for its lease and send it again."""
        if self._on_the_way:
            _, late = await asyncio.wait(set(self._on_the_way), timeout=LAST_SENDS.total_seconds())
            for task in late:
                task.cancel()

    async def _start_some(self) -> int:
        room = CLAIMED - len(self._on_the_way)
        if room <= 0:
            return 0
        try:
            sender = self._alive.holder if self._alive else None
            claimed = await self._outbox.claim(
                self._channel.name, room, self._clock(), LEASE, paces=self._paces, sender=sender
            )
        except Exception as error:  # noqa: BLE001 -- the database may be away for a while; the pacer outlives that
            log.warning("claim_failed", channel=self._channel.name, error=type(error).__name__)
            await asyncio.sleep(IDLE.total_seconds())
            return 0
        for one in claimed:
            task = asyncio.create_task(self._deliver(one))
            self._on_the_way.add(task)
            task.add_done_callback(self._done)
        return len(claimed)

    def _done(self, task: asyncio.Task[None]) -> None:
        """Look for more, but not for each one alone: claiming several costs as much as claiming one."""
        self._on_the_way.discard(task)
        if len(self._on_the_way) in (0, CLAIMED // 2):
            self._wake.set()

    async def _rest(self) -> None:
        due = await self._next_due() if len(self._on_the_way) <= CLAIMED // 2 else None
        pause = IDLE if due is None else min(max(due - self._clock(), dt.timedelta(milliseconds=5)), IDLE)
        try:
            async with asyncio.timeout(pause.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _next_due(self) -> dt.datetime | None:
        try:
            return await self._outbox.next_due(self._channel.name, self._clock())
        except Exception as error:  # noqa: BLE001 -- as in _start_some
            log.warning("claim_failed", channel=self._channel.name, error=type(error).__name__)
            return None

    async def _deliver(self, outgoing: Outgoing) -> None:
        """Send one message and note what became of it; nothing may escape, it would end the pacer."""
        try:
            await self._settle(outgoing)
        except Exception as error:  # noqa: BLE001 -- the database is away: the lease runs out and the message is due again
            log.warning("not_noted", channel=outgoing.channel, outbox=outgoing.id, error=type(error).__name__)

    async def _settle(self, outgoing: Outgoing) -> None:
        try:
            await self._send(outgoing)
        except PersonLeftError:
            self.counts.left += 1
            self._begun.pop(outgoing.id, None)
            await self._outbox.left(outgoing.address_id, self._clock())
        except RefusedError as error:
            self.counts.failed += 1
            self._begun.pop(outgoing.id, None)
            log.warning("send_refused", channel=outgoing.channel, outbox=outgoing.id, error=str(error))
            await self._outbox.failed(outgoing.id, str(error)[:200])
        except Exception as error:  # noqa: BLE001 -- whatever it is, this message must be noted as not sent
            await self._again(outgoing, error)

    async def _send(self, outgoing: Outgoing) -> None:
        """Send what is left of a message, each part when its turn comes; what arrived is not sent again."""
        parts = self._channel.parts(await self._renderer.draw(outgoing))
        if len(parts) > 1:
            outgoing = replace(outgoing, edits=None)  # several parts cannot take the place of one message
        refs = list(self._begun.get(outgoing.id, ()))
        for number, part in enumerate(parts[len(refs) :]):
            at = outgoing.at or self._clock()
            if number:
                at = await self._outbox.another_place(outgoing, self._clock(), self._paces)
                if at - self._clock() > PATIENCE:
                    await self._outbox.postpone(outgoing.id, at)
                    return
            await self._sleep_until(at)
            async with self._sends:
                left = await self._turn()
                if left < self._closed_until:
                    await self._outbox.postpone(outgoing.id, self._closed_until)
                    return
                async with asyncio.timeout(SEND_LIMIT.total_seconds()):
                    refs.append(await self._channel.send(outgoing, part))
                self._begun[outgoing.id] = refs
                if len(refs) == len(parts):
                    await self._arrived(outgoing, refs, left)
        if not parts:
            await self._arrived(outgoing, refs, None)

    async def _arrived(self, outgoing: Outgoing, refs: list[str | None], left: dt.datetime | None) -> None:
        self._begun.pop(outgoing.id, None)
        ref, rate = next((ref for ref in reversed(refs) if ref), None), self._rate_of(outgoing.address)
        ready = None if left is None else (outgoing.address_id, left + rate.spacing - rate.slack)
        await self._outbox.sent(outgoing.id, ref, self._clock(), ready)
        self.counts.sent += 1

    def _rate_of(self, address: str) -> Rate:
        return self._limits.of(group=self._channel.is_group(address))

    async def _turn(self) -> dt.datetime:
        """Leave one by one; returns when.

        What was held up, because this process was busy, does not leave in one burst: each waits for the one before it.
        """
        async with self._launch:
            await self._sleep_until(self._last + LEAST * self._limits.overall.spacing)
            self._last = self._clock()
            return self._last

    async def _sleep_until(self, moment: dt.datetime) -> None:
        pause = (moment - self._clock()).total_seconds()
        if pause > 0:
            await asyncio.sleep(pause)

    async def _again(self, outgoing: Outgoing, error: Exception) -> None:
        now = self._clock()
        if outgoing.attempts >= MOST_ATTEMPTS:
            self.counts.failed += 1
            await self._outbox.failed(outgoing.id, type(error).__name__)
            return
        pause = min(self._first_retry * 2 ** min(outgoing.attempts - 1, 20), LONGEST_RETRY)
        if isinstance(error, TryLaterError):
            pause = error.after or pause
            if error.everybody:
                self._closed_until = max(self._closed_until, now + pause)
                await self._outbox.close(outgoing.channel, now + pause)
            elif error.after:
                await self._outbox.close_chat(outgoing.address_id, now + pause)
        else:
            log.warning("send_failed", channel=outgoing.channel, outbox=outgoing.id, error=type(error).__name__)
        self.counts.retried += 1
        await self._outbox.later(outgoing.id, now + pause, type(error).__name__)
