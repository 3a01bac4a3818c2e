"""Pilot actions and the 7-point scale: what is done, how far it shares power, and its milestones."""

from __future__ import annotations

import datetime as dt

from aiohttp import web

from bot import acting
from bot.web.parts import PARTS
from bot.web.staff.answers import FIELDS, theme_of
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, NotYoursError, field, posted, staff_page
from bot.web.staff.writing import language_names, spoken, texts
from coding.cleaning import clean
from coding.nomenclature import FAMILIES, components
from handlers.citizen.actions import LINK
from locales import LANGUAGES
from storage import actions
from storage.actions import LEVELS, ActionWords, Subject
from storage.answers import link_notes
from storage.database import Session
from storage.ids import new_id
from storage.roads import local_day
from storage.search import matching, size
from storage.staff import Staff, audited
from storage.tables import ActionRow, TownRow

PATH = "/staff/actions/{id}"
LONGEST = 2000
SUBJECTS: tuple[Subject, ...] = ("support_group", "town")


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/actions", listed),
        web.post("/staff/actions", make),
        web.post("/staff/actions/levels", set_levels),
        web.get(PATH, one),
        web.post(PATH, change),
        web.post(PATH + "/link", link),
        web.post(PATH + "/milestones", add_milestone),
        web.post(PATH + "/milestones/{milestone}", announce),
    ]


@staff_page("officer", "admin")
async def listed(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/actions``: all actions, a form for one more, and where the town stands."""
    return await _list(request, me)


@staff_page("officer", "admin")
async def make(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/actions``: one more."""
    form = await posted(request)
    words = _words(form)
    if not words.titles:
        return await _list(request, me, untitled=True)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await actions.make(session, me.town_id, words, house.clock(), lambda: new_id(house.source))
        if row is None:
            raise NotYoursError
        audited(session, me, "made", house.clock(), "action", row.public_id)
    return to(f"/staff/actions/{row.public_id}")


@staff_page("officer", "admin")
async def set_levels(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/actions/levels``: where the local support group and the whole town stand now."""
    form = await posted(request)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        for subject in SUBJECTS:
            level, aimed = _level(field(form, f"{subject}-level")), _level(field(form, f"{subject}-aimed"))
            await actions.set_level(session, me, subject, level, aimed, house.clock())
    return to("/staff/actions")


@staff_page("officer", "admin")
async def one(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/actions/ID``: the action, its levels, and its milestones with whom they would reach."""
    return await _one(request, me)


@staff_page("officer", "admin")
async def change(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/actions/ID``: other words, another level."""
    form = await posted(request)
    words = _words(form)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await _action(session, me, request)
        if words.titles:
            await actions.change(session, row, words, house.clock())
        level, aimed = _level(field(form, "level")), _level(field(form, "aimed"))
        await actions.set_level(session, me, "action", level, aimed, house.clock(), row)
    if not words.titles:
        return await _one(request, me, untitled=True)
    return to(f"/staff/actions/{row.public_id}")


@staff_page("officer", "admin")
async def link(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/link``: the action goes back to all notes that a search finds; without any words it finds none."""
    form = await posted(request)
    theme = theme_of({name: str(form.get(name, "")) for name in FIELDS})
    async with request.app[PARTS].house.database.write() as session:
        row = await _action(session, me, request)
        if theme.standing is not None:
            await link_notes(session, row.id, matching(me.town_id or 0, theme))
    return to(f"/staff/actions/{row.public_id}")


@staff_page("officer", "admin")
async def add_milestone(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/milestones``: one more; nobody is told before its own button is pressed."""
    form = await posted(request)
    said = texts(form, "milestone", LONGEST)
    house = request.app[PARTS].house
    async with house.database.write() as session:
        row = await _action(session, me, request)
        zone = (await session.get_one(TownRow, me.town_id or 0)).timezone
        if said:
            day = _day(field(form, "day")) or local_day(house.clock(), zone)
            await actions.add_milestone(session, row, said, day, house.clock(), lambda: new_id(house.source))
    return to(f"/staff/actions/{row.public_id}")


@staff_page("officer", "admin")
async def announce(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/milestones/ID``: tell those who wrote about it and those who follow it; a second press tells nobody."""
    action_id = request.match_info["id"]
    if not action_id.isalnum():
        raise NotYoursError
    await acting.announce(request.app[PARTS].house, me, action_id, request.match_info["milestone"])
    return to(f"/staff/actions/{action_id}")


async def _action(session: Session, me: Staff, request: web.Request) -> ActionRow:
    asked = request.match_info["id"]
    row = await actions.action_of(session, me.town_id, asked) if asked.isalnum() else None
    if row is None:
        raise NotYoursError
    return row


def _words(form: Form) -> ActionWords:
    asked = field(form, "codes", 400).upper().replace(",", " ").split()
    return ActionWords(
        consultation=clean(field(form, "consultation")),
        titles=texts(form, "title", 200),
        descriptions=texts(form, "description", LONGEST),
        partners=clean(field(form, "partners", LONGEST)),
        codes=[code for code in asked if code in components() or code in FAMILIES],
        shown=field(form, "shown") == "1",
    )


def _level(text: str) -> int | None:
    return next((one for one in LEVELS if str(one) == text), None)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


async def _list(request: web.Request, me: Staff, *, untitled: bool = False) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        rows = await actions.actions_of(session, me.town_id)
        consultations = await actions.consultations_of(session, me.town_id)
        stands = {one: await actions.levels(session, me.town_id, one) for one in SUBJECTS}
        town = await session.get(TownRow, me.town_id) if me.town_id else None
    return shown(
        request,
        "actions.html",
        status=422 if untitled else 200,
        untitled=untitled,
        rows=rows,
        consultations=consultations,
        subjects=SUBJECTS,
        stands=stands,
        scale=list(LEVELS),
        first=spoken({town.default_language} if town else {"en"}),
        **language_names(),
    )


async def _one(request: web.Request, me: Staff, *, untitled: bool = False) -> web.Response:
    house = request.app[PARTS].house
    query = {name: request.query.get(name, "") for name in FIELDS}
    theme = theme_of(query)
    async with house.database.read() as session:
        row = await _action(session, me, request)
        found = await actions.milestones(session, row.id)
        looks = {each.id: await acting.look(session, house, row, each) for each in found if not each.announced_at}
        notes = await actions.count_linked(session, row.id)
        followers = len(await actions.followers(session, row.id))
        history = await actions.levels(session, me.town_id, "action", row.id)
        codes = await actions.codes(session, row.id)
        town = await session.get_one(TownRow, me.town_id or 0)
        fits = (await size(session, me.town_id or 0, theme)).notes if theme.standing else 0
    first = {town.default_language, *row.titles, *row.descriptions}
    return shown(
        request,
        "action.html",
        status=422 if untitled else 200,
        untitled=untitled,
        action=row,
        milestones=found,
        looks=looks,
        notes=notes,
        followers=followers,
        history_rows=history,
        codes=codes,
        scale=list(LEVELS),
        words=theme.words,
        fits=fits,
        first=spoken(first),
        rest=spoken(set(LANGUAGES) - first),
        code=LINK + row.public_id,
        **language_names(),
    )
