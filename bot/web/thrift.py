"""Answers for everybody, kept for a moment: a hall that opens the results at once costs one look at the database.

Nobody is counted by what they get, only by what they cost: an answer that is kept is nearly free, one that must be made
costs more, and asking for what does not exist costs most. A whole hall may sit behind one network address.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.web.limits import Buckets
from bot.web.parts import PARTS

KEPT_FOR = dt.timedelta(seconds=30)
MOST_KEPT = 200
READY, MADE, MISSED = 0.01, 0.5, 5.0
"""Drops of a bucket of 60 that fills by one a second: 6 000 kept answers, 120 made ones or 12 failures at once."""

Make = Callable[[], Awaitable[tuple[bytes, str]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its type and the mark by which a browser knows it again."""

    body: bytes
    content_type: str
    etag: str
    until: dt.datetime


class Thrift:
    """The answers of one application."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._buckets = Buckets()

    async def answer(self, request: web.Request, key: str, make: Make) -> web.Response:
        """The answer called ``key``, made if it is not kept; unchanged ones are not sent again (RFC 9110, 13.1.2).

        Raises:
            HTTPTooManyRequests: this address has cost too much for now.
        """
        now = request.app[PARTS].house.clock()
        kept = self._kept.get(key)
        if kept is None or kept.until <= now:
            self._pay(request, MADE, now)
            try:
                body, content_type = await make()
            except web.HTTPNotFound:
                self._pay(request, MISSED, now)
                raise
            kept = Answer(body, content_type, hashlib.sha256(body).hexdigest()[:32], now + KEPT_FOR)
            self._keep(key, kept)
        else:
            self._pay(request, READY, now)
        return self._sent(request, kept)

    def forget(self) -> None:
        """Something was published: nothing that is kept is sure to be right."""
        self._kept.clear()

    def _pay(self, request: web.Request, cost: float, now: dt.datetime) -> None:
        if not self._buckets.take(request.remote or "", now, cost):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "10"})

    def _keep(self, key: str, one: Answer) -> None:
        self._kept[key] = one
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    @staticmethod
    def _sent(request: web.Request, one: Answer) -> web.Response:
        headers = {"ETag": f'"{one.etag}"', "Cache-Control": "public, max-age=30"}
        known = request.if_none_match or ()
        if any(mark.value in (one.etag, "*") for mark in known):
            return web.Response(status=304, headers=headers)
        response = web.Response(body=one.body, headers={**headers, "Content-Type": one.content_type})
        response.enable_compression()
        return response


THRIFT = web.AppKey("thrift", Thrift)
