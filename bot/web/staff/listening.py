"""The listening desk: spoken notes are played and typed; their authors are asked whether that is what they said."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from urllib.parse import urlencode

from aiohttp import web

from bot.coder import see
from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.staff.paper import WALL_BELL
from bot.web.staff.places import WORKERS
from coding.cleaning import LONGEST, clean, has_words
from handlers.types import Button, Message, Reply
from storage import listening
from storage.listening import Typed
from storage.staff import Staff, audited, session_for
from storage.tables import ConsultationRow, NoteRow, SessionRow

ID = 16


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/listening", desk),
        web.get("/staff/listening/{note}/sound", sound),
        web.post("/staff/listening/{note}", write),
    ]


@staff_page(*WORKERS)
async def desk(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/listening``: the spoken note whose sound is deleted first."""
    async with request.app[PARTS].house.database.read() as session:
        note = await listening.first(session, me, request.query.get("after"))
        waiting = await listening.waiting(session, me)
        about = await session_for(session, me, request.query.get("session", "")[:ID])
    return shown(request, "listening.html", about=about, note=note, waiting=waiting, longest=LONGEST)


@staff_page(*WORKERS)
async def sound(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/listening/NOTE/sound``: the sound, opened for this one answer; every listening is in the log."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        note = await listening.spoken(session, me, request.match_info["note"])
        if note is None:
            raise NotYoursError
        audited(session, me, "listened", house.clock(), "note", note.id)
    kind = note.mime.split(";")[0].strip()
    if not kind.startswith("audio/"):
        kind = "application/octet-stream"
    return web.Response(body=house.keyring.open(note.sealed), content_type=kind)


@staff_page(*WORKERS)
async def write(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/listening/NOTE``: what was said; or skip it; or nothing can be understood."""
    house = request.app[PARTS].house
    form = await posted(request)
    note_id, verb, place = request.match_info["note"], field(form, "verb"), field(form, "session", ID)
    text = clean(field(form, "text", LONGEST))
    if verb == "unclear":
        async with house.database.write() as session:
            if not await listening.drop_sound(session, me, note_id, house.clock(), note_too=True):
                raise NotYoursError
            audited(session, me, "deleted", house.clock(), "note", note_id)
        to(_desk(place))
    if verb == "skip" or not has_words(text):
        to(_desk(place, note_id))
    async with house.database.read() as session:
        note = await listening.spoken(session, me, note_id)
        row = await session.get_one(SessionRow, note.session) if note else None
    if note is None or row is None:
        raise NotYoursError
    seen = await see(house, text, row, note.question, note.language)
    typed = Typed(text, seen.language, seen.care, seen.suggestions, seen.version)
    now = house.clock()
    channel = None
    async with house.database.write() as session:
        changed = await listening.write_down(session, me, note_id, typed, now)
        if changed is not None:
            channel = await listening.tell_author(
                session, changed, _asks(changed), now, _due(row.group.consultation, now)
            )
            if field(form, "delete_sound"):
                await listening.drop_sound(session, me, note_id, now, note_too=False)
            audited(session, me, "typed", now, "note", note_id)
    if channel is not None:
        house.bell.ring(channel)
    house.bell.ring(WALL_BELL)
    to(_desk(place))


def _desk(place: str, after: str = "") -> str:
    """The desk's address; ``place``: the session from which somebody came."""
    query = urlencode({name: value for name, value in {"after": after, "session": place}.items() if value})
    return f"/staff/listening?{query}" if query else "/staff/listening"


def _asks(note: NoteRow) -> Reply:
    """Whether that is what the author said; the receipt with its topic comes with the answer."""
    row = (
        Button(Message("button.heard"), f"heard:{note.public_id}"),
        Button(Message("button.edit"), f"edit:{note.public_id}"),
    )
    body = Message("voice.typed", {"n": note.number, "text": note.text})
    return Reply((body,), (row,), f"note:{note.public_id}", fresh=True)


def _due(consultation: ConsultationRow, now: dt.datetime) -> dt.datetime:
    """Now; in quiet hours, their end."""
    here = now.astimezone(zoneinfo.ZoneInfo(consultation.town.timezone))
    begin, end = consultation.quiet_from, consultation.quiet_until
    time = here.time()
    quiet = begin <= time < end if begin <= end else time >= begin or time < end
    if not quiet:
        return now
    day = here.date() if time < end else here.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, end, here.tzinfo).astimezone(dt.UTC)
