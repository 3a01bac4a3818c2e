"""Departments: what there is, who works where, how soon they are reminded."""

from __future__ import annotations

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from coding.cleaning import clean
from storage.database import Session
from storage.ids import new_id
from storage.referrals import departments, waiting_at
from storage.staff import INVITE_DAYS, Staff, audited, colleague, colleagues, invite
from storage.tables import DepartmentRow

NAME = 200
FEWEST_DAYS, MOST_DAYS, USUAL_DAYS = 1, 365, 14


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/departments", listed),
        web.post("/staff/departments", make),
        web.post("/staff/departments/{id}", change),
        web.post("/staff/departments/{id}/invite", make_link),
        web.post("/staff/departments/of/{id}", assign),
    ]


@staff_page("admin")
async def listed(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/departments``: all of them, and who works where."""
    return await _shown(request, me)


@staff_page("admin")
async def make(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/departments``: one more."""
    form = await posted(request)
    name = clean(field(form, "name", NAME))
    house = request.app[PARTS].house
    if name and me.town_id is not None:
        async with house.database.write() as session:
            row = DepartmentRow(
                public_id=new_id(house.source),
                town_id=me.town_id,
                name=name,
                remind_days=_days(field(form, "days")),
                created_at=house.clock(),
            )
            session.add(row)
            audited(session, me, "made", house.clock(), "department", row.public_id)
    return to("/staff/departments")


@staff_page("admin")
async def change(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/departments/ID``: another name, another number of days."""
    form = await posted(request)
    async with request.app[PARTS].house.database.write() as session:
        row = await _department(session, me, request.match_info["id"])
        row.name = clean(field(form, "name", NAME)) or row.name
        row.remind_days = _days(field(form, "days"))
    return to("/staff/departments")


@staff_page("admin")
async def make_link(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/invite``: a one-time link that makes its opener an officer of the department, shown this once."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await _department(session, me, request.match_info["id"])
        token = await invite(
            session, "officer", house.clock(), town_id=me.town_id, label=row.name[:80], department_id=row.id
        )
        audited(session, me, "invited", house.clock(), "department", row.public_id)
    return await _shown(request, me, link=f"{house.settings.public_url}/staff/enter#{token}")


@staff_page("admin")
async def assign(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/departments/of/COLLEAGUE``: from now on they work there, or in none."""
    wanted = field(await posted(request), "department")
    house = request.app[PARTS].house
    async with house.database.write() as session:
        person = await colleague(session, me, request.match_info["id"])
        if person is None:
            raise NotYoursError
        person.department_id = (await _department(session, me, wanted)).id if wanted else None
        audited(session, me, "assigned", house.clock(), "staff", person.public_id)
    return to("/staff/departments")


async def _department(session: Session, me: Staff, public_id: str) -> DepartmentRow:
    for row in await departments(session, me.town_id):
        if row.public_id == public_id:
            return row
    raise NotYoursError


def _days(text: str) -> int:
    known = text.isascii() and text.isdecimal() and len(text) < 5
    return min(max(int(text), FEWEST_DAYS), MOST_DAYS) if known else USUAL_DAYS


async def _shown(request: web.Request, me: Staff, link: str | None = None) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        rows = await departments(session, me.town_id)
        people = [one for one in await colleagues(session, me) if one.revoked_at is None]
        waiting = {row.id: await waiting_at(session, row.id) for row in rows}
    officers = {row.id: sum(one.department_id == row.id for one in people) for row in rows}
    return shown(
        request,
        "departments.html",
        rows=rows,
        people=[one for one in people if one.role in ("officer", "admin")],
        waiting=waiting,
        officers=officers,
        link=link,
        days=INVITE_DAYS,
        usual=USUAL_DAYS,
    )
