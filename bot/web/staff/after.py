"""Around a session: the notes to talk about. What goes back to everybody afterwards is in ``feedback``."""

from __future__ import annotations

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown
from bot.web.staff.gate import staff_page, theirs
from storage.disputes import by_family
from storage.staff import Staff, session_for


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/s/{id}/notes", talk_about)]


@staff_page("admin", "facilitator")
async def talk_about(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/notes``: the group's notes by family, those on which people differ first."""
    async with request.app[PARTS].house.database.read() as session:
        row = theirs(await session_for(session, me, request.match_info["id"]))
        families = await by_family(session, row.group)
    return shown(request, "talk_about.html", row=row, families=families)
