"""The console's first page: the town, once, and then where the work is."""

from __future__ import annotations

import functools
import zoneinfo

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import field, posted, staff_page
from locales import complete_languages, own_name
from locales.countries import ZONES, countries
from storage import setup
from storage.ids import new_id
from storage.setup import consultations, newest_sessions
from storage.staff import Staff, audited, groups_for
from storage.tables import TownRow


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff", overview), web.get("/staff/", overview), web.post("/staff/town", make_town)]


@staff_page()
async def overview(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff``: the groups; before there is a town, which town it is."""
    if me.town_id is None:
        return _ask_for_town(request, name="", wrong=False)
    async with request.app[PARTS].house.database.read() as session:
        town = await session.get_one(TownRow, me.town_id)
        groups = await groups_for(session, me)
        sessions = await newest_sessions(session, groups)
        asked = await consultations(session, me)
    return shown(
        request,
        "overview.html",
        town=town.name,
        groups=groups,
        sessions=sessions,
        consultations=asked,
        leads=me.role in ("admin", "facilitator"),
        bot=request.app[PARTS].house.bot_name,
    )


@staff_page("admin", "facilitator")
async def make_town(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/town``: the first colleague says which town it is; one who has a town changes nothing."""
    form = await posted(request)
    name, country = field(form, "name"), field(form, "country", 2)
    zone = field(form, "zone", 64) or ZONES.get(country, "")
    spoken = field(form, "language", 8)
    if not name:
        return _ask_for_town(request, name=name, wrong=True)
    if country not in ZONES or zone not in zoneinfo.available_timezones() or spoken not in complete_languages():
        raise web.HTTPBadRequest
    house = request.app[PARTS].house
    async with house.database.write() as session:
        new = functools.partial(new_id, house.source)
        town = await setup.make_town(session, me, name, country, zone, spoken, house.clock(), new)
        if town is not None:
            audited(session, me, "made", house.clock(), "town", town.public_id)
    return to("/staff/consultations/new")


def _ask_for_town(request: web.Request, *, name: str, wrong: bool) -> web.Response:
    return shown(
        request,
        "town.html",
        status=422 if wrong else 200,
        wrong=wrong,
        name=name,
        countries=countries(language(request)),
        town_languages=[(one, own_name(one)) for one in complete_languages()],
    )
