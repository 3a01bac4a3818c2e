"""What the fake Telegram knows: chats with their messages, updates that wait for the bot, files, the bot's settings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
BOT: JSON = {"id": 4242, "is_bot": True, "first_name": "Wellsay", "username": "wellsay_test_bot"}
TOKEN = "4242:AAfake-token-of-the-test-double"


@dataclass(slots=True)
class Shown:
    """A message as the chat shows it now. ``rows``: the inline buttons as they were sent; ``edits`` counts changes."""

    id: int
    by_bot: bool
    text: str
    rows: list[list[JSON]] = field(default_factory=list)
    file: tuple[str, bytes] | None = None
    edits: int = 0

    @property
    def labels(self) -> list[str]:
        """The buttons' words."""
        return [button["text"] for row in self.rows for button in row]


@dataclass(slots=True)
class Chat:
    """A chat; ``json`` is Telegram's own description of it. ``muted``: the bot may not write there."""

    json: JSON
    messages: dict[int, Shown] = field(default_factory=dict)
    blocked: bool = False
    muted: bool = False


@dataclass(slots=True)
class Call:
    """One line of the ledger: what the bot asked, when (seconds, monotonic), and the status that it got."""

    method: str
    params: JSON
    at: float
    status: int = 0


class World:
    """The state behind the server. Whoever waits for a change is woken by every change."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.updates: list[JSON] = []
        self.files: dict[str, bytes] = {}
        self.queries: dict[str, bool] = {}
        self.settings: dict[tuple[str, str, str], Any] = {}
        self.webhook: JSON = {}
        self.ledger: list[Call] = []
        self.delivered: list[int] = []
        self._change = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_update = 1000
        self._last_message = 0

    def chat(self, chat_id: int, **description: Any) -> Chat:
        """A chat, made if it is new."""
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat({"id": chat_id, **description})
        return self.chats[chat_id]

    def next_message_id(self) -> int:
        """Ids grow over all chats of a bot."""
        self._last_message += 1
        return self._last_message

    def next_update_id(self) -> int:
        """The id of an update that has not happened yet."""
        self._last_update += 1
        return self._last_update

    def push(self, kind: str, content: Any, update_id: int | None = None) -> int:
        """Something happened: the bot is told, by polling or webhook. Returns the update's id."""
        number = update_id or self.next_update_id()
        self.updates.append({"update_id": number, kind: content})
        self.notify()
        return number

    def calls(self, method: str, chat_id: int | None = None, status: int | None = None) -> list[Call]:
        """The calls of a method, also only those for a chat or with a status."""
        return [
            call
            for call in self.ledger
            if call.method == method.lower()
            and (chat_id is None or str(call.params.get("chat_id")) == str(chat_id))
            and (status is None or call.status == status)
        ]

    def message_json(self, chat: Chat, shown: Shown, sender: JSON) -> JSON:
        """A message as Telegram describes it."""
        made: JSON = {"message_id": shown.id, "date": int(time.time()), "chat": chat.json, "from": sender}
        if shown.text:
            made["text"] = shown.text
        if shown.rows:
            made["reply_markup"] = {"inline_keyboard": shown.rows}
        return made

    def notify(self) -> None:
        """Wake whoever waits."""
        task = asyncio.ensure_future(self._notify())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _notify(self) -> None:
        async with self._change:
            self._change.notify_all()

    async def until(self, check: Callable[[], Any], timeout: float = 10.0) -> None:  # noqa: ASYNC109 -- a test's patience
        """Wait until ``check`` is true.

        Raises:
            TimeoutError: it did not become true in ``timeout`` seconds.
        """
        async with asyncio.timeout(timeout), self._change:
            await self._change.wait_for(lambda: bool(check()))
