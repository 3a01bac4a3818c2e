"""Files to take away: an export is made on the side, then sent, and nothing of it stays."""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from pathlib import Path

from aiohttp import web
from rich.console import Console

from bot.reports.export import export
from bot.reports.wish import FOR_OUTSIDERS, FORMATS, Wish
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.gate import NotYoursError, staff_page
from storage import rules as stored
from storage.database import Database
from storage.scope import Coding, Scope
from storage.staff import Staff, audited

ENDINGS = {
    "notes-csv": "csv",
    "notes-jsonl": "jsonl",
    "xlsx": "xlsx",
    "parquet": "parquet",
    "decidim": "csv",
    "polis": "csv",
    "plan": "docx",
}
CHUNK = 256 * 1024
ONE_AT_A_TIME = web.AppKey("one_at_a_time", asyncio.Lock)


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/results/{id}/files/{form}", take, allow_head=False)]


@staff_page("admin", "officer")
async def take(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/results/ID/files/xlsx?coding=…&outside=1``: made from one snapshot, in a thread of its own.

    One at a time, so that a hall full of people does not wait for two.
    """
    form = request.match_info["form"]
    if form not in FORMATS:
        raise web.HTTPNotFound
    house, public_id = request.app[PARTS].house, request.match_info["id"]
    async with house.database.write() as session:
        if await stored.consultation_for(session, me, public_id) is None:
            raise NotYoursError
        audited(session, me, "exported", house.clock(), form, public_id)
    coding = Coding.CONFIRMED if request.query.get("coding") == Coding.CONFIRMED else Coding.BEST
    outside = form in FOR_OUTSIDERS or request.query.get("outside") == "1"
    wish = Wish(form, Scope(consultation=public_id), coding, outside, language(request))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{form}.{ENDINGS[form]}"
        async with request.app[ONE_AT_A_TIME]:
            await asyncio.to_thread(_make, house.settings.database_url, wish, path)
        return await _sent(request, path)


def _make(url: str, wish: Wish, path: Path) -> None:
    """Writing a file takes seconds of work: that has an event loop and a connection of its own."""

    async def made() -> None:
        database = Database(url)
        try:
            await export(database, wish, path, Console(file=io.StringIO()))
        finally:
            await database.close()

    asyncio.run(made())


async def _sent(request: web.Request, path: Path) -> web.StreamResponse:
    headers = {"Content-Disposition": f'attachment; filename="{path.name}"', "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    response.content_type = "application/octet-stream"
    with path.open("rb") as file:
        response.content_length = os.fstat(file.fileno()).st_size
        await response.prepare(request)
        while part := file.read(CHUNK):
            await response.write(part)
    await response.write_eof()
    return response
