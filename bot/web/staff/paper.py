"""Paper is equal: typing notes in with the keyboard alone, and printing a session's wall as post-its."""

from __future__ import annotations

from aiohttp import web

from bot.coder import see
from bot.web.drawing import say
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import NotYoursError, field, posted, staff_page
from bot.web.staff.places import WORKERS
from bot.web.staff.topics import families, known, suggested, topic
from coding.cleaning import LONGEST, clean, has_words, is_emoji_only
from handlers.types import Suggestion
from locales import LANGUAGES, own_name
from locales.messages import MESSAGES
from storage.coding_desk import give_codes
from storage.ids import new_id
from storage.paper import PaperNote, PaperNotes, Stamp, count_typed, latest_typed, my_sessions, paper_note
from storage.staff import Staff, audited, session_for
from storage.tables import SessionRow
from storage.wall import wall_notes

CHANNEL = "console"
WALL_BELL = "wall"
LATEST = 5


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/paper", sessions),
        web.get("/staff/s/{id}/paper", typing),
        web.post("/staff/s/{id}/paper", store),
        web.post("/staff/s/{id}/paper/{note}", code),
        web.get("/staff/s/{id}/print", printed),
    ]


@staff_page(*WORKERS)
async def sessions(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/paper``: for which session? Typing, importing and printing begin here."""
    async with request.app[PARTS].house.database.read() as session:
        rows = await my_sessions(session, me)
    return shown(request, "paper_sessions.html", rows=rows, may_import_all=me.role != "facilitator")


@staff_page(*WORKERS)
async def typing(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/paper``: a line to type in, or, with ``note``, where that note belongs."""
    async with request.app[PARTS].house.database.read() as session:
        row = await session_for(session, me, request.match_info["id"])
        if row is None:
            raise NotYoursError
        latest = await latest_typed(session, row, LATEST)
        total = await count_typed(session, row)
        asked = request.query.get("note")
        note = await paper_note(session, row, asked) if asked else None
    question = _question(row, request.query.get("q", ""))
    spoken = request.query.get("in", "")
    return shown(
        request,
        "paper.html",
        about=row,
        row=row,
        question=question,
        wording=_wording(request, question),
        note=note,
        offered=suggested(request, [Suggestion(*one) for one in note.suggestions]) if note else [],
        families=families(request),
        latest=[(one, topic(request, one.facilitator_code)) for one in latest if note is None or one.id != note.id],
        total=total,
        spoken=spoken if spoken in LANGUAGES else "",
        tongues=[(one, own_name(one)) for one in LANGUAGES],
        longest=LONGEST,
        error=request.query.get("error") == "words",
    )


@staff_page(*WORKERS)
async def store(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/s/ID/paper``: the note is stored at once, and then asked about."""
    house = request.app[PARTS].house
    form = await posted(request)
    async with house.database.read() as session:
        row = await session_for(session, me, request.match_info["id"])
    if row is None:
        raise NotYoursError
    question = _question(row, field(form, "question"))
    spoken = field(form, "spoken", 8)
    spoken = spoken if spoken in LANGUAGES else ""
    here = f"/staff/s/{row.public_id}/paper?q={question}&in={spoken}"
    text = clean(field(form, "text", LONGEST))
    if not has_words(text) and not is_emoji_only(text):
        to(f"{here}&error=words")
    seen = await see(house, text, row, question, spoken or None)
    stamp = Stamp(house.clock(), CHANNEL, "facilitator", seen.version, me.key)
    note = PaperNote(
        session=row.id,
        question=question,
        text=text,
        safe_text=seen.care.safe_text,
        review=seen.care.review,
        language=spoken or seen.language,
        at=stamp.now,
        suggestions=seen.suggestions,
    )
    async with house.database.write() as session:
        (note_id,) = await PaperNotes(session, lambda: new_id(house.source), stamp).add([note])
        audited(session, me, "typed", stamp.now, "note", note_id)
    house.bell.ring(WALL_BELL)
    to(f"{here}&note={note_id}")


@staff_page(*WORKERS)
async def code(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/s/ID/paper/NOTE``: where it belongs; or it is left to the coding desk; or it goes."""
    house = request.app[PARTS].house
    form = await posted(request)
    chosen = known(field(form, "other")) or known(field(form, "code"))
    verb = field(form, "verb")
    async with house.database.write() as session:
        row = await session_for(session, me, request.match_info["id"])
        note = await paper_note(session, row, request.match_info["note"]) if row else None
        if row is None or note is None:
            raise NotYoursError
        if verb == "delete":
            note.deleted_at = note.changed_at = house.clock()
            audited(session, me, "deleted", house.clock(), "note", note.public_id)
        elif verb != "later" and chosen:
            await give_codes(session, me, note.public_id, chosen, note.secondary_code, house.clock())
            audited(session, me, "coded", house.clock(), "note", note.public_id)
    house.bell.ring(WALL_BELL)
    to(f"/staff/s/{row.public_id}/paper?q={_question(row, field(form, 'question'))}&in={field(form, 'spoken', 8)}")


@staff_page(*WORKERS)
async def printed(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/s/ID/print``: what may be shown, one note a post-it, twelve on A4."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = await session_for(session, me, request.match_info["id"])
        if row is None:
            raise NotYoursError
        notes = await wall_notes(session, row.public_id)
    spoken = language(request)
    names = {letter: say(f"family.{letter}.label", spoken) for letter in "ABCDEFGH"}
    ordered = sorted(notes, key=lambda one: (one.question, one.family or "Z"))
    return shown(request, "print.html", about=row, row=row, notes=ordered, names=names)


def _question(row: SessionRow, wanted: str) -> int:
    """The question that is typed for: the one that was chosen, else the session's first."""
    asked = [one for one in row.questions if str(one) == wanted]
    return int((asked or row.questions or [1])[0])


def _wording(request: web.Request, question: int) -> str:
    name = f"question.{question}"
    return say(name, language(request)) if name in MESSAGES else str(question)
