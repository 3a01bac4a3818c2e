"""A push service and the browsers that subscribed with it: what arrives is decrypted as a browser would."""

from __future__ import annotations

import base64
import json
import os
from typing import Any, Self

import http_ece
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Browser:
    """One subscription."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.shown: list[dict[str, Any]] = []

    def subscription(self) -> dict[str, Any]:
        """What ``PushSubscription.toJSON()`` gives."""
        point = self._private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {
            "endpoint": self.endpoint,
            "expirationTime": None,
            "keys": {"p256dh": _text(point), "auth": _text(self._auth)},
        }

    def take(self, body: bytes) -> None:
        said = http_ece.decrypt(body, private_key=self._private, auth_secret=self._auth, version="aes128gcm")
        self.shown.append(json.loads(said))


class PushDouble:
    """Takes notifications over HTTP; ``status`` is what it answers, ``authors`` the keys that signed."""

    def __init__(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/push/{number}", self._take)])
        self._server = TestServer(app)
        self.browsers: list[Browser] = []
        self.status, self.retry_after = 201, ""
        self.seen: list[dict[str, str]] = []

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def origin(self) -> str:
        return str(self._server.make_url("/")).rstrip("/")

    def browser(self) -> Browser:
        made = Browser(f"{self.origin}/push/{len(self.browsers)}")
        self.browsers.append(made)
        return made

    async def _take(self, request: web.Request) -> web.Response:
        self.seen.append(dict(request.headers))
        if not Vapid02.verify(request.headers["Authorization"]):
            return web.Response(status=403)
        if self.status == 201:
            self.browsers[int(request.match_info["number"])].take(await request.read())
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        return web.Response(status=self.status, headers=headers)
