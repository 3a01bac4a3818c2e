"""The facilitator's guide: one short screen a step."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.frame import shown
from bot.web.staff.gate import staff_page
from storage.staff import Staff

STEPS = ("before", "first", "writing", "talking", "end", "second", "third", "open", "children", "trouble")


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/guide", guide)]


@staff_page()
async def guide(request: web.Request, _me: Staff) -> web.StreamResponse:
    """``GET /staff/guide``: every step in three lines; the meeting's page links to its own."""
    return shown(request, "guide.html", steps=STEPS)
