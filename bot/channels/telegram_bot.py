"""The Bot API client: python-telegram-bot's, on our transport, with updates as they came and files by their id."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from typing import Any, cast

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.channels.telegram_parse import ALLOWED_UPDATES
from bot.channels.telegram_request import AiohttpRequest

log = structlog.get_logger()

os.environ.setdefault(
    "PTB_TIMEDELTA", "true"
)  # durations as timedelta, as the library will have them in its next version

TELEGRAM = "https://api.telegram.org"
POOL = 48
"""Connections at once: the pacer's sends, answers to pressed buttons and downloads."""
BATCH = 100
"""The most updates that Telegram gives at once. https://core.telegram.org/bots/api#getupdates"""
FETCHES = 3
FETCH_SECONDS = 30.0


class TelegramBot(Bot):
    """``Bot`` with what it lacks for us."""

    def __repr__(self) -> str:
        """Without the token, which the stock one shows."""
        return f"TelegramBot({self._token.partition(':')[0]})"

    async def raw_updates(self, offset: int | None, wait: dt.timedelta) -> list[dict[str, Any]]:
        """What is new from update ``offset`` on, as JSON, so that one that nobody can read does not hide the others.

        ``Bot.get_updates`` parses all or none, and logs people's texts when it fails.

        Raises:
            TelegramError: as every call of the Bot API.
        """
        seconds = round(wait.total_seconds())
        data = {"offset": offset, "timeout": seconds, "limit": BATCH, "allowed_updates": list(ALLOWED_UPDATES)}
        found = await self._post("getUpdates", data, read_timeout=seconds + (self._request[0].read_timeout or 0))
        return cast("list[dict[str, Any]]", found)

    async def fetch(self, file_id: str) -> bytes | None:
        """A file's content; ``None`` if Telegram has it no more, or does not give it after several tries."""
        for attempt in range(FETCHES):
            try:
                async with asyncio.timeout(FETCH_SECONDS):
                    file = await self.get_file(file_id)
                    return bytes(await file.download_as_bytearray())
            except (BadRequest, InvalidToken):  # python-telegram-bot reads a file's 404 as a wrong token
                return None
            except (NetworkError, TimeoutError) as error:
                log.info("fetch_again", error=type(error).__name__)
                await asyncio.sleep(attempt)
        return None


def make_bot(token: str, api_url: str) -> TelegramBot:
    """A bot that talks to Telegram, or to another Bot API server at ``api_url``; nothing is sent yet."""
    server = api_url.rstrip("/") or TELEGRAM
    return TelegramBot(
        token,
        base_url=f"{server}/bot",
        base_file_url=f"{server}/file/bot",
        request=AiohttpRequest(pool_size=POOL),
        get_updates_request=AiohttpRequest(pool_size=1),
    )
