"""Telegram as a whole: the bot, what it receives, what it sends."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_bot import TelegramBot, make_bot
from bot.channels.telegram_errors import TOKEN_PAUSE, pause_of, token_refused
from bot.channels.telegram_intake import Intake
from bot.channels.telegram_parse import ALLOWED_UPDATES, CHANNEL
from bot.channels.telegram_poll import Pauses, Poller
from bot.channels.telegram_send import TelegramChannel
from bot.channels.telegram_setup import set_up
from bot.channels.telegram_webhook import PATH, Webhook
from bot.wiring import House
from scheduler.limits import CHAT, GROUP, Limits, overall
from scheduler.pacer import FIRST_RETRY, Pacer
from storage.addresses import move_address
from storage.leases import Lease
from storage.outbox import SENDER
from storage.pace import Rate

log = structlog.get_logger()

LEASE = "telegram polling"
START_LIMIT = dt.timedelta(seconds=10)
"""How long a start of the whole program may wait for Telegram before it goes on without."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast all goes: the limits of a chat and of a group, the poller's pauses, the first pause after a failure."""

    chat: Rate = CHAT
    group: Rate = GROUP
    pauses: Pauses | None = None
    first_retry: dt.timedelta = FIRST_RETRY


class Telegram:
    """The channel's parts, connected. Nothing touches the network before ``run``."""

    def __init__(self, house: House, bot: TelegramBot, tempo: Tempo) -> None:
        self._house = house
        self._bot = bot
        self._tempo = tempo
        self._starting = asyncio.Lock()
        self._started = False
        move = partial(move_address, house.database, house.keyring, CHANNEL)
        self._intake = Intake(bot, house.runner.handle, move, house.clock)
        self._webhook = Webhook(self._intake, house.keyring, bot.token.partition(":")[0], self._start_now)
        holder = f"{house.source.getrandbits(64):016x}"
        lease = dt.timedelta(seconds=house.settings.lease)
        pauses = tempo.pauses or Pauses(lease=lease)
        self._pauses = pauses
        self._poller = Poller(bot, self._intake, Lease(house.database, LEASE, holder), house.clock, pauses)
        self.pacer = Pacer(
            TelegramChannel(bot, house.clock, move),
            house.outbox,
            house.drawing,
            Limits(overall(house.settings.telegram_rate), tempo.chat, tempo.group),
            house.clock,
            first_retry=tempo.first_retry,
            alive=Lease(house.database, SENDER + holder, holder),
            sign_of_life=lease,
        )
        house.pacers.append(self.pacer)
        house.bell.listen(CHANNEL, self.pacer.wake)

    @classmethod
    async def connect(cls, house: House, tempo: Tempo | None = None) -> Telegram:
        """Make the channel for a house whose settings name a token.

        It greets Telegram once, so that the bot's name is known; ``run`` tries again for as long as it takes.
        """
        settings = house.settings
        bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        telegram = cls(house, bot, tempo or Tempo())
        await telegram._start_now()
        return telegram

    @property
    def name(self) -> str:
        """The bot's user name without @; empty as long as Telegram could not be asked."""
        return self._bot.username if self._started else ""

    def routes(self) -> Sequence[web.RouteDef]:
        """What the web application must serve: the webhook's address, if that is how we receive."""
        return [web.post(PATH, self._webhook.handle)] if self._by_webhook else []

    async def run(self, *, receive: bool = True, send: bool = True) -> None:
        """Receive, send, or both, until cancelled. An unreachable Telegram or a wrong token is waited out."""
        await self._insist("start", self._start)
        if receive:
            await self._insist("receive", self._say_how_we_receive)
        async with asyncio.TaskGroup() as tasks:
            if send:
                tasks.create_task(self.pacer.run())
            if receive:
                tasks.create_task(self._insist("menus", partial(set_up, self._bot)))
                if not self._by_webhook:
                    tasks.create_task(self._poller.run())

    async def close(self) -> None:
        """Finish what is on its way and close the connections."""
        self._house.bell.ignore(CHANNEL, self.pacer.wake)
        self._house.pacers.remove(self.pacer)
        await self._intake.close()
        await self._bot.shutdown()

    @property
    def _by_webhook(self) -> bool:
        return self._house.settings.telegram_mode == "webhook"

    async def _start(self) -> None:
        """Open the connections and learn the bot's name."""
        async with self._starting:
            if not self._started:
                await self._bot.initialize()
                self._started = True
                self._house.names.bot = self._bot.username

    async def _start_now(self) -> bool:
        """Whether all is ready; tries once to make it so."""
        try:
            async with asyncio.timeout(START_LIMIT.total_seconds()):
                await self._start()
        except (TelegramError, TimeoutError) as error:
            log.warning("telegram_away", doing="start", error=type(error).__name__)
        return self._started

    async def _say_how_we_receive(self) -> None:
        if self._by_webhook:
            url = self._house.settings.public_url + PATH
            await self._bot.set_webhook(url, secret_token=self._webhook.secret, allowed_updates=ALLOWED_UPDATES)
        else:
            with contextlib.suppress(BadRequest):  # a Bot API server without webhooks has none to delete
                await self._bot.delete_webhook()

    async def _insist(self, what: str, call: Callable[[], Awaitable[object]]) -> None:
        """Call until it works."""
        pause = self._pauses.first
        while True:
            try:
                await call()
            except InvalidToken:
                token_refused()
                await asyncio.sleep(TOKEN_PAUSE.total_seconds())
            except RetryAfter as error:
                await asyncio.sleep(pause_of(error).total_seconds())
            except TelegramError as error:
                log.warning("telegram_away", doing=what, error=type(error).__name__)
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, self._pauses.longest)
            else:
                return
