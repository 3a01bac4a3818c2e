"""Consultations: making the standard one with its purpose in a few words, and saying it in more languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import get_args
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, field, posted, staff_page, theirs
from handlers.types import ConsultationKind
from locales import complete_languages, own_name
from storage.ids import new_id
from storage.setup import (
    ANSWER_AFTER,
    END_AFTER,
    PURPOSES,
    RESULTS_AFTER,
    Asking,
    consultation_for,
    make_consultation,
    own_questions,
    say_in,
)
from storage.staff import Staff, audited
from storage.tables import TownRow

TEXTS = (*PURPOSES, "influence")
"""What a consultation must say before its first question."""
LONGEST_TEXT, LONGEST_TITLE = 400, 120
OWN_QUESTIONS = range(1, 5)


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/consultations/new", blank),
        web.post("/staff/consultations/new", make),
        web.get("/staff/consultations/{id}", texts),
        web.post("/staff/consultations/{id}", say),
    ]


@staff_page("admin", "facilitator")
async def blank(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/consultations/new``: the form."""
    return await _asked(request, me, {}, missing=())


@staff_page("admin", "facilitator")
async def make(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/consultations/new``: a consultation, and on to its first group."""
    form = await posted(request)
    given = {name: field(form, name, LONGEST_TEXT) for name in form}
    missing = [name for name in TEXTS if not given.get(name)]
    if missing:
        return await _asked(request, me, given, missing=missing)
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        town = await session.get_one(TownRow, me.town_id)
        asking = _asking(form, given, town, now)
        row = await make_consultation(session, town.id, asking, now, lambda: new_id(house.source))
        audited(session, me, "made", now, "consultation", row.public_id)
    return to(f"/staff/groups/new?consultation={row.public_id}")


@staff_page("admin", "facilitator")
async def texts(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/consultations/ID?language=xx``: its texts in one language, beside those that are there."""
    async with request.app[PARTS].house.database.read() as session:
        row = theirs(await consultation_for(session, me, request.match_info["id"]))
        own = await own_questions(session, row)
    spoken = request.query.get("language", "")
    spoken = spoken if spoken in row.languages else row.town.default_language
    said = {name: row.purpose.get(name, {}).get(spoken, "") for name in PURPOSES}
    said["influence"] = row.influence.get(spoken, "")
    said |= {f"q{number}": own.get(number, {}).get(spoken, "") for number in OWN_QUESTIONS}
    there = {name: next(iter(row.purpose.get(name, {}).values()), "") for name in PURPOSES}
    there["influence"] = next(iter(row.influence.values()), "")
    return shown(
        request,
        "consultation.html",
        row=row,
        spoken=spoken,
        said=said,
        there=there,
        texts=TEXTS,
        numbers=OWN_QUESTIONS,
        offered=[(one, own_name(one), one in row.influence) for one in row.languages],
    )


@staff_page("admin", "facilitator")
async def say(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/consultations/ID``: these texts, in this language."""
    form = await posted(request)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = theirs(await consultation_for(session, me, request.match_info["id"]))
        spoken = field(form, "language", 8)
        if spoken not in row.languages:
            raise web.HTTPBadRequest
        said = {name: field(form, name, LONGEST_TEXT) for name in (*TEXTS, *(f"q{one}" for one in OWN_QUESTIONS))}
        await say_in(session, row, spoken, said)
        audited(session, me, "worded", house.clock(), "consultation", row.public_id)
    return to(f"/staff/consultations/{row.public_id}?language={spoken}")


async def _asked(request: web.Request, me: Staff, given: Mapping[str, str], *, missing: object) -> web.Response:
    house = request.app[PARTS].house
    if me.town_id is None:
        return to("/staff")
    async with house.database.read() as session:
        town = await session.get_one(TownRow, me.town_id)
    today = house.clock().astimezone(ZoneInfo(town.timezone)).date()
    usual = {
        "kind": "standard",
        "language": town.default_language,
        "results_on": str(today + RESULTS_AFTER),
        "answer_by": str(today + ANSWER_AFTER),
        "ends_on": str(today + END_AFTER),
        "title": f"{town.name} {today.year}",
        "quiet_from": "20:00",
        "quiet_until": "09:00",
        "retention_days": "90",
        "voice_days": "14",
        "budget": "",
        "follow_up_days": "",
    }
    return shown(
        request,
        "consultation_new.html",
        status=422 if missing else 200,
        town=town.name,
        given={**usual, **dict.fromkeys(TEXTS, ""), **given},
        missing=missing,
        kinds=get_args(ConsultationKind),
        texts=TEXTS,
        town_languages=[(one, own_name(one)) for one in complete_languages()],
    )


def _asking(form: Form, given: Mapping[str, str], town: TownRow, now: dt.datetime) -> Asking:
    """What the form says; an odd value of a field that is a choice or a date is a broken form, not a mistake.

    Raises:
        HTTPBadRequest: such a value.
    """
    kind = next((one for one in get_args(ConsultationKind) if one == given.get("kind", "standard")), None)
    spoken = given.get("language") or town.default_language
    try:
        results_on, answer_by, ends_on = (_date(field(form, name)) for name in ("results_on", "answer_by", "ends_on"))
        quiet = [dt.time.fromisoformat(given.get(name) or usual) for name, usual in QUIET]
        kept, voice = (max(1, min(int(given.get(name) or usual), 3650)) for name, usual in DAYS)
        follow_up = max(1, min(int(given["follow_up_days"]), 365)) if given.get("follow_up_days") else None
    except ValueError:
        raise web.HTTPBadRequest from None
    if kind is None or spoken not in complete_languages():
        raise web.HTTPBadRequest
    zone = ZoneInfo(town.timezone)
    last = ends_on or (now.astimezone(zone).date() + END_AFTER)
    return Asking(
        kind=kind,
        title=given.get("title", "")[:LONGEST_TITLE] or town.name,
        language=spoken,
        texts=given,
        languages=complete_languages(),
        results_on=results_on,
        answer_by=answer_by,
        ends_at=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone),
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        retention_days=kept,
        voice_days=voice,
        budget=given.get("budget", "")[:80],
        follow_up_days=follow_up,
    )


QUIET = (("quiet_from", "20:00"), ("quiet_until", "09:00"))
DAYS = (("retention_days", "90"), ("voice_days", "14"))


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
