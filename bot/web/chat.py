"""The chat: arriving with a code, the page, and everything that the page asks for while it is open."""

from __future__ import annotations

import asyncio
import hashlib
import json

from aiohttp import web

from bot.channels.web import CHANNEL
from bot.reports import mydata
from bot.web.live import FullError
from bot.web.parts import PARTS
from bot.web.people import CODE, Place, Visitor, hint, language, newcomer, place, remember, visitor
from bot.web.views import conversation, page, update
from handlers.types import Command, Inbound, SessionView
from locales import complete_languages
from storage.inbox import last_id, one
from storage.mydata import about
from storage.views import SessionViews

BEAT_SECONDS = 20.0
"""A comment this often keeps proxies from closing a quiet stream."""
WRITE_SECONDS = 15.0
RETRY_MS = 2000


async def chat(request: web.Request) -> web.StreamResponse:
    """``GET /c/CODE``: the conversation; the first visit with a code begins it."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        raise web.HTTPServiceUnavailable  # a guess of the browser's, not a visit
    session = await session_of(request)
    if session is None:
        return await unknown_code(request)
    if request.method == "HEAD":
        return web.Response(content_type="text/html")
    known = visitor(request)
    person = known or newcomer(request)
    where = await arrive(request, person, session)
    response = await conversation(request, person, where, session.join_code, fresh="next" in request.query)
    remember(request, response, person)
    return response


async def session_of(request: web.Request) -> SessionView | None:
    """The session that the code in the address leads to."""
    code = request.match_info["code"]
    if not CODE.fullmatch(code):
        return None
    house = request.app[PARTS].house
    async with house.database.read() as session:
        return await SessionViews(session).by_code(code, house.clock())


async def unknown_code(request: web.Request) -> web.Response:
    """A code that does not work, or no longer: the way to the open questions instead."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        found = await SessionViews(session).open_session(house.clock())
    await settled_language(request)
    code = found.join_code if found else None
    return page(request, "message.html", status=404, sentence="none.code", args={}, join=True, open_code=code)


async def arrive(request: web.Request, person: Visitor, session: SessionView) -> Place:
    """Begin the conversation, unless the person is in this session already: a reload begins nothing."""
    house = request.app[PARTS].house
    for _ in range(2):
        where = await place(request, person)
        if where is not None and where.session is not None and where.session.id == session.id:
            return where
        async with house.database.read() as reading:
            last = await last_id(reading, where.address_id) if where else 0
        now_in = where.session.id if where and where.session else ""
        # two tabs that open at once are one arrival: same person, same place, same last message
        once = hashlib.sha256(f"start\0{person.address}\0{session.id}\0{now_in}\0{last}".encode()).hexdigest()
        await house.runner.handle(
            Inbound(CHANNEL, once, person.address, Command("start", session.join_code), house.clock(), hint(request))
        )
    where = await place(request, person)
    if where is None:
        raise web.HTTPServiceUnavailable
    return where


async def here(request: web.Request) -> tuple[Visitor, Place]:
    """Who asks and where they stand, for a page that is already open.

    Raises:
        HTTPConflict: nobody is there: the page has to be loaded again.
    """
    person = visitor(request)
    if person is None:
        raise web.HTTPConflict
    where = await place(request, person)
    if where is None:
        raise web.HTTPConflict
    return person, where


async def messages(request: web.Request) -> web.Response:
    """``GET /c/messages?after=ID``: what is new, for pages that cannot watch."""
    person, where = await here(request)
    response = web.json_response(await update(request, person, where, _after(request.query.get("after"))))
    response.enable_compression()
    return response


async def events(request: web.Request) -> web.StreamResponse:
    """``GET /c/events?after=ID``: server-sent events, each an update; goes on after ``Last-Event-ID``.

    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    person, where = await here(request)
    last = _after(request.headers.get("Last-Event-ID") or request.query.get("after"))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    try:
        with request.app[PARTS].watch.watching(where.address_id, last) as watcher:
            await response.prepare(request)
            await _write(response, f"retry: {RETRY_MS}\n\n")
            while not watcher.closed:
                person, where = await here(request)
                news = await update(request, person, where, watcher.last)
                if news["messages"]:
                    watcher.last = news["last"]
                    await _write(response, f"id: {watcher.last}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n")
                while not await watcher.news(BEAT_SECONDS):
                    await _write(response, ": still here\n\n")
    except FullError:
        raise web.HTTPServiceUnavailable from None
    except (ConnectionResetError, TimeoutError, web.HTTPConflict):
        pass  # the page went away, or belongs to nobody any more
    return response


async def my_data(request: web.Request) -> web.Response:
    """``GET /c/mydata.txt`` and ``.json``: everything that is stored about the person."""
    house = request.app[PARTS].house
    _, where = await here(request)
    async with house.database.read() as session:
        data = await about(session, house.keyring, where.address_id)
    wanted = request.match_info["ending"]
    for file in mydata.files(data, where.language):
        if file.name.endswith(f".{wanted}"):
            headers = {"Content-Type": file.mime, "Content-Disposition": f'attachment; filename="{file.name}"'}
            return web.Response(body=file.content, headers=headers)
    raise web.HTTPNotFound


async def picture(request: web.Request) -> web.Response:
    """``GET /c/picture/ID.png?language=xx``: the picture of a message of this person's."""
    _, where = await here(request)
    house = request.app[PARTS].house
    async with house.database.read() as session:
        reply = await one(session, where.address_id, _after(request.match_info["id"]))
    wanted = request.query.get("language", "")
    spoken = wanted if wanted in complete_languages() else where.language
    png = await house.drawing.pictures.png(reply.document or "", spoken) if reply else None
    if png is None:
        raise web.HTTPNotFound
    return web.Response(body=png, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


async def settled_language(request: web.Request) -> str:
    """The language of pages outside the chat, for somebody who may have chosen one in it."""
    person = visitor(request)
    if person is not None:
        await place(request, person)
    return language(request)


async def _write(response: web.StreamResponse, text: str) -> None:
    async with asyncio.timeout(WRITE_SECONDS):
        await response.write(text.encode())


def _after(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 19 else 0
