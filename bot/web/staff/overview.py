"""The console's first page: the town, once, and then where the work is."""

from __future__ import annotations

import zoneinfo

from aiohttp import web
from babel import Locale

from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import field, posted, staff_page
from locales import complete_languages, own_name
from storage.ids import new_id
from storage.setup import consultations, newest_sessions
from storage.staff import Staff, audited, groups_for
from storage.tables import StaffRow, TownRow

ZONES = {
    "AL": "Europe/Tirane", "AD": "Europe/Andorra", "AM": "Asia/Yerevan", "AT": "Europe/Vienna", "AZ": "Asia/Baku",
    "BE": "Europe/Brussels", "BA": "Europe/Sarajevo", "BG": "Europe/Sofia", "HR": "Europe/Zagreb", "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GE": "Asia/Tbilisi", "DE": "Europe/Berlin", "GR": "Europe/Athens", "HU": "Europe/Budapest",
    "IS": "Atlantic/Reykjavik", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LV": "Europe/Riga", "LI": "Europe/Vaduz",
    "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "MT": "Europe/Malta", "MD": "Europe/Chisinau",
    "MC": "Europe/Monaco", "ME": "Europe/Podgorica", "NL": "Europe/Amsterdam", "MK": "Europe/Skopje",
    "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "SM": "Europe/San_Marino", "RS": "Europe/Belgrade", "SK": "Europe/Bratislava", "SI": "Europe/Ljubljana",
    "ES": "Europe/Madrid", "SE": "Europe/Stockholm", "CH": "Europe/Zurich", "TR": "Europe/Istanbul",
    "UA": "Europe/Kyiv", "GB": "Europe/London",
}  # fmt: skip
"""The members of the Council of Europe, and the time in most of each."""


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
        row = await session.get_one(StaffRow, me.key)
        if row.town_id is None:
            town = TownRow(
                public_id=new_id(house.source),
                name=name,
                timezone=zone,
                country=country,
                default_language=spoken,
                created_at=house.clock(),
            )
            session.add(town)
            await session.flush()
            row.town_id = town.id
            audited(session, me, "made", house.clock(), "town", town.public_id)
    return to("/staff/consultations/new")


def _ask_for_town(request: web.Request, *, name: str, wrong: bool) -> web.Response:
    names = Locale.parse(language(request)).territories
    return shown(
        request,
        "town.html",
        status=422 if wrong else 200,
        wrong=wrong,
        name=name,
        countries=sorted(((code, names[code]) for code in ZONES), key=lambda one: one[1]),
        town_languages=[(one, own_name(one)) for one in complete_languages()],
    )
