"""What people send from the page: notes, buttons, commands, spoken notes; and passing the device on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from aiohttp import web

from bot.channels.web import CHANNEL, LONGEST_ID, Sent, TooLongError, UnreadableError, from_form, from_json
from bot.web.chat import here
from bot.web.errors import wants_json
from bot.web.parts import PARTS
from bot.web.people import Visitor, hint, newcomer, place, remember, visitor
from bot.web.views import update
from handlers.types import Inbound, Text, Voice

Read = TypeVar("Read")
LARGEST_BODY = 64 * 1024
LARGEST_SOUND = 5 * 1024 * 1024
LONGEST_SOUND_SECONDS = 5 * 60
BODY_SECONDS = 60.0
"""How long the body of a request may take; spoken notes come over slow networks."""


async def send(request: web.Request) -> web.Response:
    """``POST /c/send``: JSON from the script, a form without it. The answer is given after the commit."""
    script = wants_json(request)
    try:
        if request.content_type == "application/json":
            sent = from_json(await _within(request.read()))
        else:
            sent = from_form(await _within(request.post()))
    except TooLongError:
        raise web.HTTPRequestEntityTooLarge(0, 0) from None
    except (UnreadableError, ValueError):
        raise web.HTTPBadRequest from None
    person = await _author(request, sent.who, script=script)
    if isinstance(sent.content, Text) and not sent.content.text.strip():
        return await _answered(request, person, sent.after, script=script)
    await _handle(request, person, sent)
    return await _answered(request, person, sent.after, script=script)


async def voice(request: web.Request) -> web.Response:
    """``POST /c/voice``: the sound as the body; id, page and length in seconds in headers."""
    person = await _author(request, request.headers.get("X-Who", ""), script=True)
    sent_id, seconds = request.headers.get("X-Id", ""), request.headers.get("X-Seconds", "")
    if not (request.content_type.startswith("audio/") and 0 < len(sent_id) <= LONGEST_ID):
        raise web.HTTPBadRequest
    if not (seconds.isascii() and seconds.isdecimal() and 1 <= int(seconds) <= LONGEST_SOUND_SECONDS + 1):
        raise web.HTTPBadRequest
    sound = await _within(_sound(request))
    content = Voice(sound, request.content_type, min(int(seconds), LONGEST_SOUND_SECONDS))
    await _handle(request, person, Sent(sent_id, content, person.who))
    after = request.headers.get("X-After", "0")
    return await _answered(request, person, int(after) if after.isascii() and after.isdecimal() else 0, script=True)


async def next_person(request: web.Request) -> web.Response:
    """``POST /c/next``: this device forgets its person at once and belongs to a new one."""
    script = wants_json(request)
    form = await _within(request.post())
    person = await _author(request, str(form.get("who", "")), script=script)
    where = await place(request, person)
    code = where.session.join_code if where and where.session else ""
    response = web.json_response({}) if script else web.HTTPSeeOther(f"/c/{code}?next" if code else "/")
    remember(request, response, newcomer(request))
    if isinstance(response, web.HTTPException):
        raise response
    return response


async def _author(request: web.Request, who: str, *, script: bool) -> Visitor:
    """Whose page sent this; a page of somebody else than the cookie's has to be loaded again."""
    person = visitor(request)
    if person is not None and person.who == who:
        return person
    if script:
        raise web.HTTPConflict
    raise web.HTTPForbidden


async def _handle(request: web.Request, person: Visitor, sent: Sent) -> None:
    parts = request.app[PARTS]
    now = parts.house.clock()
    if not parts.buckets.take(person.address, now):
        await place(request, person)
        raise web.HTTPTooManyRequests
    external_id = sent.external_id(person.address)
    await parts.house.runner.handle(Inbound(CHANNEL, external_id, person.address, sent.content, now, hint(request)))


async def _answered(request: web.Request, person: Visitor, after: int, *, script: bool) -> web.Response:
    if script:
        person, where = await here(request)
        return web.json_response(await update(request, person, where, after))
    found = await place(request, person)
    code = found.session.join_code if found and found.session else ""
    raise web.HTTPSeeOther(f"/c/{code}#now" if code else "/")


async def _sound(request: web.Request) -> bytes:
    sound = bytearray()
    async for chunk in request.content.iter_any():
        sound += chunk
        if len(sound) > LARGEST_SOUND:
            raise web.HTTPRequestEntityTooLarge(LARGEST_SOUND, len(sound))
    if not sound:
        raise web.HTTPBadRequest
    return bytes(sound)


async def _within(reading: Awaitable[Read]) -> Read:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await reading
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
