"""The officer's desk: find notes, select one or all of them, and see what was answered so far."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import posted, staff_page
from bot.web.staff.writing import language_names, spoken
from coding.cleaning import clean
from coding.nomenclature import FAMILIES, components
from locales import LANGUAGES
from storage import answers, search
from storage.actions import consultations_of
from storage.answers import STATUSES
from storage.ids import new_id
from storage.referrals import waiting_at
from storage.search import Near, Theme
from storage.staff import Staff, groups_for
from storage.tables import DepartmentRow

PAGE, RECENT = 100, 12
LONGEST_FIELD, LONGEST_PAGE = 200, 6
PLACE = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)(?:[\s,;]+(\d{1,3}(?:\.\d+)?))?\s*")
FIELDS = ("code", "words", "consultation", "group", "status", "language", "question", "department", "near")


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.get("/staff/answers", desk), web.post("/staff/answers", begin)]


@staff_page("officer", "admin")
async def desk(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/answers``: the search, what it finds, and the answers so far."""
    return await _shown(request, me, dict(request.query), wrong=False)


@staff_page("officer", "admin")
async def begin(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/answers``: a draft for the ticked notes, or for all that the search finds."""
    form = await posted(request)
    asked = {name: str(form.get(name, "")) for name in FIELDS}
    notes = None if form.get("all") else [str(one) for one in form.getall("note", []) if str(one).isalnum()][:PAGE]
    house = request.app[PARTS].house
    async with house.database.write() as session:
        made = await answers.draft(session, me, theme_of(asked), notes, house.clock(), lambda: new_id(house.source))
    if made is None:
        return await _shown(request, me, asked, wrong=True)
    return to(f"/staff/answers/{made}")


def theme_of(asked: dict[str, str]) -> Theme:
    """What a search form asks for; what it cannot mean is left out."""
    asked = {name: clean(value)[:LONGEST_FIELD] for name, value in asked.items()}
    code, status = asked.get("code", ""), asked.get("status", "")
    question = asked.get("question", "")
    return Theme(
        code=code if code in components() or code in FAMILIES else "",
        words=asked.get("words", ""),
        consultation=asked.get("consultation", ""),
        group=asked.get("group", ""),
        status=next((one for one in STATUSES if one == status), ""),
        language=asked.get("language", "") if asked.get("language", "") in LANGUAGES else "",
        question=int(question) if question in ("1", "2", "3", "4") else 0,
        department=asked.get("department", ""),
        near=_near(asked.get("near", "")),
    )


def fields_of(theme: Theme) -> dict[str, str]:
    """The inverse of ``theme_of``, for links and hidden fields."""
    near = theme.near
    place = f"{near.latitude}, {near.longitude}, {near.km}" if near else ""
    values = {name: str(getattr(theme, name) or "") for name in FIELDS if name != "near"}
    return {name: value for name, value in {**values, "near": place}.items() if value}


def _near(text: str) -> Near | None:
    found = PLACE.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return Near(float(found[1]), float(found[2]), float(found[3] or 1))


async def _shown(request: web.Request, me: Staff, asked: dict[str, str], *, wrong: bool) -> web.Response:
    theme = theme_of(asked)
    number = asked.get("page", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST_PAGE else 0
    town = me.town_id or 0
    async with request.app[PARTS].house.database.read() as session:
        size = await search.size(session, town, theme)
        notes = await search.find(session, town, theme, limit=PAGE, offset=page * PAGE)
        recent = await answers.latest(session, me.town_id, limit=RECENT)
        groups = await groups_for(session, me)
        consultations = await consultations_of(session, me.town_id)
        loops = [(one.title, *await answers.loop_closed(session, one.public_id)) for one in consultations]
        department = await session.get(DepartmentRow, me.department_id) if me.department_id else None
        waiting = await waiting_at(session, me.department_id) if department else 0
    fields = fields_of(theme)
    return shown(
        request,
        "answers.html",
        status=422 if wrong else 200,
        wrong=wrong,
        asked=fields,
        size=size,
        notes=notes,
        languages_found=len(size.languages),
        page=page,
        newer=urlencode({**fields, "page": page - 1}) if page else "",
        older=urlencode({**fields, "page": page + 1}) if (page + 1) * PAGE < size.notes else "",
        recent=recent,
        groups=groups,
        consultations=consultations,
        loops=[(title, done, all_) for title, done, all_ in loops if all_],
        families=FAMILIES,
        codes=list(components()),
        statuses=STATUSES,
        spoken=spoken(LANGUAGES),
        **language_names(),
        department=department,
        waiting=waiting,
    )
