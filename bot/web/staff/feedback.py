"""Results that go back to those who took part: looked at in any language, approved, changed, cancelled.

The same for the people of a session (``/staff/s/ID/summary``) and for all who took part in a consultation
(``/staff/results/ID/tell``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot import feedback
from bot.feedback import Feedback, OutdatedError
from bot.web.drawing import chart
from bot.web.parts import PARTS
from bot.web.people import language
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, field, posted, staff_page, theirs
from locales import complete_languages, direction, own_name
from scheduler.hours import local
from storage import messages
from storage import rules as stored
from storage.audience import CHILDREN
from storage.database import Session
from storage.staff import Role, Staff, audited, session_for
from storage.telling import LONGEST

CHANNELS = ("web", "telegram")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is told, if anything, at which address; ``back``: where that leads, and the message that names it."""

    base: str
    title: str
    back: tuple[str, str]
    children: bool
    told: Feedback | None


Find = Callable[[web.Request, Session, Staff], Awaitable[Subject]]
Work = Callable[[web.Request, Staff, Find], Awaitable[web.StreamResponse]]


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        *_desk("/staff/s/{id}/summary", _of_session, "admin", "facilitator"),
        *_desk("/staff/results/{id}/tell", _of_consultation, "admin"),
    ]


async def _of_session(request: web.Request, session: Session, me: Staff) -> Subject:
    row = theirs(await session_for(session, me, request.match_info["id"]))
    told = await feedback.of_group(session, row, request.app[PARTS].house.clock())
    at = f"/staff/s/{row.public_id}"
    children = row.group.consultation.kind == CHILDREN
    return Subject(f"{at}/summary", "summary.title", (at, f"session.{row.kind}"), children, told)


async def _of_consultation(request: web.Request, session: Session, me: Staff) -> Subject:
    row = theirs(await stored.consultation_for(session, me, request.match_info["id"]))
    house = request.app[PARTS].house
    told = await feedback.of_town(session, row, house.clock(), house.settings.public_url)
    at = f"/staff/results/{row.public_id}"
    return Subject(f"{at}/tell", "feedback.title", (at, "publish.title"), row.kind == CHILDREN, told)


def _desk(path: str, find: Find, *roles: Role) -> list[web.RouteDef]:
    """The addresses of one subject, for those who may open it."""

    def of_subject(work: Work) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handler(request: web.Request, me: Staff) -> web.StreamResponse:
            return await work(request, me, find)

        return staff_page(*roles)(handler)

    return [
        web.get(path, of_subject(_page)),
        web.post(path, of_subject(_approve)),
        web.post(f"{path}/cancel", of_subject(_cancel)),
        web.get(f"{path}/picture.png", of_subject(_picture), allow_head=False),
    ]


async def _approve(request: web.Request, me: Staff, find: Find) -> web.StreamResponse:
    """What was seen goes out, now or on a day; what has changed meanwhile is shown again instead."""
    form = await posted(request)
    house = request.app[PARTS].house
    try:
        async with house.database.write() as session:
            subject = await find(request, session, me)
            if subject.children or subject.told is None:
                raise web.HTTPConflict
            day, seen = _day(field(form, "day")), field(form, "seen")
            await feedback.approve(session, house, me, subject.told, _texts(form), day, seen)
    except OutdatedError:
        return await _page(request, me, find, outdated=True)
    for channel in CHANNELS:
        house.bell.ring(channel)
    return to(subject.base)


async def _cancel(request: web.Request, me: Staff, find: Find) -> web.StreamResponse:
    """Whoever has not got it yet does not get it."""
    form = await posted(request)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        subject = await find(request, session, me)
        before = await feedback.standing(session, subject.told) if subject.told else None
        seen = before is not None and before.id == field(form, "seen")
        if before is not None and seen and await messages.cancel(session, before.id, house.clock()):
            audited(session, me, "cancelled", house.clock(), "message", before.id)
    return to(subject.base)


async def _picture(request: web.Request, me: Staff, find: Find) -> web.StreamResponse:
    """The picture that goes with it, in any language."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        subject = await find(request, session, me)
        before = await feedback.standing(session, subject.told) if subject.told else None
    name = before.reply.document if before else subject.told.picture if subject.told else None
    png = await house.drawing.pictures.png(name or "", _spoken(request))
    if png is None:
        raise web.HTTPNotFound
    return web.Response(body=png, content_type="image/png")


async def _page(request: web.Request, me: Staff, find: Find, *, outdated: bool = False) -> web.Response:
    """What everybody would read, or what was approved; and how many get it."""
    house = request.app[PARTS].house
    now, spoken = house.clock(), _spoken(request)
    async with house.database.read() as session:
        subject = await find(request, session, me)
        told = subject.told
        if told is None:
            return shown(request, "feedback_none.html", subject=subject)
        before = await feedback.standing(session, told)
        texts = before.texts if before else {}
        told = told.as_approved(before) if before else told
        seen = await messages.preview(session, told.draft(texts, now, me.id), rate=house.settings.telegram_rate)
        said = await feedback.as_read(session, told, texts, spoken)
        counted = await messages.counts(session, before.id) if before else None
    zone = told.consultation.town.timezone
    return shown(
        request,
        "feedback.html",
        status=409 if outdated else 200,
        outdated=outdated,
        fingerprint=before.id if before else told.fingerprint,
        subject=subject,
        spoken=spoken,
        lines=said.text.split("\n"),
        chart=chart(told.picture, f"{subject.base}/picture.png", spoken),
        offered=[(one, own_name(one)) for one in complete_languages()],
        seen=seen,
        seconds=max(1, round(seen.seconds)),
        names={one: own_name(one) for one in (*seen.lacking, *seen.lacking.values()) if one},
        before=before,
        counted=counted,
        waits=before is not None and before.state == "planned" and before.due_at > now,
        open=before is None or before.state == "planned",
        day=local(zone, before.due_at).date() if before else None,
        tomorrow=local(zone, now).date() + dt.timedelta(days=1),
        texts=texts,
        longest=LONGEST,
        first=_languages(told, seen.languages, texts, language(request)),
        own_name=own_name,
        direction=direction,
    )


def _languages(told: Feedback, spoken: Mapping[str, int], texts: Mapping[str, str], mine: str) -> list[str]:
    """In which languages a facilitator first writes: the town's, those of the people, her own."""
    default = told.consultation.town.default_language
    found = (default, *sorted(spoken, key=lambda one: -spoken[one]), *texts, mine)
    return [one for one in dict.fromkeys(found) if one in complete_languages()]


def _spoken(request: web.Request) -> str:
    asked = request.query.get("language", "")
    return asked if asked in complete_languages() else language(request)


def _texts(form: Form) -> dict[str, str]:
    found = {one: field(form, f"text-{one}", LONGEST) for one in complete_languages()}
    return {one: text for one, text in found.items() if text}


def _day(text: str) -> dt.date | None:
    """A day as browsers write it; anything else is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
