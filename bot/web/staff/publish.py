"""Publishing results: what everybody would see, checked against all that was published, and a person who does it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.reports.public import THRESHOLD, CannotPublishError
from bot.reports.results import draft, publish
from bot.reports.shown import pictures_of
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.results import tabled
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.thrift import THRIFT
from storage import rules as stored
from storage.scope import Coding
from storage.snapshots import snapshots
from storage.staff import Staff, audited

MOST_THRESHOLD = 100


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/results", overview),
        web.get("/staff/results/{id}", preview),
        web.get("/staff/results/{id}/draft/{name}.svg", picture),
        web.post("/staff/results/{id}/publish", make_public),
    ]


@staff_page()
async def overview(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results``: the consultations, and when their results were published."""
    async with request.app[PARTS].house.database.read() as session:
        rows = [(one, await snapshots(session, one.public_id)) for one in await stored.consultations(session, me)]
    return shown(request, "results.html", rows=rows)


@staff_page()
async def preview(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID``: what would be published now; the group that supports the town discusses it."""
    return await _preview(request, me, request.query.get("coding", ""), request.query.get("threshold", ""))


@staff_page()
async def picture(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID/draft/families.svg?coding=…&threshold=…``: what would be published, drawn."""
    coding, threshold = _choice(request.query.get("coding", ""), request.query.get("threshold", ""))
    public_id = request.match_info["id"]
    async with request.app[PARTS].house.database.read() as session:
        if await stored.consultation_for(session, me, public_id) is None:
            raise NotYoursError
        try:
            tables = await draft(session, public_id, coding, threshold)
        except CannotPublishError:
            raise web.HTTPNotFound from None
    drawn = pictures_of(dict(tables), language(request)).get(request.match_info["name"])
    if drawn is None:
        raise web.HTTPNotFound
    made = await asyncio.to_thread(lambda: drawn.svg)
    return web.Response(body=made, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@staff_page("admin")
async def make_public(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/results/ID/publish``: frozen, for everybody, and never changed again."""
    form = await posted(request)
    coding, threshold = _choice(field(form, "coding"), field(form, "threshold"))
    public_id = request.match_info["id"]
    house = request.app[PARTS].house
    try:
        async with house.database.write() as session:
            if await stored.consultation_for(session, me, public_id) is None:
                raise NotYoursError
            made = await publish(session, public_id, house.clock(), house.source, coding, threshold)
            audited(session, me, "published", house.clock(), "snapshot", made.id)
    except CannotPublishError:
        return await _preview(request, me, coding.value, str(threshold), status=422)
    request.app[THRIFT].forget()
    return to("/staff/results")


async def _preview(
    request: web.Request, me: Staff, coding_name: str, threshold_text: str, status: int = 200
) -> web.Response:
    coding, threshold = _choice(coding_name, threshold_text)
    public_id = request.match_info["id"]
    async with request.app[PARTS].house.database.read() as session:
        row = await stored.consultation_for(session, me, public_id)
        if row is None:
            raise NotYoursError
        earlier = await snapshots(session, public_id)
        try:
            tables = await draft(session, public_id, coding, threshold)
        except CannotPublishError:
            tables = None
    spoken = language(request)
    return shown(
        request,
        "publish.html",
        status=status,
        row=row,
        tables=[tabled(by, cells, spoken) for by, cells in tables or ()],
        pictures=[(name, one.alt) for name, one in pictures_of(dict(tables or ()), spoken).items()],
        left_out=sum(cell.notes is None for _, cells in tables or () for cell in cells),
        possible=tables is not None,
        earlier=earlier,
        coding=coding.value,
        threshold=threshold,
        least=THRESHOLD,
        most=MOST_THRESHOLD,
        may_publish=me.role == "admin",
    )


def _choice(coding: str, threshold: str) -> tuple[Coding, int]:
    """What was chosen; what makes no sense is the default. Nobody can publish numbers of fewer than the default."""
    chosen = Coding.CONFIRMED if coding == Coding.CONFIRMED.value else Coding.BEST
    number = int(threshold) if threshold.isdecimal() and len(threshold) < 5 else THRESHOLD
    return chosen, min(max(number, THRESHOLD), MOST_THRESHOLD)
