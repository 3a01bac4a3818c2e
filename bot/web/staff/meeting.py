"""Leading a session: one page with big buttons, numbers that move, and what can be undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from aiohttp import web

from bot.leading import BELL
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, field, form_token, posted, staff_page, theirs
from bot.web.views import fill
from handlers.citizen.questions import question_text
from handlers.types import Step
from locales import render
from storage.meetings import MOVES, here, move, possible, set_timer
from storage.staff import Staff, audited, session_for
from storage.tables import SessionRow
from storage.views import SessionViews
from storage.votes import tickets
from storage.wall_board import queued
from storage.wall_release import room, waiting_notes

TIMERS = (3, 5, 10)
"""Minutes that the timer can be set to."""
VOTED = (Step.TOPICS, Step.CHOICE)


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/s/{id}", meeting),
        web.get("/staff/s/{id}/panel", panel),
        web.post("/staff/s/{id}", step),
    ]


@staff_page("admin", "facilitator")
async def meeting(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID``: where the session stands, and what can be done."""
    values = await _values(request, me)
    return shown(request, "meeting.html", about=values["row"], late="late" in request.query, **values)


@staff_page("admin", "facilitator")
async def panel(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/panel``: the moving part alone, for the page's script."""
    values = await _values(request, me)
    text = fill(request, "staff/meeting_panel.html", form_token=form_token(request), **values)
    return web.Response(text=text, content_type="text/html")


@staff_page("admin", "facilitator")
async def step(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/s/ID``: a step from the ``version`` that was seen; if a colleague was quicker, nothing happens."""
    form = await posted(request)
    what, version = field(form, "move"), field(form, "version", 12)
    if not version.isdecimal():
        raise web.HTTPBadRequest
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        if what == "timer":
            await set_timer(session, row, _until(form, now))
            done = True
        else:
            wanted = next((one for one in MOVES if one == what), None)
            if wanted is None:
                raise web.HTTPBadRequest
            done = await move(session, row, wanted, int(version))
        if done:
            audited(session, me, what, now, "session", row.public_id)
    if done:
        house.bell.ring(BELL)
    return to(f"/staff/s/{row.public_id}" + ("" if done else "?late"))


async def _values(request: web.Request, me: Staff) -> dict[str, Any]:
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.read() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        counted, people = await here(session, row), await room(session, row, now)
        view = await SessionViews(session).by_id(row.public_id, now)
        held, queue = await waiting_notes(session, row), await queued(session, row)
        chosen = await tickets(session, row.public_id, row.question) if row.question in VOTED else ()
    spoken = language(request)
    texts = {one: render(question_text(view, one, spoken), spoken) for one in row.questions} if view else {}
    at = row.questions.index(row.question) if row.question in row.questions else -1
    return {
        "row": row,
        "group": row.group,
        "count": counted,
        "moves": possible(row),
        "texts": texts,
        "at": at,
        "following": row.questions[at + 1] if at + 1 < len(row.questions) else None,
        "seconds": _seconds(row, now),
        "timers": TIMERS,
        "queue": queue,
        "held": len(held) if people.small else 0,
        "alone": sum(people.alone(one) for one in held),
        "tickets": sorted(chosen, key=lambda one: -one.votes),
        "link": f"{house.settings.public_url}/c/{row.group.join_code}",
    }


def _seconds(row: SessionRow, now: dt.datetime) -> int | None:
    """What is left of the timer; ``None`` without one."""
    return None if row.timer_until is None else max(0, round((row.timer_until - now).total_seconds()))


def _until(form: Form, now: dt.datetime) -> dt.datetime | None:
    """Until when the timer runs: in so many minutes; with 0 there is none.

    Raises:
        HTTPBadRequest: a number that the page does not offer.
    """
    minutes = field(form, "minutes", 3)
    if minutes not in {"0", *map(str, TIMERS)}:
        raise web.HTTPBadRequest
    return now + dt.timedelta(minutes=int(minutes)) if minutes != "0" else None
