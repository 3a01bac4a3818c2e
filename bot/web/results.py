"""``/results/ID``: what was published of a consultation, as pictures with their tables, and what comes next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from babel.numbers import format_decimal, format_percent

from bot.reports.pictures import Picture
from bot.reports.public import ALL
from bot.reports.results import published
from bot.reports.shown import pictures_of
from bot.reports.words import label
from bot.web.api import PREFIX
from bot.web.api_document import LICENCE
from bot.web.chat import settled_language
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.thrift import THRIFT
from bot.web.views import fill
from handlers.citizen.texts import choose_text
from handlers.types import Message
from locales import complete_languages, render
from locales.languages import locale
from storage.open_data import OpenConsultation, open_consultations
from storage.snapshots import Snapshot, snapshot

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
NOBODY_KNOWN = "\N{EN DASH}"
"""Instead of a number that is not known."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table in words: its dimensions, the heads of its columns, and its rows; the dimensions' values come first."""

    by: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/results/{id}", results), web.get("/results/{id}/{edition}/{name}.svg", picture)]


async def results(request: web.Request) -> web.StreamResponse:
    """``GET /results/ID``: the newest edition, or ``?edition=…`` an earlier one; nothing before somebody published."""
    spoken = await settled_language(request)
    edition = request.query.get("edition", "")[:16]

    async def made() -> tuple[bytes, str]:
        open_one, shown = await _found(request, edition)
        return _page(request, open_one, shown, spoken).encode(), HTML

    key = f"{request.path}?{edition}#{spoken}"
    response = await request.app[THRIFT].answer(request, key, made)
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    response.headers["Content-Language"] = spoken
    response.headers["Cache-Control"] = "private, max-age=30"
    return response


async def picture(request: web.Request) -> web.StreamResponse:
    """``GET /results/ID/EDITION/families.svg?language=xx``: a picture of an edition; also feelings and time."""
    name = request.match_info["name"]
    wanted = request.query.get("language", "")
    spoken = wanted if wanted in complete_languages() else language(request)

    async def made() -> tuple[bytes, str]:
        _, shown = await _found(request, request.match_info["edition"])
        drawn = _pictures(shown, spoken).get(name)
        if drawn is None:
            raise web.HTTPNotFound
        return await asyncio.to_thread(lambda: drawn.svg), SVG

    return await request.app[THRIFT].answer(request, f"{request.path}#{spoken}", made)


async def _found(request: web.Request, edition: str) -> tuple[OpenConsultation, Snapshot]:
    async with request.app[PARTS].house.database.read() as session:
        found = await open_consultations(session, request.match_info["id"])
        if not found:
            raise web.HTTPNotFound
        shown = await snapshot(session, edition or found[0].editions[0].id)
    if shown is None or shown.consultation != found[0].id:
        raise web.HTTPNotFound
    return found[0], shown


def _page(request: web.Request, one: OpenConsultation, shown: Snapshot, spoken: str) -> str:
    zone = ZoneInfo(one.timezone)
    days = [(edition.id, edition.at.astimezone(zone).date()) for edition in one.editions]
    return fill(
        request,
        "results.html",
        one=one,
        shown=shown,
        day=shown.at.astimezone(zone).date(),
        coding=f"pic.{shown.coding.value}",
        total=_total(shown, spoken),
        pictures=[(name, one.alt) for name, one in _pictures(shown, spoken).items()],
        tables=[tabled(by, cells, spoken) for by, cells in published(shown).tables],
        days=days,
        next_steps=[render(message, spoken) for message in _next(one)],
        influence=choose_text(one.influence, spoken, one.default_language),
        licence=LICENCE,
        data=f"{PREFIX}/snapshots/{shown.id}",
    )


def _next(one: OpenConsultation) -> Iterator[Message]:
    if one.results_on:
        yield Message("welcome.results_on", {"town": one.town, "date": one.results_on})
    if one.answer_by:
        yield Message("welcome.answer_by", {"date": one.answer_by})


def tabled(by: Sequence[str], cells: Sequence[Any], spoken: str) -> Shown:
    """A published table in words: sums are named so, what was left out says so."""
    rows = []
    for cell in cells:
        named = [
            render(Message("results.all"), spoken) if value is ALL else label(spoken, dimension, value)
            for dimension, value in zip(by, cell.values, strict=True)
        ]
        rows.append((*named, *_numbers(cell, spoken)))
    heads = tuple(render(Message(f"results.head.{one}"), spoken) for one in (*by, "notes", "people", "share"))
    return Shown(tuple(by), heads, tuple(rows))


def _numbers(cell: Any, spoken: str) -> tuple[str, str, str]:
    if cell.notes is None:
        left_out = render(Message("results.left_out"), spoken)
        return (left_out, left_out, left_out)
    where = locale(spoken)
    people = NOBODY_KNOWN if cell.people is None else str(format_decimal(cell.people, locale=where))
    share = NOBODY_KNOWN if cell.share is None else str(format_percent(cell.share, "#,##0.#%", locale=where))
    return str(format_decimal(cell.notes, locale=where)), people, share


def _pictures(shown: Snapshot, spoken: str) -> dict[str, Picture]:
    return pictures_of(dict(published(shown).tables), spoken)


def _total(shown: Snapshot, spoken: str) -> tuple[str, ...] | None:
    """Notes and people altogether, if they are published."""
    for _, cells in published(shown).tables:
        for cell in cells:
            if all(value is ALL for value in cell.values) and cell.notes is not None:
                said = [render(Message("results.notes", {"n": cell.notes}), spoken)]
                if cell.people is not None:
                    said.append(render(Message("results.people", {"n": cell.people}), spoken))
                return tuple(said)
    return None
