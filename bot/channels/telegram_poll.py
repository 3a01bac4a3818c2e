"""Asking Telegram for updates, in one process at a time; an update is acknowledged only after its turn is committed."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_bot import TelegramBot
from bot.channels.telegram_errors import TOKEN_PAUSE, pause_of, token_refused
from bot.channels.telegram_intake import Intake
from scheduler.protocols import Clock
from storage.leases import Lease

log = structlog.get_logger()

AT_ONCE = 16
"""How many chats are worked on at the same time."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """How long the poller waits: for news, for the lease, and after failures (doubling from first to longest)."""

    wait: dt.timedelta = dt.timedelta(seconds=25)
    lease: dt.timedelta = dt.timedelta(seconds=60)
    first: dt.timedelta = dt.timedelta(milliseconds=500)
    longest: dt.timedelta = dt.timedelta(seconds=30)


class LeaseLostError(Exception):
    """Another process asks Telegram now."""


class Poller:
    """Receives until cancelled, whenever it holds the lease."""

    def __init__(
        self, bot: TelegramBot, intake: Intake, lease: Lease, clock: Clock, pauses: Pauses | None = None
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._lease = lease
        self._clock = clock
        self._pauses = pauses or Pauses()
        self._offset: int | None = None

    async def run(self) -> None:
        """Take turns with other processes; the one that holds the lease polls."""
        try:
            while True:
                if not await self._held():
                    await asyncio.sleep(self._renewal)
                    continue
                try:
                    async with asyncio.TaskGroup() as both:
                        both.create_task(self._keep())
                        both.create_task(self._poll())
                except* LeaseLostError:
                    log.warning("lease_lost", work="telegram polling")
        finally:
            await self._give_back()

    @property
    def _renewal(self) -> float:
        return self._pauses.lease.total_seconds() / 4

    async def _held(self) -> bool:
        try:
            return await self._lease.take(self._clock(), self._pauses.lease)
        except Exception as error:  # noqa: BLE001 -- the database is away: as long as that lasts, nobody can work anyway
            log.warning("lease_not_taken", error=type(error).__name__)
            return False

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._renewal)
            if not await self._held():
                raise LeaseLostError

    async def _give_back(self) -> None:
        try:
            async with asyncio.timeout(self._renewal):
                await self._lease.give_back(self._clock())
        except Exception as error:  # noqa: BLE001 -- it runs out by itself
            log.info("lease_not_given_back", error=type(error).__name__)

    async def _poll(self) -> None:
        pause = self._pauses.first
        while True:
            try:
                updates = await self._bot.raw_updates(self._offset, self._pauses.wait)
            except TelegramError as error:
                await asyncio.sleep(self._after(error, pause).total_seconds())
                pause = min(pause * 2, self._pauses.longest)
                continue
            pause = self._pauses.first
            await self._work(updates)
            if updates:
                self._offset = max(one["update_id"] for one in updates) + 1

    def _after(self, error: TelegramError, pause: dt.timedelta) -> dt.timedelta:
        match error:
            case InvalidToken():
                token_refused()
                return TOKEN_PAUSE
            case RetryAfter():
                return pause_of(error)
            case Conflict():
                log.warning("telegram_conflict", mend="another program polls with this token, or a webhook is set")
            case _:
                log.warning("telegram_away", error=type(error).__name__)
        return pause

    async def _work(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """All updates of a batch; those of one chat in their order."""
        chats: dict[object, list[Mapping[str, Any]]] = {}
        for one in sorted(updates, key=lambda update: int(update["update_id"])):
            chats.setdefault(_chat_of(one), []).append(one)
        places = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            for queue in chats.values():
                tasks.create_task(self._work_on_chat(queue, places))

    async def _work_on_chat(self, queue: Sequence[Mapping[str, Any]], places: asyncio.Semaphore) -> None:
        for one in queue:
            pause = self._pauses.first
            while True:
                async with places:
                    if await self._intake.take(one):
                        break
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, self._pauses.longest)


def _chat_of(update: Mapping[str, Any]) -> object:
    """The chat that an update belongs to, or the update itself if that cannot be seen."""
    for kind in ("message", "edited_message", "my_chat_member", "callback_query"):
        match update.get(kind):
            case {"chat": {"id": chat}} | {"message": {"chat": {"id": chat}}}:
                return chat
    return ("update", update["update_id"])
