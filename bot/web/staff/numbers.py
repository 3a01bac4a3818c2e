"""Numbers of a consultation inside the town hall: tallies by anything, and pictures with their tables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from aiohttp import web
from babel.numbers import format_decimal, format_percent

from bot.choices import TALLY_FORMATS, Asked
from bot.reports import pictures
from bot.reports.tally import format_tally
from bot.reports.wish import FOR_OUTSIDERS, FORMATS
from bot.reports.words import head, label
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown
from bot.web.staff.gate import NotYoursError, staff_page
from locales import render
from locales.languages import locale
from storage import rules as stored
from storage.agreement import CodedNote, Selection, coded_notes
from storage.columns import Columns, load
from storage.scope import DIMENSIONS, Coding, Scope, Weight
from storage.staff import Staff
from storage.tallies import Cell, count, tally

MOST_LINES = 1_000
"""Lines of a table on the page; all of them are in the files."""
MOST_DIMENSIONS = 3
FIRST = ("xlsx", "plan")
"""The files that most come for."""
SEED = 1
"""The same notes give the same sentences, every time."""
PICTURES: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Cell], str], pictures.Picture]]] = {
    "families": (("family",), pictures.families),
    "feelings": (("question", "family"), pictures.feelings),
    "groups": (("group", "component"), pictures.groups),
    "time": (("month",), pictures.over_time),
}
TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for the page: its address, what it says in words, and its table, in words too."""

    address: str
    alt: str
    rows: Sequence[Sequence[str]]


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/results/{id}/numbers", numbers),
        web.get("/staff/results/{id}/numbers/{name}.{form:svg|png}", picture),
        web.get("/staff/results/{id}/numbers/tally.{form}", table),
    ]


@staff_page("admin", "officer")
async def numbers(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID/numbers?by=family&by=month&weight=people&coding=confirmed``."""
    asked, spoken = _asked(request), language(request)
    async with request.app[PARTS].house.database.read() as session:
        row = await stored.consultation_for(session, me, request.match_info["id"])
        if row is None:
            raise NotYoursError
        columns = await load(session, asked.scope, asked.coding, votes=asked.weight is Weight.VOTES)
        wanted = "differences" in request.query
        coded = await coded_notes(session, Selection(town=row.town.name)) if wanted else []
    cells = await asyncio.to_thread(count, columns, asked.by, asked.weight)
    here = f"/staff/results/{row.public_id}"
    return shown(
        request,
        "numbers.html",
        row=row,
        here_is=here,
        asked=asked,
        query=request.query_string,
        dimensions=[(one, head(spoken, one)) for one in DIMENSIONS],
        weights=[(one.value, head(spoken, one.value)) for one in Weight],
        heads=[head(spoken, one) for one in (*asked.by, "notes", "people", "share", *asked.extra())],
        lines=[_line(one, asked, spoken) for one in cells[:MOST_LINES]],
        more=len(cells) - MOST_LINES,
        sentences=await asyncio.to_thread(_differences, columns, coded, spoken) if wanted else [],
        drawn=[await asyncio.to_thread(_drawn, name, columns, here, spoken) for name in PICTURES] if cells else [],
        forms=sorted(FORMATS, key=lambda one: one not in FIRST),
        for_outsiders=FOR_OUTSIDERS,
    )


@staff_page("admin", "officer")
async def picture(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID/numbers/families.svg?coding=…``, or ``.png``."""
    by, draw = PICTURES.get(request.match_info["name"], ((), None))
    if draw is None:
        raise web.HTTPNotFound
    columns = await _columns(request, me)
    spoken = language(request)
    form = request.match_info["form"]
    made: bytes = await asyncio.to_thread(lambda: getattr(draw(count(columns, by), spoken), form))
    return web.Response(body=made, content_type=TYPES[form], headers={"Cache-Control": "no-store"})


@staff_page("admin", "officer")
async def table(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID/numbers/tally.csv?by=…``: the same as ``wellsay tally --format csv``; also json, xlsx."""
    form = request.match_info["form"]
    if form not in TALLY_FORMATS or form == "table":
        raise web.HTTPNotFound
    asked = _asked(request)
    async with request.app[PARTS].house.database.read() as session:
        if await stored.consultation_for(session, me, request.match_info["id"]) is None:
            raise NotYoursError
        cells = await tally(session, asked.by, asked.scope, asked.coding, asked.weight)
    body = await asyncio.to_thread(format_tally, asked, cells, form)
    headers = {"Content-Disposition": f'attachment; filename="tally.{form}"', "Cache-Control": "no-store"}
    return web.Response(body=body, content_type=TYPES[form], headers=headers)


async def _columns(request: web.Request, me: Staff) -> Columns:
    asked = _asked(request)
    async with request.app[PARTS].house.database.read() as session:
        if await stored.consultation_for(session, me, request.match_info["id"]) is None:
            raise NotYoursError
        return await load(session, asked.scope, asked.coding)


def _asked(request: web.Request) -> Asked:
    """What the address asks for; what makes no sense is left out."""
    by = [one for one in dict.fromkeys(request.query.getall("by", [])) if one in DIMENSIONS][:MOST_DIMENSIONS]
    weight = next((one for one in Weight if one == request.query.get("weight")), Weight.NOTES)
    coding = next((one for one in Coding if one == request.query.get("coding")), Coding.BEST)
    return Asked(tuple(by) or ("family",), Scope(consultation=request.match_info["id"]), coding, weight)


def _differences(columns: Columns, coded: Sequence[CodedNote], spoken: str) -> list[str]:
    """Whether groups differ, and how far all of this can be trusted, in sentences."""
    from bot.reports.differences import difference, error_range, in_words  # slow to load

    random = np.random.default_rng(SEED)
    error = error_range(columns, coded, random)
    found = in_words(difference(columns, "group", random), "group", spoken)
    return [render(one, spoken) for one in (*found, *([error] if error else []))]


def _line(cell: Cell, asked: Asked, spoken: str) -> list[str]:
    where = locale(spoken)
    counts = (cell.notes, cell.people, *(getattr(cell, one) for one in asked.extra()))
    told = ["\N{EN DASH}" if one is None else str(format_decimal(one, locale=where)) for one in counts]
    share = str(format_percent(cell.share, "#,##0.#%", locale=where))
    names = [label(spoken, one, value) for one, value in zip(asked.by, cell.values, strict=True)]
    return [*names, *told[:2], share, *told[2:]]


def _drawn(name: str, columns: Columns, here: str, spoken: str) -> Drawn:
    by, draw = PICTURES[name]
    made = draw(count(columns, by), spoken)
    rows = [[_shown(value, spoken) for value in row] for row in made.table]
    return Drawn(f"{here}/numbers/{name}.svg?coding={columns.coding.value}", made.alt, rows)


def _shown(value: object, spoken: str) -> str:
    if isinstance(value, float):
        return str(format_percent(value, "#,##0.#%", locale=locale(spoken)))
    if isinstance(value, int):
        return str(format_decimal(value, locale=locale(spoken)))
    return "\N{EN DASH}" if value is None else str(value)
