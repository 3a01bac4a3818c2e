"""The fake Telegram over HTTP: takes calls, applies the planned trouble, and posts updates to a webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.channels.fake_bot_api.control import control_routes
from tests.channels.fake_bot_api.methods import Methods, RefusedError
from tests.channels.fake_bot_api.trouble import Fault, Trouble
from tests.channels.fake_bot_api.users import Group, User
from tests.channels.fake_bot_api.world import JSON, TOKEN, Call, World

HANG = 3600.0
OBJECTS = frozenset({"reply_markup", "commands", "scope", "allowed_updates", "link_preview_options"})
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class FakeTelegram:
    """The server. Use it as an asynchronous context manager; ``url`` is what ``WELLSAY_TELEGRAM_API_URL`` takes."""

    def __init__(self, port: int = 0, token: str = TOKEN) -> None:
        self.world = World()
        self.trouble = Trouble()
        self.token = token
        self.webhook_pause = 0.05
        self.webhook_statuses: list[int] = []
        self.url = ""
        self._port = port
        self._methods = Methods(self.world)
        self._users: dict[int, User] = {}

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(
            [
                web.route("*", "/bot{token}/{method}", self._call),
                web.get("/file/bot{token}/{folder}/{file_id}", self._file),
                *control_routes(self),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self._delivery = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._delivery.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._delivery
        await self._client.close()
        await self._runner.cleanup()

    def user(self, user_id: int = 1001, language: str = "en") -> User:
        """A person with a phone."""
        if user_id not in self._users:
            self._users[user_id] = User(self.world, user_id, language)
        return self._users[user_id]

    def group(self, chat_id: int = -2001) -> Group:
        """A group chat that the bot is in."""
        return Group(self.world, chat_id)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        params = await _params(request)
        call = Call(method, params, asyncio.get_running_loop().time())
        self.world.ledger.append(call)
        if request.match_info["token"] != self.token:
            return self._answer(call, 401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        if self.trouble.latency:
            await asyncio.sleep(self.trouble.latency)
        chat_id = str(params["chat_id"]) if "chat_id" in params else None
        fault = self.trouble.fault(method, chat_id)
        if fault and not fault.accepted:
            return await self._misbehave(request, call, fault)
        if self.trouble.flooded(method, chat_id):
            return self._refuse(call, RefusedError(429, "", retry_after=self.trouble.retry_after))
        try:
            result = await self._methods.call(method, params)
        except RefusedError as error:
            return self._refuse(call, error)
        if fault:
            return await self._misbehave(request, call, fault)
        return self._answer(call, 200, {"ok": True, "result": result})

    def _refuse(self, call: Call, error: RefusedError) -> web.Response:
        after = error.parameters.get("retry_after")
        description = error.description or f"Too Many Requests: retry after {after}"
        body: JSON = {"ok": False, "error_code": error.status, "description": description}
        if error.parameters:
            body["parameters"] = error.parameters
        return self._answer(call, error.status, body)

    def _answer(self, call: Call, status: int, body: JSON) -> web.Response:
        call.status = status
        self.world.notify()
        return web.json_response(body, status=status)

    async def _misbehave(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        call.status = -1
        self.world.notify()
        match fault.kind:
            case "hang":
                await asyncio.sleep(HANG)
            case "drop" if request.transport is not None:
                request.transport.abort()
            case "garbage":
                return web.Response(text="<html>gateway</html>", status=200)
        call.status = fault.status
        body: JSON = {"ok": False, "error_code": fault.status, "description": fault.description}
        if fault.retry_after is not None:
            body["parameters"] = {"retry_after": fault.retry_after}
        return web.json_response(body, status=fault.status)

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.files.get(request.match_info["file_id"])
        if content is None or request.match_info["token"] != self.token:
            return web.Response(status=404)
        return web.Response(body=content)

    async def _deliver(self) -> None:
        """To the webhook, one update after the other; again and again until it says 200."""
        while True:
            with contextlib.suppress(TimeoutError):
                await self.world.until(lambda: self.world.webhook.get("url") and self.world.updates, 1)
            while self.world.updates and self.world.webhook.get("url"):
                update = self.world.updates[0]
                status = await self.post_update(json.dumps(update).encode())
                if status == 200:
                    self.world.updates.remove(update)
                    self.world.delivered.append(update["update_id"])
                    self.world.notify()
                else:
                    await asyncio.sleep(self.webhook_pause)

    async def post_update(self, body: bytes, secret: str | None = None) -> int:
        """Post a body to the bot's webhook as Telegram does; returns the status, 0 if nobody answers."""
        hook = self.world.webhook
        headers = {HEADER: hook.get("secret_token", "") if secret is None else secret}
        try:
            async with self._client.post(hook["url"], data=body, headers=headers) as response:
                self.webhook_statuses.append(response.status)
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


async def _params(request: web.Request) -> JSON:
    params: JSON = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
        return params
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            params[name] = (value.filename, value.file.read())
        else:
            params[name] = _value(name, str(value))
    return params


def _value(name: str, text: str) -> Any:
    """What Telegram takes as JSON; everything else is a text, whatever it looks like."""
    return json.loads(text) if name in OBJECTS else text
