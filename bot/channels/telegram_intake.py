"""One update, from polling or webhook: read, worked on, committed; then the pressed button is released."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from bot.channels.telegram_bot import TelegramBot
from bot.channels.telegram_parse import parse
from handlers.types import Inbound, Message
from locales import best_language, complete_languages, render
from locales.languages import SOURCE
from scheduler.protocols import Clock
from storage.database import is_full, is_outage

log = structlog.get_logger()

TRIES = 3
"""How often an update may fail by itself, before it is given up so that it does not block those behind it."""
REMEMBERED = 1000
PLAIN = frozenset({"message_id", "date", "edit_date", "chat", "from", "text", "caption", "entities"})
"""What a message needs to be answered, or to be a note. https://core.telegram.org/bots/api#message"""
WORK_LIMIT = dt.timedelta(seconds=120)
"""A turn takes milliseconds; this is for a voice message on a slow line."""
ANSWER_LIMIT = dt.timedelta(seconds=10)

Handle = Callable[[Inbound], Awaitable[object]]
Move = Callable[[str, str], Awaitable[None]]


class Intake:
    """Takes updates, as JSON. ``handle`` returns when the turn is on the disk; ``move`` notes a group's new id."""

    def __init__(self, bot: TelegramBot, handle: Handle, move: Move, clock: Clock) -> None:
        self._bot = bot
        self._handle = handle
        self._move = move
        self._clock = clock
        self._failures: dict[int, int] = {}
        self._told_full: set[int] = set()
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, data: Mapping[str, Any]) -> bool:
        """Work on one update. ``True``: done with; ``False``: it must come again.

        While the database is away an update is never given up; otherwise after ``TRIES`` failures.
        """
        update = self._read(data)
        if update is None:
            return True
        try:
            async with asyncio.timeout(WORK_LIMIT.total_seconds()):
                await self._work(update)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the updates behind this one must go on
            if is_full(error):
                await self._say_full(update)
            return self._failed(update.update_id, error)
        self._told_full.clear()
        self._failures.pop(update.update_id, None)
        if update.callback_query is not None:
            self._release(update.callback_query)
        return True

    async def close(self) -> None:
        """Let the last answers go out."""
        if self._answers:
            await asyncio.wait(set(self._answers), timeout=ANSWER_LIMIT.total_seconds())

    def _read(self, data: Mapping[str, Any]) -> Update | None:
        """The update; of a message with something in it that cannot be read, what can be."""
        for one in (data, _reduced(data)):
            try:
                return Update.de_json(dict(one), self._bot)
            except Exception as error:  # noqa: BLE001 -- Telegram may send anything tomorrow
                log.warning("update_not_read", error=type(error).__name__)
        return None

    async def _work(self, update: Update) -> None:
        message = update.message
        if message is not None and message.migrate_to_chat_id is not None:
            await self._move(str(message.chat.id), str(message.migrate_to_chat_id))
            return
        inbound = await parse(update, self._bot.fetch, bot_name=self._bot.username, now=self._clock())
        if inbound is not None:
            await self._handle(inbound)

    async def _say_full(self, update: Update) -> None:
        """The disk is full: say so, once to each. Past the outbox, because nothing can be put into it."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or chat.type != chat.PRIVATE or chat.id in self._told_full:
            return
        self._told_full.add(chat.id)
        language = best_language(user.language_code if user else None, complete_languages(), SOURCE)
        try:
            async with asyncio.timeout(ANSWER_LIMIT.total_seconds()):
                await self._bot.send_message(chat_id=chat.id, text=render(Message("channel.full"), language))
        except (TelegramError, TimeoutError) as error:
            log.info("full_not_said", error=type(error).__name__)

    def _failed(self, update_id: int, error: Exception) -> bool:
        failures = self._failures.get(update_id, 0) + (not is_outage(error))
        if failures < TRIES:
            self._failures[update_id] = failures
            for oldest in list(self._failures)[:-REMEMBERED]:
                del self._failures[oldest]
            log.warning("update_again", update=update_id, error=type(error).__name__)
            return False
        self._failures.pop(update_id, None)
        log.error("update_given_up", update=update_id, error=type(error).__name__)
        return True

    def _release(self, query: CallbackQuery) -> None:
        """The button stops waiting, while we go on."""
        task = asyncio.create_task(_answer(query))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


def _reduced(data: Mapping[str, Any]) -> dict[str, Any]:
    """A message with its plain parts only, so that a new kind of attachment or quotation does not cost its text."""
    reduced = dict(data)
    for kind in ("message", "edited_message"):
        if isinstance(data.get(kind), dict):
            reduced[kind] = {name: value for name, value in data[kind].items() if name in PLAIN}
    return reduced


async def _answer(query: CallbackQuery) -> None:
    """Answer a pressed button; an old one cannot be answered any more, and that is no harm."""
    try:
        async with asyncio.timeout(ANSWER_LIMIT.total_seconds()):
            await query.answer()
    except (TelegramError, TimeoutError) as error:
        log.info("button_not_released", error=type(error).__name__)
