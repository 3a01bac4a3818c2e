"""Groups: making one, and its page with the join code, the sheet to print, its meetings and the words to everybody."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.network import only_here
from bot.reports.sheet import LANGUAGES as SHEET_LANGUAGES
from bot.reports.sheet import SIZES, Invitation, sheet
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, field, posted, staff_page, theirs
from bot.web.views import page
from locales import complete_languages, own_name
from storage.ids import new_id
from storage.meetings import new_session, sessions_of
from storage.setup import (
    GROUP_KINDS,
    LED,
    TAGS,
    Gathering,
    consultation_for,
    consultations,
    make_group,
    plan_of,
    set_tags,
    tags_of,
)
from storage.staff import Staff, audited, group_for, invite
from storage.tables import AddressRow, StaffRow

LONGEST_NAME, LONGEST_TAGS = 200, 400
LINK = "s-"
"""Before the secret of an invitation that is opened on Telegram."""


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/groups/new", blank),
        web.post("/staff/groups/new", make),
        web.get("/staff/groups/{id}", group),
        web.post("/staff/groups/{id}", change),
        web.post("/staff/groups/{id}/session", add_session),
        web.get("/staff/groups/{id}/sheet.pdf", printed),
        web.post("/staff/telegram", telegram),
    ]


@staff_page("admin", "facilitator")
async def blank(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/groups/new?consultation=ID``: the form."""
    return await _asked(request, me, {}, missing=False)


@staff_page("admin", "facilitator")
async def make(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/new``: a group with its join code and its first meeting."""
    form = await posted(request)
    given = {name: field(form, name) for name in form}
    if not given.get("name"):
        return await _asked(request, me, given, missing=True)
    kind = given.get("kind", "")
    if kind not in GROUP_KINDS:
        raise web.HTTPBadRequest
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        asked = theirs(await consultation_for(session, me, given.get("consultation", "")))
        starts_at, ends_at = _times(given, asked.town.timezone)
        wanted = Gathering(given["name"][:LONGEST_NAME], kind, _tags(form), starts_at, ends_at)
        row = await make_group(session, me, asked, wanted, now, house.source, lambda: new_id(house.source))
        audited(session, me, "made", now, "group", row.public_id)
    return to(f"/staff/groups/{row.public_id}")


@staff_page("admin", "facilitator")
async def group(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/groups/ID``: all about a group."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        sessions = await sessions_of(session, row)
        tags = await tags_of(session, row)
        chat = await session.get(AddressRow, row.chat_id) if row.chat_id else None
    base = house.settings.public_url
    default = row.consultation.town.default_language
    return shown(
        request,
        "group.html",
        group=row,
        sessions=sessions,
        tags=tags,
        known_tags=TAGS,
        chat_gone=chat is not None and chat.left_at is not None,
        free=", ".join(one for one in tags if one not in TAGS),
        link=f"{base}/c/{row.join_code}",
        bot=house.bot_name,
        refused=only_here(base),
        base=base,
        sizes=SIZES,
        offered=[(one, own_name(one)) for one in complete_languages()],
        first=_three(default, language(request)),
        again=bool(sessions) and sessions[0].state == "closed" and row.kind != "mixed",
    )


@staff_page("admin", "facilitator")
async def change(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/ID``: another name, other tags."""
    form = await posted(request)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        row.name = field(form, "name", LONGEST_NAME) or row.name
        await set_tags(session, row, _tags(form))
        audited(session, me, "changed", house.clock(), "group", row.public_id)
    return to(f"/staff/groups/{row.public_id}")


@staff_page("admin", "facilitator")
async def add_session(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/ID/session``: the next meeting, once; pressed twice it is the same one."""
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        sessions = await sessions_of(session, row)
        meeting = sessions[0] if sessions else None
        if meeting is None or meeting.state == "closed":
            kind, questions = plan_of(row, again=meeting is not None)
            led = row.kind in LED
            meeting = new_session(row, kind, questions, now, lambda: new_id(house.source), led=led)
            session.add(meeting)
            audited(session, me, "made", now, "session", meeting.public_id)
    return to(f"/staff/s/{meeting.public_id}")


@staff_page("admin", "facilitator")
async def printed(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/groups/ID/sheet.pdf?size=A4&language=…``: the sheet with the QR code, in up to three languages.

    Refused while only this machine can be reached.
    """
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
    base = house.settings.public_url
    if only_here(base):
        return page(
            request,
            "message.html",
            sentence="web.qr_local",
            args={"address": base},
            join=False,
            open_code=row.join_code,
        )
    wanted = [one for one in request.query.getall("language", []) if one in complete_languages()]
    spoken = tuple(dict.fromkeys(wanted))[:SHEET_LANGUAGES] or (row.consultation.town.default_language,)
    size = request.query.get("size", "A4")
    invitation = Invitation(
        town=row.consultation.town.name,
        address=base.partition("://")[2],
        link=f"{base}/c/{row.join_code}",
        code=row.join_code,
        bot=house.bot_name,
        children=row.consultation.kind == "children",
    )
    made = await house.draw(sheet, invitation, spoken, size if size in SIZES else "A4")
    headers = {"Content-Disposition": f'inline; filename="{row.join_code}.pdf"'}
    return web.Response(body=made, content_type="application/pdf", headers=headers)


@staff_page("admin", "facilitator")
async def telegram(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/telegram``: a one-time link with which the same person also works from Telegram."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await session.get_one(StaffRow, me.key)
        token = await invite(session, me.role, house.clock(), town_id=me.town_id, staff_id=row.id)
        audited(session, me, "invited", house.clock(), "staff", me.id)
    link = f"https://t.me/{house.bot_name}?start={LINK}{token}" if house.bot_name else ""
    return shown(request, "telegram.html", link=link, command=f"/start {LINK}{token}")


async def _asked(request: web.Request, me: Staff, given: dict[str, str], *, missing: bool) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        offered = await consultations(session, me)
    if not offered:
        return to("/staff/consultations/new")
    wanted = given.get("consultation") or request.query.get("consultation", "")
    chosen = next((one for one in offered if one.public_id == wanted), offered[0])
    usual = {"name": "", "kind": "class" if chosen.kind == "children" else "meeting", "free": ""}
    return shown(
        request,
        "group_new.html",
        status=422 if missing else 200,
        given={**usual, **given},
        missing=missing,
        consultations=offered,
        chosen_one=chosen,
        kinds=GROUP_KINDS,
        known_tags=TAGS,
    )


def _tags(form: Form) -> list[str]:
    known = [one for one in TAGS if one in form.getall("tag", [])]
    return [*known, *field(form, "free", LONGEST_TAGS).split(",")]


def _times(given: dict[str, str], timezone: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From the beginning of one day to the end of another, in the town's time.

    Raises:
        HTTPBadRequest: not a date.
    """
    try:
        days = [dt.date.fromisoformat(given[name]) if given.get(name) else None for name in ("from", "until")]
    except ValueError:
        raise web.HTTPBadRequest from None
    zone = ZoneInfo(timezone)
    starts = dt.datetime.combine(days[0], dt.time(), zone) if days[0] else None
    ends = dt.datetime.combine(days[1] + dt.timedelta(days=1), dt.time(), zone) if days[1] else None
    return starts, ends


def _three(default: str, own: str) -> list[str]:
    """The languages of the sheet to begin with: the town's and one's own."""
    found = list(dict.fromkeys(one for one in (default, own) if one in complete_languages()))
    return [*found, *[""] * (SHEET_LANGUAGES - len(found))]
