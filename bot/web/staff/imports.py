"""Importing a file in the console: what is in it and wrong with it, then storing it while the page tells how far."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from aiohttp import web

from bot.imports.jobs import Jobs
from bot.imports.notes import Importer
from bot.imports.rows import Bad
from bot.imports.sheet import SheetError
from bot.imports.staging import Progress, Ready, Summary
from bot.web.drawing import say
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.staff.paper import WALL_BELL
from bot.web.staff.places import WORKERS
from bot.wiring import House
from handlers.types import Message
from locales import render
from storage import drafts
from storage.ids import new_id
from storage.staff import Staff, audited, session_for
from storage.tables import ImportDraftRow, SessionRow, TownRow

JOBS = web.AppKey("imports", Jobs)
LARGEST = 10 * 1024 * 1024
"""A file of 14 014 notes has about 1.5 MB."""
FIRST, WORST = 10, 100
"""Rows that are shown of a file, and bad rows and doubles."""
AGAIN = "1"
"""Seconds after which a page that tells how far it is loads again, with or without script."""


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/import", choose),
        web.post("/staff/import", send),
        web.get("/staff/import/{draft}", preview),
        web.post("/staff/import/{draft}", store),
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of a file."""

    summary: Summary
    rows: list[Ready]
    bad: list[tuple[int, str]]


@staff_page(*WORKERS)
async def choose(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/import``: which file; with ``session``, for that session, else the file names town and group."""
    session_id = request.query.get("session", "")
    row = await _session(request.app[PARTS].house, me, session_id)
    return shown(request, "import.html", about=row, row=row, session_id=session_id, problem=None, draft=None)


@staff_page(*WORKERS, largest=LARGEST)
async def send(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/import``: the file is kept sealed, and looked at."""
    house = request.app[PARTS].house
    form = await posted(request)
    session_id = field(form, "session")
    file = form.get("file")
    content = b""
    if isinstance(file, web.FileField):
        with file.file as opened:
            content = opened.read()
    row = await _session(house, me, session_id)
    sealed = house.keyring.seal(content)
    async with house.database.write() as session:
        draft_id = await drafts.add(
            session, me, sealed, row.id if row else None, house.clock(), lambda: new_id(house.source)
        )
        audited(session, me, "sent a file", house.clock(), "import", draft_id)
    to(f"/staff/import/{draft_id}")


@staff_page(*WORKERS)
async def preview(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/import/DRAFT``: what is in the file; while it is stored, how far; then what became of it."""
    row, place = await _draft(request, me)
    values: dict[str, Any] = {
        "about": place,
        "row": place,
        "session_id": place.public_id if place else "",
        "draft": row,
        "first": FIRST,
        "most": WORST,
    }
    share = request.app[JOBS].share(row.public_id)
    if row.state != "ready":
        page = shown(request, "import.html", problem=None, told=None, share=share, **values)
        if row.state == "storing":
            page.headers["Refresh"] = AGAIN
        return page
    try:
        told = await _look(request, me, row, place)
    except SheetError as error:
        problem = render(error.message, language(request))
        return shown(request, "import.html", status=422, problem=problem, told=None, share=None, **values)
    return shown(request, "import.html", problem=None, told=told, share=None, **values)


@staff_page(*WORKERS)
async def store(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/import/DRAFT``: store the good rows, in the background; or take a stored file back."""
    house = request.app[PARTS].house
    row, place = await _draft(request, me)
    verb = field(await posted(request), "verb")
    if verb == "back" and row.state == "done":
        async with house.database.write() as session:
            again = await drafts.draft(session, me, row.public_id)
            if again is not None:
                await drafts.take_back(session, again, house.clock())
                audited(session, me, "took back", house.clock(), "import", row.import_id or "")
        house.bell.ring(WALL_BELL)
    elif verb == "store":
        async with house.database.write() as session:
            taken = await drafts.take(session, row.id, house.clock())
        if taken:
            given = await _given(house, me, place)
            work = functools.partial(_store, house, me, row, place, given)
            request.app[JOBS].start(row.public_id, work)
    to(f"/staff/import/{row.public_id}")


async def _store(
    house: House, me: Staff, row: ImportDraftRow, place: SessionRow | None, given: Mapping[str, str], progress: Progress
) -> None:
    done = False
    try:
        importer = Importer(house.database, house.keyring, house.suggester, house.source)
        file = io.BytesIO(house.keyring.open(row.sealed))
        staged = await importer.look(file, house.clock(), lambda share: progress(0.9 * share), given)
        try:
            into = place.id if place else None
            await importer.store(
                staged, house.clock(), lambda share: progress(0.9 + 0.1 * share), me, into=into, draft=row.id
            )
            done = True
        finally:
            staged.close()
        house.bell.ring(WALL_BELL)
    finally:
        if not done:
            async with house.database.write() as session:
                await drafts.let_go(session, row.id)


async def _look(request: web.Request, me: Staff, row: ImportDraftRow, place: SessionRow | None) -> Told:
    house = request.app[PARTS].house
    importer = Importer(house.database, house.keyring, house.suggester, house.source)
    file = io.BytesIO(house.keyring.open(row.sealed))
    given = await _given(house, me, place)
    staged = await importer.look(file, house.clock(), lambda _share: None, given, suggest=False)
    try:
        rows = list(islice(staged.rows(), FIRST))
    finally:
        staged.close()
    spoken = language(request)
    return Told(staged.summary, rows, [(bad.line, _reasons(bad, spoken)) for bad in staged.summary.bad[:WORST]])


def _reasons(bad: Bad, spoken: str) -> str:
    return "; ".join(say_message(one, spoken) for one in bad.reasons)


def say_message(message: Message, spoken: str) -> str:
    """A message with plain arguments, as plain text."""
    return say(message.id, spoken, **{name: one for name, one in message.args.items() if isinstance(one, str | int)})


async def _draft(request: web.Request, me: Staff) -> tuple[ImportDraftRow, SessionRow | None]:
    """One's own file, and the session that it is for; both are looked up anew, so that lost rights count at once."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = await drafts.draft(session, me, request.match_info["draft"])
        place = await session.get(SessionRow, row.session_id) if row and row.session_id else None
    if row is None:
        raise NotYoursError
    return row, await _session(house, me, place.public_id if place else "")


async def _session(house: House, me: Staff, session_id: str) -> SessionRow | None:
    """The session that a file is for. Only who works for the whole town imports without one."""
    if not session_id and me.role != "facilitator":
        return None
    async with house.database.read() as session:
        row = await session_for(session, me, session_id)
    if row is None:
        raise NotYoursError
    return row


async def _given(house: House, me: Staff, place: SessionRow | None) -> dict[str, str]:
    """What is the same in all rows: the town, and in a session's file the group."""
    if place is not None:
        return {"town": place.group.consultation.town.name, "group": place.group.name}
    async with house.database.read() as session:
        town = await session.get(TownRow, me.town_id) if me.town_id is not None else None
    if town is None:
        raise NotYoursError
    return {"town": town.name}
