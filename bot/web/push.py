"""Notifications of the browser: our public key, and switching them on and off for the person at the page."""

from __future__ import annotations

from aiohttp import web

from bot.channels.push import NotASubscriptionError, our_key, parse, public_key
from bot.web.chat import here
from bot.web.parts import PARTS
from bot.web.security import ours
from storage.push import subscribe, unsubscribe

LARGEST_BODY = 4096


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/c/push", key, allow_head=False),
        web.post("/c/push", switch_on),
        web.post("/c/push/off", switch_off),
    ]


async def key(request: web.Request) -> web.Response:
    """``GET /c/push``: ``{"key": …}``, the key that a browser subscribes with."""
    await here(request)
    house = request.app[PARTS].house
    return web.json_response({"key": public_key(await our_key(house.database, house.keyring, house.clock))})


async def switch_on(request: web.Request) -> web.Response:
    """``POST /c/push``: this browser's subscription, as it gave it to the page."""
    person, where = await here(request)
    _really_theirs(request, person.who)
    house = request.app[PARTS].house
    body = await request.content.read(LARGEST_BODY + 1)
    try:
        found = parse(body[:LARGEST_BODY], house.settings.push_hosts)
    except NotASubscriptionError:
        raise web.HTTPBadRequest from None
    async with house.database.write() as session:
        await subscribe(session, house.keyring, where.address_id, found.endpoint, found.keys, house.clock())
    return web.json_response({})


async def switch_off(request: web.Request) -> web.Response:
    """``POST /c/push/off``: no notifications any more."""
    person, where = await here(request)
    _really_theirs(request, person.who)
    async with request.app[PARTS].house.database.write() as session:
        await unsubscribe(session, where.address_id)
    return web.json_response({})


def _really_theirs(request: web.Request, who: str) -> None:
    """The page says whose it is: one that another person left open does not switch on for somebody else."""
    if request.headers.get("X-Who") != who or not ours(request, request.app[PARTS].house.settings.public_url):
        raise web.HTTPConflict
