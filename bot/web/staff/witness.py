"""Everything that colleagues see and change goes into the audit log, whatever page it is: ids and verbs only."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict

from aiohttp import web

from bot.web.parts import PARTS
from bot.wiring import House
from storage.staff import Staff, audited, logged

SEEN_AGAIN = dt.timedelta(minutes=10)
"""A page that looks again and again is one line in so many minutes."""
KEPT = 5_000
KIND, ID = 24, 32

Seen = OrderedDict[tuple[str, str, str], dt.datetime]
SEEN = web.AppKey("seen", Seen)


async def note(request: web.Request, me: Staff) -> None:
    """Add a line: that something was seen, or that something was done, unless the page said what."""
    house = request.app[PARTS].house
    now = house.clock()
    kind, object_id = _what(request)
    if request.method == "POST":
        if not logged.get():
            await _write(house, me, "changed", now, kind, object_id)
    elif _is_news(request.app[SEEN], (me.id, kind, object_id), now):
        await _write(house, me, "saw", now, kind, object_id)


async def _write(house: House, me: Staff, verb: str, now: dt.datetime, kind: str, object_id: str) -> None:
    async with house.database.write() as session:
        audited(session, me, verb, now, kind, object_id)


def _what(request: web.Request) -> tuple[str, str]:
    """The page by the words of its address, and the ids in it."""
    resource = request.match_info.route.resource
    words = (resource.canonical if resource else "").removeprefix("/staff").split("/")
    kind = ".".join(one for one in words if one and not one.startswith("{")) or "overview"
    return kind[:KIND], "/".join(request.match_info.values())[:ID]


def _is_news(seen: Seen, what: tuple[str, str, str], now: dt.datetime) -> bool:
    before = seen.get(what)
    if before is not None and now - before < SEEN_AGAIN:
        return False
    seen[what] = now
    seen.move_to_end(what)
    while len(seen) > KEPT:
        seen.popitem(last=False)
    return True
