"""The pages around the chat: home, the QR code, coming back by link, installing the page, and whether we are well."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.network import only_here
from bot.web.chat import session_of, settled_language, unknown_code
from bot.web.drawing import say
from bot.web.parts import PARTS
from bot.web.people import CODE, TOKEN, place, remember, visitor
from bot.web.qr import drawn
from bot.web.views import page, script_texts
from locales import direction
from storage.views import SessionViews

log = structlog.get_logger()

READY_SECONDS = 2.0


async def home(request: web.Request) -> web.Response:
    """``GET /``: a join code, or the open questions."""
    await settled_language(request)
    found = await _open_code(request)
    return page(request, "home.html", open_code=found)


async def join(request: web.Request) -> web.Response:
    """``POST /join``: to the chat of the code that was typed."""
    code = str((await request.post()).get("code", "")).strip()
    raise web.HTTPSeeOther(f"/c/{quote(code, safe='')}" if CODE.fullmatch(code) else "/c/-")


async def qr(request: web.Request) -> web.Response:
    """``GET /c/CODE/qr``: the code for the projector; refused while only this machine can be reached."""
    await settled_language(request)
    session = await session_of(request)
    if session is None:
        return await unknown_code(request)
    base = request.app[PARTS].house.settings.public_url
    if only_here(base):
        return page(
            request,
            "message.html",
            sentence="web.qr_local",
            args={"address": base},
            join=False,
            open_code=session.join_code,
        )
    address = f"{base}/c/{quote(session.join_code)}"
    code = drawn(address)
    return page(request, "qr.html", drawn=code, address=base.partition("://")[2], code=session.join_code, full=address)


async def return_page(request: web.Request) -> web.Response:
    """``GET /r#TOKEN``: the secret is in the fragment, which browsers do not send; the page's script posts it."""
    await settled_language(request)
    return page(request, "return.html")


async def come_back(request: web.Request) -> web.Response:
    """``POST /r``: this device becomes the person's whose link it was."""
    link = str((await request.post()).get("link", ""))
    token = link.strip().rpartition("#")[2]
    person = visitor(request, token) if TOKEN.fullmatch(token) else None
    where = None
    if person is not None:
        where = await place(request, person)
    if person is None or where is None:
        await settled_language(request)
        return page(
            request,
            "message.html",
            status=410,
            sentence="web.link_over",
            args={},
            join=True,
            open_code=await _open_code(request),
        )
    code = where.session.join_code if where.session else await _open_code(request)
    response = web.HTTPSeeOther(f"/c/{code}" if code else "/")
    remember(request, response, person)
    raise response


async def shell(request: web.Request) -> web.Response:
    """``GET /shell``: the chat without a conversation, which the service worker keeps for when there is no network."""
    await settled_language(request)
    return page(request, "shell.html", texts=script_texts(request))


async def manifest(request: web.Request) -> web.Response:
    """``GET /manifest.webmanifest``: what the home screen shows: https://www.w3.org/TR/appmanifest/ ."""
    parts = request.app[PARTS]
    spoken = await settled_language(request)
    async with parts.house.database.read() as session:
        found = await SessionViews(session).open_session(parts.house.clock())
    name = say("web.title", spoken, town=found.town) if found else "Wellsay"
    body = {
        "id": "/",
        "name": name,
        "short_name": name[:24],
        "lang": spoken,
        "dir": direction(spoken),
        "start_url": "/c/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4ef",
        "theme_color": "#1f5c57",
        "icons": [
            {"src": parts.assets.url("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {
                "src": parts.assets.url("icon-192.png"),
                "sizes": "192x192",
                "type": "image/png",
                "purpose": "any maskable",
            },
            {
                "src": parts.assets.url("icon-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "any maskable",
            },
        ],
    }
    response = web.json_response(body, content_type="application/manifest+json")
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


async def where_i_was(request: web.Request) -> web.Response:
    """``GET /c/``: from the home screen, to the conversation of this device."""
    person = visitor(request)
    target = "/"
    if person is not None:
        where = await place(request, person)
        if where and where.session:
            target = f"/c/{quote(where.session.join_code)}"
    raise web.HTTPSeeOther(target)


async def worker(request: web.Request) -> web.Response:
    """``GET /sw.js``: the service worker, changed whenever a file of the page is."""
    assets = request.app[PARTS].assets
    names = ["chat.css", "chat.js", "queue.js", "log.js", "live.js", "voice.js", "push.js", "icon.svg"]
    text = (
        assets.text("worker.js")
        .replace('"VERSION"', f'"{assets.version}"')
        .replace('"ICON"', f'"{assets.url("icon-192.png")}"')
        .replace('"FILES"', ", ".join(f'"{assets.url(name)}"' for name in names))
    )
    return web.Response(text=text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def healthz(_request: web.Request) -> web.Response:
    """The process is up."""
    return web.Response(text="ok\n")


async def readyz(request: web.Request) -> web.Response:
    """The database answers."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await request.app[PARTS].house.database.ping()
    except Exception as error:  # noqa: BLE001 -- whatever is wrong, the answer is that we are not ready
        log.warning("not_ready", error=type(error).__name__)
        return web.Response(text="the database does not answer\n", status=503)
    return web.Response(text="ready\n")


async def _open_code(request: web.Request) -> str | None:
    house = request.app[PARTS].house
    async with house.database.read() as session:
        found = await SessionViews(session).open_session(house.clock())
    return found.join_code if found else None
