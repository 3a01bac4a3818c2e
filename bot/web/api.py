"""The open data: ``/api/v1``, read only, described by ``openapi.json``. Within a version, fields are only added.

Everything in it was published by a person and stays as it was; numbers too small to show are ``null``.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.web.api_document import LICENCE, document
from bot.web.parts import PARTS
from bot.web.thrift import THRIFT
from coding.nomenclature import BLOCKS, FAMILIES, components
from handlers.types import Message
from locales import complete_languages, render
from storage.open_data import OpenConsultation, open_consultations
from storage.snapshots import snapshot

JSON = "application/json; charset=utf-8"
PREFIX = "/api/v1"
HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Any page may read open data."""

Make = Callable[[web.Request], Awaitable[dict[str, Any]]]


def routes() -> list[web.RouteDef]:
    """The addresses; HEAD comes with GET."""
    return [
        web.get(f"{PREFIX}/openapi.json", _open(_document)),
        web.get(f"{PREFIX}/consultations", _open(_consultations)),
        web.get(f"{PREFIX}/consultations/{{id}}", _open(_consultation)),
        web.get(f"{PREFIX}/snapshots/{{id}}", _open(_snapshot)),
        web.get(f"{PREFIX}/nomenclature", _open(_nomenclature)),
        web.get(f"{PREFIX}/{{rest:.*}}", _open(_nothing)),
    ]


def _open(make: Make) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """JSON for everybody: kept for a moment, with a mark, and an error as JSON too."""

    async def handler(request: web.Request) -> web.StreamResponse:
        async def made() -> tuple[bytes, str]:
            body = await make(request)
            return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), JSON

        language = _language(request) if make is _nomenclature else ""
        key = f"{request.path}?{language}"
        try:
            response: web.StreamResponse = await request.app[THRIFT].answer(request, key, made)
        except web.HTTPNotFound:
            response = _error(404, "There is nothing under this address.")
        except web.HTTPTooManyRequests as error:
            response = _error(429, "Too many requests that failed. Please wait.")
            response.headers["Retry-After"] = error.headers["Retry-After"]
        response.headers.update(HEADERS)
        return response

    return handler


def _error(status: int, text: str) -> web.Response:
    return web.json_response({"error": text}, status=status, headers={"Cache-Control": "no-store"})


async def _document(request: web.Request) -> dict[str, Any]:
    return document(request.app[PARTS].house.settings.public_url + PREFIX)


async def _consultations(request: web.Request) -> dict[str, Any]:
    async with request.app[PARTS].house.database.read() as session:
        found = await open_consultations(session)
    return {"consultations": [_as_json(one) for one in found], "licence": LICENCE}


async def _consultation(request: web.Request) -> dict[str, Any]:
    async with request.app[PARTS].house.database.read() as session:
        found = await open_consultations(session, request.match_info["id"])
    if not found:
        raise web.HTTPNotFound
    return _as_json(found[0])


async def _snapshot(request: web.Request) -> dict[str, Any]:
    async with request.app[PARTS].house.database.read() as session:
        found = await snapshot(session, request.match_info["id"])
    if found is None:
        raise web.HTTPNotFound
    return {
        "id": found.id,
        "consultation": found.consultation,
        "published_at": found.at.isoformat(),
        "coding": found.coding.value,
        "threshold": found.threshold,
        "tables": found.tables,
        "licence": LICENCE,
    }


async def _nomenclature(request: web.Request) -> dict[str, Any]:
    """Families and topics in plain words, in the language asked for."""
    language = _language(request)

    def word(name: str) -> str:
        return render(Message(name), language)

    return {
        "language": language,
        "blocks": [{"block": block, "families": list(families)} for block, families in BLOCKS.items()],
        "families": [{"code": one, "label": word(f"family.{one}.label")} for one in FAMILIES],
        "topics": [{"code": one, "family": one[0], "label": word(f"code.{one}.label")} for one in components()],
    }


async def _nothing(_request: web.Request) -> dict[str, Any]:
    raise web.HTTPNotFound


def _language(request: web.Request) -> str:
    wanted = request.query.get("language", "en")
    return wanted if wanted in complete_languages() else "en"


def _as_json(one: OpenConsultation) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "town": one.town,
        "country": one.country,
        "languages": list(one.languages),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat() if one.ends_at else None,
        "results_on": one.results_on.isoformat() if one.results_on else None,
        "answer_by": one.answer_by.isoformat() if one.answer_by else None,
        "snapshots": [{"id": edition.id, "published_at": edition.at.isoformat()} for edition in one.editions],
    }
