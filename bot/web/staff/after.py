"""Around a session: the notes to talk about, and the summary that she approves before it goes to everybody."""

from __future__ import annotations

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import field, posted, staff_page, theirs
from handlers.facilitator.summing import body
from handlers.types import Message
from locales import complete_languages, own_name, render
from storage.disputes import by_family
from storage.ids import new_id
from storage.messages import OWN_TEXT
from storage.staff import Staff, audited, session_for
from storage.summary import approve, is_sent, of_session
from storage.telling import LONGEST
from storage.views import SessionViews

CHANNELS = ("web", "telegram")


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/s/{id}/notes", talk_about),
        web.get("/staff/s/{id}/summary", summary),
        web.post("/staff/s/{id}/summary", send),
    ]


@staff_page("admin", "facilitator")
async def talk_about(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/notes``: the group's notes by family, those on which people differ first."""
    async with request.app[PARTS].house.database.read() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        families = await by_family(session, row.group)
    return shown(request, "talk_about.html", about=row, row=row, families=families)


@staff_page("admin", "facilitator")
async def summary(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/summary``: what everybody would read, in any language; nothing is sent yet."""
    house = request.app[PARTS].house
    asked = request.query.get("language", "")
    spoken = asked if asked in complete_languages() else language(request)
    async with house.database.read() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        view = theirs(await SessionViews(session).by_id(row.public_id, house.clock()))
        found = await of_session(session, row)
        sent = await is_sent(session, row)
    lines = body(view, found.people, found.notes, found.topics, found.votes)
    return shown(
        request,
        "summary.html",
        about=row,
        row=row,
        spoken=spoken,
        lines=[render(one, spoken) for one in lines],
        offered=[(one, own_name(one)) for one in complete_languages()],
        children=view.consultation_kind == "children",
        sent=sent,
        longest=LONGEST,
    )


@staff_page("admin", "facilitator")
async def send(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/s/ID/summary``: approved; to everybody who was there, once, at a decent hour."""
    form = await posted(request)
    words = field(form, "words", LONGEST)
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        view = theirs(await SessionViews(session).by_id(row.public_id, now))
        if view.consultation_kind == "children":
            raise web.HTTPConflict
        found = await of_session(session, row)
        lines = body(view, found.people, found.notes, found.topics, found.votes)
        own = (Message("raw", {"text": OWN_TEXT}),) if words else ()
        texts = {language(request): words} if words else {}
        made = await approve(session, me, row, (*lines, *own), texts, now, lambda: new_id(house.source))
        if made is not None:
            audited(session, me, "approved", now, "message", made)
    for channel in CHANNELS:
        house.bell.ring(channel)
    return to(f"/staff/s/{row.public_id}/summary")
