"""Steering a wall: what its buttons do, and the page on which notes are looked at first or let back."""

from __future__ import annotations

from aiohttp import web

from bot.web.errors import wants_json
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.wall import STEERING
from bot.web.wall_live import WALL, Key, look
from bot.web.wall_view import draw
from storage.staff import Staff, audited, session_for
from storage.wall_control import NOTE_VERBS, VERBS, carry_out, hidden, to_look_at

BACK = {"wall": "/wall/{id}", "meeting": "/staff/s/{id}"}
"""Where a button leads back to, by where it stands."""
MOST = 200
"""So many notes are listed at once; the others come when these are done."""


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/s/{id}/wall", desk), web.post("/staff/s/{id}/wall/{verb}", steer)]


@staff_page(*STEERING)
async def desk(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/wall``: what waits for a look, what was taken off, and the wall's buttons."""
    house = request.app[PARTS].house
    session_id = request.match_info["id"]
    async with house.database.read() as session:
        row = await session_for(session, me, session_id)
        if row is None:
            raise NotYoursError
        queue, off = await to_look_at(session, row, MOST), await hidden(session, row, MOST)
    sight = await look(house, Key(session_id))
    if sight is None:
        raise NotYoursError
    spoken = language(request)
    head = draw(sight, Key(session_id), spoken, spoken).head
    return shown(request, "wall.html", about=row, id=session_id, group=row.group.name, head=head, queue=queue, off=off)


@staff_page(*STEERING)
async def steer(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/s/ID/wall/VERB``: one of the buttons; ``note`` says which note it is about."""
    session_id, verb = request.match_info["id"], request.match_info["verb"]
    form = await posted(request)
    note = field(form, "note", 16)
    if verb not in (*VERBS, *NOTE_VERBS):
        raise web.HTTPNotFound
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await session_for(session, me, session_id)
        if row is None or not await carry_out(session, row, verb, note, house.clock()):
            raise NotYoursError
        kind, object_id = ("note", note) if verb in NOTE_VERBS else ("session", session_id)
        audited(session, me, f"wall {verb}", house.clock(), kind, object_id)
    house.bell.ring(WALL)
    if wants_json(request):
        return web.Response(status=204)
    return to(BACK.get(field(form, "from"), "/staff/s/{id}/wall").format(id=session_id))
