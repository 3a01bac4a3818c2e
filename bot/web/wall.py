"""The wall: a page that everybody with its address may see, its news, and whoever of the staff may steer it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from aiohttp import web
from markupsafe import Markup

from bot.network import only_here
from bot.web.drawing import say
from bot.web.live import FullError
from bot.web.parts import PARTS
from bot.web.people import LANGUAGE, language
from bot.web.qr import drawn
from bot.web.staff.gate import current, form_token
from bot.web.views import page
from bot.web.wall_live import WALLS, Key, Sight, look
from bot.web.wall_view import PANES, State, asked, draw, news, pane_name
from handlers.types import SessionView, Step
from locales import complete_languages, direction, own_name
from storage.staff import Role, session_for
from storage.views import SessionViews
from storage.wall_disputed import questions_of_group

ID = re.compile(r"[a-z0-9]{1,16}")
VERSION = re.compile(r"[0-9a-f]{1,32}")
BEAT_SECONDS = 15.0
"""A page that hears nothing for three times as long asks anew: the network may have gone without a word."""
WRITE_SECONDS = 15.0
RETRY_MS = 1000
STEERING: tuple[Role, ...] = ("facilitator", "admin")
STEPS = (*range(1, 5), *Step)
"""The method's four questions, and what else a session may do; it has some of them."""

SHORT: dict[int, str] = {Step.IDEAS: "✎", Step.TOPICS: "☑", Step.CHOICE: "☑"}
"""What stands on the tab of a step that has no number people know."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seat:
    """A page at a wall: what it shows, in which language; ``staff`` is the language of a facilitator who is at it."""

    key: Key
    language: str
    staff: str | None


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to another question: its short name, what it is about, where it leads, whether it is this page."""

    label: str
    text: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WayIn:
    """How to take part: the code, where to enter it, and a drawing for cameras where phones can open it."""

    code: str
    address: str
    full: str
    drawing: Markup | None


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/wall/{id}", wall),
        web.get("/wall/{id}/events", events, allow_head=False),
        web.get("/wall/{id}/news", latest, allow_head=False),
    ]


async def wall(request: web.Request) -> web.StreamResponse:
    """``GET /wall/ID``: the wall; without script, a page that loads itself anew.

    ``?language=xx``, ``?question=N`` (one question instead of the current one), ``?family=A`` (one family alone),
    ``?view=second`` (for staff: all notes of the group, disputed ones first).
    """
    seat = await _seat(request)
    house = request.app[PARTS].house
    sight = _there(await look(house, seat.key))
    state = draw(sight, seat.key, seat.language, seat.staff)
    request[LANGUAGE] = seat.language
    alone = request.query.get("family", "")
    return page(
        request,
        "wall.html",
        id=seat.key.session_id,
        state=state,
        now=news(None, state, house.clock())["now"],
        panes=[(name, pane_name(name, seat.language)) for name in PANES],
        alone=alone if alone in PANES else "",
        town=sight.session.town,
        tabs=await _tabs(request, seat, sight),
        tongues=[(one, own_name(one), _query(seat, language=one)) for one in _spoken(sight.session)],
        way_in=None if seat.key.second else await _way_in(request, sight),
        here=_query(seat),
        second=seat.key.second,
        staff=seat.staff,
        staff_dir=direction(seat.staff) if seat.staff else "",
        staff_say=lambda message_id: say(message_id, seat.staff or "en"),
        form_token=form_token(request) if seat.staff else "",
    )


async def events(request: web.Request) -> web.StreamResponse:
    """``GET /wall/ID/events``: server-sent events with all that changes.

    An event's id names the state of the wall after it. A page that comes back with the id it saw last
    (``Last-Event-ID``, or ``?seen=``) hears nothing until that state has changed, and then everything; so nothing is
    missed. https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    seat = await _seat(request)
    house, walls = request.app[PARTS].house, request.app[WALLS]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    seen = _seen(request.headers.get("Last-Event-ID") or request.query.get("seen", ""))
    before: State | None = None
    try:
        with walls.watching(seat.key) as watcher:
            sight = await look(house, seat.key)
            await response.prepare(request)
            await _write(response, f"retry: {RETRY_MS}\n\n")
            while not watcher.closed and sight is not None:
                state = draw(sight, seat.key, seat.language, seat.staff)
                if state.version != seen:
                    told = json.dumps(news(before, state, house.clock()), ensure_ascii=False)
                    await _write(response, f"id: {state.version}\ndata: {told}\n\n")
                before, seen = state, state.version
                while not await watcher.news(BEAT_SECONDS):
                    await _write(response, "event: beat\ndata: {}\n\n")
                if seat.staff and not await _steers(request, seat.key.session_id):
                    break  # no longer one of the staff: the page comes back as everybody's
                sight = await walls.sight(seat.key)
    except FullError:
        raise web.HTTPServiceUnavailable from None
    except (ConnectionResetError, TimeoutError):
        pass  # the page went away
    return response


async def latest(request: web.Request) -> web.Response:
    """``GET /wall/ID/news?seen=VERSION``: everything, for pages that cannot listen; 204 if it is what they show."""
    seat = await _seat(request)
    house = request.app[PARTS].house
    state = draw(_there(await look(house, seat.key)), seat.key, seat.language, seat.staff)
    if state.version == _seen(request.query.get("seen", "")):
        return web.Response(status=204)
    response = web.json_response(news(None, state, house.clock()))
    response.enable_compression()
    return response


async def _seat(request: web.Request) -> Seat:
    """What the request may see.

    Raises:
        HTTPNotFound: there is no such wall.
    """
    session_id = request.match_info["id"]
    if not ID.fullmatch(session_id):
        raise web.HTTPNotFound
    staff = language(request) if await _steers(request, session_id) else None
    house = request.app[PARTS].house
    async with house.database.read() as reading:
        session = _there(await SessionViews(reading).by_id(session_id, house.clock()))
    number = request.query.get("question", "")
    question = int(number) if number in map(str, map(int, STEPS)) else None
    second = staff is not None and request.query.get("view") == "second"
    if not second and question not in session.questions:
        question = None
    wanted = request.query.get("language", "")
    spoken = wanted if wanted in complete_languages() else _default(session)
    return Seat(Key(session_id, question, second), spoken, staff)


def _there(found: T | None) -> T:
    if found is None:
        raise web.HTTPNotFound
    return found


async def _steers(request: web.Request, session_id: str) -> bool:
    """Whether somebody of the staff is at this browser who may steer this wall."""
    me = await current(request)
    if me is None or me.role not in STEERING:
        return False
    async with request.app[PARTS].house.database.read() as session:
        return await session_for(session, me, session_id) is not None


def _default(session: SessionView) -> str:
    spoken = complete_languages()
    return next((one for one in (session.default_language, *session.languages) if one in spoken), "en")


def _spoken(session: SessionView) -> list[str]:
    return [one for one in complete_languages() if one in session.languages]


def _query(seat: Seat, **changes: str) -> str:
    """The page's own address with something changed; an empty value leaves a part out."""
    now = {
        "language": seat.language,
        "question": str(seat.key.question or ""),
        "view": "second" if seat.key.second else "",
    }
    return "?" + urlencode({name: value for name, value in (now | changes).items() if value})


async def _tabs(request: web.Request, seat: Seat, sight: Sight) -> list[Tab]:
    """One for what the wall shows by itself, and one for each question."""
    numbers: Sequence[int] = sight.session.questions
    if seat.key.second:
        async with request.app[PARTS].house.database.read() as session:
            numbers = await questions_of_group(session, seat.key.session_id)
    if len(numbers) < 2:
        return []
    asking = sight.board.led and not sight.board.closed and not seat.key.second
    first = say("wall.now" if asking else "wall.all", seat.language)
    return [
        Tab(first, first, _query(seat, question=""), seat.key.question is None),
        *(
            Tab(
                SHORT.get(number, str(number)),
                asked(sight, number, seat.language),
                _query(seat, question=str(number)),
                number == chosen,
            )
            for number, chosen in ((one, seat.key.question) for one in numbers)
        ),
    ]


async def _way_in(request: web.Request, sight: Sight) -> WayIn | None:
    """How to take part, while the code leads into this session."""
    house = request.app[PARTS].house
    code = sight.session.join_code
    async with house.database.read() as session:
        found = await SessionViews(session).by_code(code, house.clock())
    if found is None or found.id != sight.session.id or found.state == "closed":
        return None
    base = house.settings.public_url
    full = f"{base}/c/{quote(code)}"
    return WayIn(code, base.partition("://")[2], full, None if only_here(base) else drawn(full))


def _seen(value: str) -> str:
    return value if VERSION.fullmatch(value) else ""


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(text.encode())
