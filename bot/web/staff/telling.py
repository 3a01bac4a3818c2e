"""Words to a group: written in one or more languages, looked at before they go out, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, field, posted, staff_page, theirs
from locales import complete_languages, own_name
from storage import messages
from storage.ids import LENGTH, new_id
from storage.meetings import newest_of
from storage.messages import NoSuchMessageError
from storage.staff import Staff, audited, group_for
from storage.telling import LONGEST, AfterwardsError, draft, in_chat, tell, told

ONCE = re.compile(rf"[0-9a-z]{{{LENGTH}}}")
CHANNELS = ("web", "telegram")


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/groups/{id}/say", write),
        web.post("/staff/groups/{id}/say", look),
        web.post("/staff/groups/{id}/say/send", send),
        web.get("/staff/groups/{id}/say/{message}", became),
        web.post("/staff/groups/{id}/say/{message}/cancel", cancel),
    ]


@staff_page("admin", "facilitator")
async def write(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/groups/ID/say``: the text, in the languages that people of the group speak first."""
    return await _written(request, me, {}, empty=False)


@staff_page("admin", "facilitator")
async def look(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/ID/say``: how many will get it, in which languages, how long it takes."""
    form = await posted(request)
    texts = _texts(form)
    if not texts or field(form, "change"):
        return await _written(request, me, texts, empty=not texts)
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        try:
            planned = await draft(session, me, row, texts, house.clock())
        except AfterwardsError:
            return await _refused(request, me)
        seen = await messages.preview(session, planned, rate=house.settings.telegram_rate)
        about = await newest_of(session, row)
    return shown(
        request,
        "say_look.html",
        about=about,
        group=row,
        texts=texts,
        seen=seen,
        seconds=max(1, round(seen.seconds)),
        quiet=not planned.exempt,
        once=new_id(house.source),
        names={one: own_name(one) for one in (*texts, *seen.lacking, *seen.lacking.values()) if one},
    )


@staff_page("admin", "facilitator")
async def send(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/ID/say/send``: out it goes, once, however often the button is pressed."""
    form = await posted(request)
    texts, once = _texts(form), field(form, "once")
    if not texts or not ONCE.fullmatch(once):
        raise web.HTTPBadRequest
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        try:
            if await tell(session, me, row, texts, now, once):
                audited(session, me, "told", now, "message", once)
        except AfterwardsError:
            return await _refused(request, me)
    for channel in CHANNELS:
        house.bell.ring(channel)
    return to(f"/staff/groups/{row.public_id}/say/{once}")


@staff_page("admin", "facilitator")
async def became(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/groups/ID/say/MESSAGE``: delivered, failed, left."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        one = theirs(next((m for m in await told(session, row) if m.id == request.match_info["message"]), None))
        counted = await messages.counts(session, one.id)
        chat = await in_chat(session, row, one.id)
        about = await newest_of(session, row)
    return shown(request, "say_became.html", about=about, group=row, one=one, counted=counted, chat=chat)


@staff_page("admin", "facilitator")
async def cancel(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/groups/ID/say/MESSAGE/cancel``: whoever has not got it yet does not get it."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        one = theirs(next((m for m in await told(session, row) if m.id == request.match_info["message"]), None))
        if await messages.cancel(session, one.id, house.clock()):
            audited(session, me, "cancelled", house.clock(), "message", one.id)
    return to(f"/staff/groups/{row.public_id}/say/{one.id}")


async def _written(request: web.Request, me: Staff, texts: Mapping[str, str], *, empty: bool) -> web.Response:
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        try:
            planned = await draft(session, me, row, {}, house.clock())
        except AfterwardsError:
            return await _refused(request, me)
        try:
            spoken = await messages.preview(session, planned, rate=house.settings.telegram_rate)
        except NoSuchMessageError:
            raise web.HTTPNotFound from None
        before = await told(session, row)
        about = await newest_of(session, row)
    default = row.consultation.town.default_language
    first = [default, *sorted(spoken.languages, key=lambda one: -spoken.languages[one]), *texts]
    ordered = list(dict.fromkeys((*first, *complete_languages())))
    return shown(
        request,
        "say.html",
        status=422 if empty else 200,
        about=about,
        group=row,
        texts=texts,
        empty=empty,
        longest=LONGEST,
        first=[(one, own_name(one), spoken.languages.get(one, 0)) for one in ordered if one in first],
        others=[(one, own_name(one), 0) for one in ordered if one not in first],
        before=before,
    )


async def _refused(request: web.Request, me: Staff) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        row = theirs(await group_for(session, me, request.match_info["id"]))
        about = await newest_of(session, row)
    return shown(request, "say_children.html", status=409, about=about, group=row)


def _texts(form: Form) -> dict[str, str]:
    found = {one: field(form, f"text-{one}", LONGEST) for one in complete_languages()}
    return {one: text for one, text in found.items() if text}
