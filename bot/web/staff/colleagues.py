"""Who works here: invite somebody, and end somebody's access at once."""

from __future__ import annotations

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from storage.staff import INVITE_DAYS, ROLES, Staff, audited, colleague, invite, revoke
from storage.staff import colleagues as all_colleagues

LABEL = 80


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/colleagues", colleagues),
        web.post("/staff/colleagues/invite", make_link),
        web.post("/staff/colleagues/{id}/end", end),
    ]


@staff_page("admin")
async def colleagues(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/colleagues``: everybody, and a form for one more."""
    return await _listed(request, me)


@staff_page("admin")
async def make_link(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/colleagues/invite``: a one-time link, shown this once."""
    form = await posted(request)
    role = next((one for one in ROLES if one == field(form, "role")), None)
    if role is None or me.town_id is None:
        raise web.HTTPBadRequest
    house = request.app[PARTS].house
    async with house.database.write() as session:
        token = await invite(session, role, house.clock(), town_id=me.town_id, label=field(form, "label", LABEL))
        audited(session, me, "invited", house.clock(), "role", role)
    return await _listed(request, me, link=f"{house.settings.public_url}/staff/enter#{token}")


@staff_page("admin")
async def end(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/colleagues/ID/end``: whoever it is is out at once, in every browser and chat."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await colleague(session, me, request.match_info["id"])
        if row is None or row.id == me.key:
            raise NotYoursError
        if row.revoked_at is None:
            await revoke(session, row, house.clock())
            audited(session, me, "ended", house.clock(), "staff", row.public_id)
    return to("/staff/colleagues")


async def _listed(request: web.Request, me: Staff, link: str | None = None) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        rows = await all_colleagues(session, me)
    return shown(request, "colleagues.html", rows=rows, roles=ROLES, link=link, days=INVITE_DAYS)
