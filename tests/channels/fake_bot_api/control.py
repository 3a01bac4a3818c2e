"""Steering the fake from another process, for tests that kill Wellsay and start it again.

``POST /control/says {"user": 1, "text": "…"}`` · ``/control/presses {"user": 1, "label": "…"}`` · ``/control/edits
{"user": 1, "message": 3, "text": "…"}`` · ``/control/trouble {"latency": 0.1, "overall": 30, …}`` · ``/control/fault
{"method": "sendMessage", "kind": "hang", …}`` · ``GET /control/chat/1`` (what the chat shows) · ``GET /control/ledger``
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from aiohttp import web

from tests.channels.fake_bot_api.trouble import Fault

if TYPE_CHECKING:
    from tests.channels.fake_bot_api.server import FakeTelegram


def control_routes(fake: FakeTelegram) -> list[web.RouteDef]:
    """The routes."""

    async def says(request: web.Request) -> web.Response:
        asked = await request.json()
        return web.json_response({"message": fake.user(int(asked["user"])).says(asked["text"])})

    async def presses(request: web.Request) -> web.Response:
        asked = await request.json()
        try:
            return web.json_response({"query": fake.user(int(asked["user"])).presses(asked["label"])})
        except LookupError as error:
            return web.json_response({"error": str(error)}, status=404)

    async def edits(request: web.Request) -> web.Response:
        asked = await request.json()
        fake.user(int(asked["user"])).edits(int(asked["message"]), asked["text"])
        return web.json_response({})

    async def trouble(request: web.Request) -> web.Response:
        for name, value in (await request.json()).items():
            setattr(fake.trouble, name, value)
        return web.json_response({})

    async def fault(request: web.Request) -> web.Response:
        fake.trouble.plan(Fault(**await request.json()))
        return web.json_response({})

    async def chat(request: web.Request) -> web.Response:
        shown = fake.user(int(request.match_info["user"])).seen_from_bot
        return web.json_response(
            [{"id": one.id, "text": one.text, "labels": one.labels, "edits": one.edits} for one in shown]
        )

    async def ledger(_request: web.Request) -> web.Response:
        lines = [asdict(call) for call in fake.world.ledger]
        return web.json_response({"calls": lines, "waiting": len(fake.world.updates)}, dumps=_dumps)

    return [
        web.post("/control/says", says),
        web.post("/control/presses", presses),
        web.post("/control/edits", edits),
        web.post("/control/trouble", trouble),
        web.post("/control/fault", fault),
        web.get("/control/chat/{user}", chat),
        web.get("/control/ledger", ledger),
    ]


def _dumps(data: object) -> str:
    return json.dumps(data, default=lambda value: f"{len(value)} bytes")
