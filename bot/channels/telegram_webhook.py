"""Receiving by webhook: Telegram posts each update, and repeats it until we say that it is stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from bot.channels.telegram_intake import Intake
from storage.keys import Keyring

log = structlog.get_logger()

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
"""https://core.telegram.org/bots/api#setwebhook"""
PURPOSE = "telegram-webhook"
LARGEST_BODY = 1024 * 1024
READ_SECONDS = 20.0

Ready = Callable[[], Awaitable[bool]]


class Webhook:
    """The endpoint. ``bot_id`` is the public part of the token; the secret is derived from it and our key.

    ``ready`` says whether updates can be worked on by now.
    """

    def __init__(self, intake: Intake, keyring: Keyring, bot_id: str, ready: Ready) -> None:
        self._intake = intake
        self._keyring = keyring
        self._bot_id = bot_id
        self._ready = ready

    @property
    def secret(self) -> str:
        """What we tell Telegram to send along."""
        return self._keyring.signature(PURPOSE, self._bot_id)

    async def handle(self, request: web.Request) -> web.Response:
        """200 once the turn is committed; 403 wrong secret, 413 too large, 400 not an update; 503 come again."""
        secret = request.headers.get(HEADER, "")
        if not secret.isascii() or not self._keyring.verify(PURPOSE, self._bot_id, secret):
            log.warning("webhook_wrong_secret")
            return web.Response(status=403)
        body = await _body(request)
        if body is None:
            log.warning("webhook_body_too_large")
            return web.Response(status=413)
        update = _update(body)
        if update is None:
            log.warning("webhook_not_an_update")
            return web.Response(status=400)
        if not await self._ready() or not await self._intake.take(update):
            return web.Response(status=503)
        return web.Response()


async def _body(request: web.Request) -> bytes | None:
    """The body; ``None`` if it is too large. Read by hand, so that the limit is ours whatever the application's is."""
    if (request.content_length or 0) > LARGEST_BODY:
        return None
    body = bytearray()
    async with asyncio.timeout(READ_SECONDS):
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST_BODY:
                return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and isinstance(data.get("update_id"), int) else None
