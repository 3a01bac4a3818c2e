"""Following a pilot action from a page: one press, and the chat says that it was heard."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.channels.web import ACTION, CHANNEL
from bot.web.parts import PARTS
from bot.web.people import hint, newcomer, place, remember, visitor
from bot.web.views import page
from handlers.types import Choice, Inbound
from storage.actions import view
from storage.views import SessionViews


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [web.post("/actions/{id}/follow", follow)]


async def follow(request: web.Request) -> web.StreamResponse:
    """``POST /actions/ID/follow``: what [Follow it] does in the chat; somebody new gets a conversation for it."""
    parts = request.app[PARTS]
    house, action = parts.house, request.match_info["id"]
    async with house.database.read() as session:
        known = await view(session, action) if ACTION.fullmatch(action) else None
        found = await SessionViews(session).open_session(house.clock())
    if known is None:
        raise web.HTTPNotFound
    person = visitor(request) or newcomer(request)
    if not parts.buckets.take(person.address, house.clock()):
        raise web.HTTPTooManyRequests
    pressed = Choice(f"follow:{action}")
    await house.runner.handle(
        Inbound(CHANNEL, secrets.token_hex(16), person.address, pressed, house.clock(), hint(request))
    )
    where = await place(request, person)
    session_view = where.session if where and where.session else found
    if session_view is None:
        response: web.StreamResponse = page(
            request, "message.html", sentence="action.followed", args={}, join=False, open_code=None
        )
    else:
        response = web.HTTPSeeOther(f"/c/{session_view.join_code}")
    remember(request, response, person)
    if isinstance(response, web.HTTPSeeOther):
        raise response
    return response
