"""The coding desk: one note after the other, coded with the keyboard; and the notes that may name somebody."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from aiohttp import web
from numpy.random import default_rng

from bot.reports.agreement import report
from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.staff.paper import WALL_BELL
from bot.web.staff.places import WORKERS
from bot.web.staff.topics import families, known, suggested, topic
from coding import names, personal
from storage.agreement import Selection, coded_notes
from storage.coding_desk import DISPUTED, Wanted, count, give_codes, next_note, one_note, take_back
from storage.meetings import newest_of
from storage.names import decide, named_notes, named_text
from storage.staff import Staff, audited, group_for, groups_for, session_for
from storage.tables import TownRow

ID = 16
MOST = 50
"""Notes that may name somebody, on one page."""
SEED = 1
PAIRS = {"suggestion-facilitator": "coding.pair_suggestion", "author-facilitator": "coding.pair_author"}


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/coding", desk),
        web.post("/staff/coding/{note}", code),
        web.get("/staff/agreement", agreement),
        web.get("/staff/names", named),
        web.post("/staff/names/{note}", look),
    ]


@dataclass(frozen=True, slots=True)
class Batch:
    """What somebody works through: ``blind`` hides what the author chose, ``again`` what colleagues coded."""

    group: str
    blind: bool
    again: bool

    def address(self, **more: str) -> str:
        """The desk's address for this batch."""
        flags = {"group": self.group, "blind": "1" if self.blind else "", "again": "1" if self.again else ""}
        query = urlencode({name: value for name, value in (flags | more).items() if value})
        return f"/staff/coding?{query}" if query else "/staff/coding"


@staff_page(*WORKERS)
async def desk(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/coding``: the next note; with ``note`` that one, with ``after`` the one that follows."""
    query = request.query
    batch = Batch(query.get("group", "")[:16], bool(query.get("blind")), bool(query.get("again")))
    wanted = Wanted(batch.group or None, batch.again)
    async with request.app[PARTS].house.database.read() as session:
        groups = await groups_for(session, me)
        if query.get("note"):
            note = await one_note(session, me, query["note"])
        else:
            note = await next_note(session, me, wanted, query.get("after"))
        left = await count(session, me, wanted)
        group = await group_for(session, me, batch.group) if batch.group else None
        about = await newest_of(session, group) if group else None
    hide = batch.blind or batch.again
    return shown(
        request,
        "coding.html",
        about=about,
        batch=batch,
        groups=groups,
        note=note,
        author=None if note is None or hide else topic(request, note.author),
        coded=None if note is None or batch.again else note.coded,
        secondary=None if note is None or batch.again else note.secondary,
        offered=suggested(request, note.suggestions) if note else [],
        families=families(request),
        left=sum(left.values()),
        disputed=left.get(DISPUTED, 0),
        last=query.get("last", "")[:16],
        after=query.get("after"),
    )


@staff_page(*WORKERS)
async def code(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/coding/NOTE``: its codes; or skip it; or take one's own back."""
    house = request.app[PARTS].house
    form = await posted(request)
    batch = Batch(field(form, "group", 16), bool(field(form, "blind")), bool(field(form, "again")))
    note = request.match_info["note"]
    verb = field(form, "verb")
    chosen = known(field(form, "other")) or known(field(form, "code"))
    second = known(field(form, "secondary"))
    if verb == "skip" or (verb != "undo" and chosen is None):
        to(batch.address(after=note))
    async with house.database.write() as session:
        if verb == "undo":
            done = await take_back(session, me, note, house.clock())
        else:
            done = await give_codes(
                session, me, note, chosen or "", None if second == chosen else second, house.clock()
            )
        if not done:
            raise NotYoursError
        audited(session, me, "uncoded" if verb == "undo" else "coded", house.clock(), "note", note)
    house.bell.ring(WALL_BELL)
    to(batch.address(note=note) if verb == "undo" else batch.address(after=note, last=note))


@staff_page(*WORKERS)
async def agreement(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/agreement``: how far facilitators agree with suggestions and authors, in a group or in the town."""
    wanted = request.query.get("group", "")
    async with request.app[PARTS].house.database.read() as session:
        groups = await groups_for(session, me)
        group = await group_for(session, me, wanted) if wanted else None
        town = await session.get(TownRow, me.town_id) if me.town_id is not None else None
        allowed = town is not None and (group is not None or me.role != "facilitator")
        notes = []
        if town is not None and allowed:
            notes = await coded_notes(session, Selection(town=town.name, group=group.name if group else None))
    rows, _ = await asyncio.to_thread(report, notes, None, "family", default_rng(SEED))
    pairs = [(PAIRS[row.pair], row.found) for row in rows if row.pair in PAIRS]
    return shown(request, "agreement.html", groups=groups, group=wanted, pairs=pairs, allowed=allowed)


@staff_page(*WORKERS)
async def named(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/names``: notes that may name somebody; until somebody looks, nobody else sees them."""
    async with request.app[PARTS].house.database.read() as session:
        notes = await named_notes(session, me, MOST)
        about = await session_for(session, me, request.query.get("session", "")[:ID])
    return shown(request, "names.html", about=about, notes=[(one, masked(one.text)) for one in notes])


@staff_page(*WORKERS)
async def look(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/names/NOTE``: show it as it is, with the names masked, or to nobody."""
    house = request.app[PARTS].house
    form = await posted(request)
    verb, place = field(form, "verb"), field(form, "session", ID)
    if verb not in ("show", "mask", "hide"):
        raise web.HTTPBadRequest
    note = request.match_info["note"]
    async with house.database.write() as session:
        text = await named_text(session, me, note)
        if text is not None:
            safe = masked(text) if verb == "mask" else None
            await decide(session, me, note, house.clock(), text=safe, hide=verb == "hide")
            audited(session, me, f"name {verb}", house.clock(), "note", note)
    house.bell.ring(WALL_BELL)
    to(f"/staff/names?session={quote(place)}" if place else "/staff/names")


def masked(text: str) -> str:
    """A text with what may be names replaced."""
    for name in reversed(names.find(text)):
        text = text[: name.start] + personal.MASK + text[name.end :]
    return text
