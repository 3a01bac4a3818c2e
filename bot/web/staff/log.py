"""The audit log: who saw and did what, to read page by page and to take away as CSV."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.drawing import say
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown
from bot.web.staff.gate import staff_page
from locales.messages import MESSAGES
from storage.log import COLUMNS, Line, in_parts, newest
from storage.meetings import MOVES
from storage.staff import Staff
from storage.tables import TownRow

LED = frozenset({*MOVES, "timer"})
"""Steps of a meeting."""


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/log", log), web.get("/staff/log.csv", export, allow_head=False)]


@staff_page("admin")
async def log(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/log``: the newest first; ``?before=N`` goes on from there."""
    before = request.query.get("before", "")
    async with request.app[PARTS].house.database.read() as session:
        zone = "UTC" if me.town_id is None else (await session.get_one(TownRow, me.town_id)).timezone
        lines, more = await newest(session, me, int(before) if before.isdecimal() and len(before) < 16 else None)
    spoken = language(request)
    return shown(
        request,
        "log.html",
        lines=[(_local(one, zone), _verb(one.verb, spoken), one) for one in lines],
        more=lines[-1].key if more else None,
    )


@staff_page("admin")
async def export(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/log.csv``: all of the town's, oldest first; times in UTC."""
    headers = {"Content-Disposition": 'attachment; filename="log.csv"'}
    response = web.StreamResponse(headers=headers)
    response.content_type, response.charset = "text/csv", "utf-8"
    await response.prepare(request)
    await response.write(_rows([COLUMNS]))
    async with request.app[PARTS].house.database.read() as session:
        async for lines in in_parts(session, me):
            await response.write(_rows([one.values() for one in lines]))
    await response.write_eof()
    return response


def _rows(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _local(line: Line, zone: str) -> str:
    return f"{line.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def message_of(verb: str) -> str:
    """The message for a verb; those of one kind ("wall freeze", "wall hide") share theirs, as do steps of a meeting."""
    return f"log.verb.{'led' if verb in LED else verb.partition(' ')[0]}"


def _verb(verb: str, spoken: str) -> str:
    """A verb in words; one of a version to come, in a log that was brought back, as it is."""
    name = message_of(verb)
    return say(name, spoken) if name in MESSAGES else verb
