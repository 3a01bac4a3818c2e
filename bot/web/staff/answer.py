"""One answer: writing it, looking at it as each author will see it, sending it, and what became of it."""

from __future__ import annotations

import math
import re

from aiohttp import web

from bot import answering
from bot.web.parts import PARTS
from bot.web.staff.answers import fields_of
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, NotYoursError, field, posted, staff_page
from bot.web.staff.writing import LONGEST, language_names, spoken, texts
from locales import LANGUAGES
from storage import answer_messages, answers, search
from storage.actions import actions_of
from storage.answers import STATUSES, Answer, Words
from storage.database import Session
from storage.ids import new_id
from storage.referrals import departments
from storage.staff import Staff, audited

LINK = re.compile(r"https?://[^\s<>\"]{3,480}")
NOTES_SHOWN = 200
PATH = "/staff/answers/{id}"


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get(PATH, one),
        web.post(PATH + "/save", save),
        web.post(PATH + "/send", send),
        web.post(PATH + "/discard", discard),
        web.post(PATH + "/correct", correct),
        web.post(PATH + "/withdraw", withdraw),
        web.post(PATH + "/standing", standing),
    ]


@staff_page("officer", "admin")
async def one(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/answers/ID``: the draft with what sending it would do, or what became of it."""
    return await _shown(request, me)


@staff_page("officer", "admin")
async def save(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/save``: keep what was written, and look at it."""
    form = await posted(request)
    too_long = any(len(value) > LONGEST for value in form.values() if isinstance(value, str))
    link = field(form, "link", 500)
    async with request.app[PARTS].house.database.write() as session:
        answer = await _answer(session, me, request)
        good = not link or bool(LINK.fullmatch(link))
        await answers.save(session, answer, _words(form, link if good else ""))
    if not good or too_long:
        return await _shown(request, me, wrong="" if good else "answer.bad_link", too_long=too_long)
    return to(f"/staff/answers/{answer.id}")


@staff_page("officer", "admin")
async def send(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/send``: to everybody; a second press sends nothing more."""
    await answering.send(request.app[PARTS].house, me, request.match_info["id"])
    return to(f"/staff/answers/{request.match_info['id']}")


@staff_page("officer", "admin")
async def discard(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/discard``: no answer after all."""
    async with request.app[PARTS].house.database.write() as session:
        await answers.discard(session, await _answer(session, me, request))
    return to("/staff/answers")


@staff_page("officer", "admin")
async def correct(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/correct``: a draft that puts it right."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        answer = await _answer(session, me, request)
        made = await answers.correction(session, me, answer, house.clock(), lambda: new_id(house.source))
    return to(f"/staff/answers/{made or answer.id}")


@staff_page("officer", "admin")
async def withdraw(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/withdraw``: as long as nobody has got it."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        answer = await _answer(session, me, request)
        done = await answers.withdraw(session, answer, house.clock())
        if done:
            audited(session, me, "withdrew", house.clock(), "answer", answer.id)
    if not done:
        return await _shown(request, me, wrong="answer.too_late")
    return to(f"/staff/answers/{answer.id}")


@staff_page("officer", "admin")
async def standing(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST …/standing``: whether new notes that the search finds get it too."""
    on = field(await posted(request), "on") == "1"
    house = request.app[PARTS].house
    async with house.database.write() as session:
        answer = await _answer(session, me, request)
        await answers.set_standing(session, answer, on=on and answer.theme.standing is not None)
        audited(session, me, "standing on" if on else "standing off", house.clock(), "answer", answer.id)
    return to(f"/staff/answers/{answer.id}")


async def _answer(session: Session, me: Staff, request: web.Request) -> Answer:
    asked = request.match_info["id"]
    found = await answers.one(session, me.town_id, asked) if asked.isalnum() else None
    if found is None:
        raise NotYoursError
    return found


def _words(form: Form, link: str) -> Words:
    status = field(form, "status")
    return Words(
        status=next((one for one in STATUSES if one == status), "accepted"),
        texts=texts(form, "text"),
        reasons=texts(form, "reason"),
        link=link,
        department=field(form, "department") if status == "referred" else "",
        action=field(form, "action"),
        standing=field(form, "standing") == "1",
    )


async def _shown(request: web.Request, me: Staff, *, wrong: str = "", too_long: bool = False) -> web.Response:
    house = request.app[PARTS].house
    async with house.database.read() as session:
        answer = await _answer(session, me, request)
        notes = await search.of_answer(session, answer.key, limit=NOTES_SHOWN)
        look = await answering.look(session, house, answer, every="every" in request.query)
        counts = await answer_messages.counts(session, answer.key) if answer.state != "draft" else None
        town_departments = await departments(session, me.town_id)
        actions = [row for row in await actions_of(session, me.town_id) if row.shown or row.public_id == answer.action]
    first = {*look.preview.languages, answer.default_language, *answer.texts, *answer.reasons}
    return shown(
        request,
        "answer.html",
        status=422 if wrong or too_long else 200,
        wrong=wrong,
        too_long=LONGEST if too_long else 0,
        answer=answer,
        notes=notes,
        look=look,
        seconds=math.ceil(look.preview.seconds),
        counts=counts,
        departments=town_departments,
        actions=actions,
        statuses=STATUSES,
        first=spoken(first),
        rest=spoken(set(LANGUAGES) - first),
        **language_names(),
        theme=fields_of(answer.theme) if answer.theme.standing else None,
    )
