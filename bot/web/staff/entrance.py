"""Going in with a one-time link, leaving, and the language of the console."""

from __future__ import annotations

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import to
from bot.web.staff.gate import COOKIE, current, field, posted, remember, staff_page
from bot.web.views import page
from locales import staff_languages
from storage.ids import new_id
from storage.staff import Staff, accept, close_session, open_session
from storage.tables import StaffRow

LONGEST_LINK = 400


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/enter", door),
        web.post("/staff/enter", enter),
        web.post("/staff/leave", leave),
        web.post("/staff/language", speak),
    ]


async def door(request: web.Request) -> web.Response:
    """``GET /staff/enter#TOKEN``: the secret stays in the fragment, and only pressing the button uses it up.

    So a chat program that fetches the link for a preview does not spend it.
    """
    await current(request)
    return page(request, "staff/enter.html", used=False)


async def enter(request: web.Request) -> web.StreamResponse:
    """``POST /staff/enter``: the link makes its opener a colleague, once."""
    await current(request)
    token = field(await posted(request), "link", LONGEST_LINK).rpartition("#")[2]
    house = request.app[PARTS].house
    now = house.clock()
    async with house.database.write() as session:
        me = await accept(session, token, now, lambda: new_id(house.source))
        cookie = await open_session(session, me, now) if me else None
    if cookie is None:
        return page(request, "staff/enter.html", status=410, used=True)
    response = web.HTTPSeeOther("/staff")
    remember(request, response, cookie)
    raise response


@staff_page()
async def leave(request: web.Request, _me: Staff) -> web.StreamResponse:
    """``POST /staff/leave``: this browser forgets."""
    async with request.app[PARTS].house.database.write() as session:
        await close_session(session, request.cookies.get(COOKIE, ""))
    response = page(request, "message.html", sentence="staff.left", args={}, join=False, open_code=None)
    response.del_cookie(COOKIE, path="/")
    return response


@staff_page()
async def speak(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/language``: from now on the console speaks this language."""
    wanted = field(await posted(request), "language")
    if wanted in staff_languages():
        async with request.app[PARTS].house.database.write() as session:
            (await session.get_one(StaffRow, me.key)).language = wanted
    return to("/staff")
