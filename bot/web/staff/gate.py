"""Who is at the console, what they may open, and which forms are really theirs."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web
from multidict import MultiDictProxy

from bot.web.parts import PARTS
from bot.web.people import LANGUAGE, hint
from bot.web.staff import witness
from locales import best_language, staff_languages
from storage.staff import SESSION_DAYS, Role, Staff, at_work, hashed, logged

COOKIE = "wellsay_staff"
STAFF = web.RequestKey("staff", Staff)
FORM_FIELD = "form"
EVERYBODY: tuple[Role, ...] = ("admin", "officer", "facilitator", "viewer")

Row = TypeVar("Row")
StaffHandler = Callable[[web.Request, Staff], Awaitable[web.StreamResponse]]
Form = MultiDictProxy[str | bytes | bytearray | web.FileField]


class OutsideError(Exception):
    """Nobody of the staff: the console is closed on this device."""


class NotYoursError(Exception):
    """Somebody of the staff, but this is not theirs."""


def staff_page(
    *roles: Role, largest: int | None = None
) -> Callable[[StaffHandler], Callable[[web.Request], Awaitable[web.StreamResponse]]]:
    """A page of the console, for these roles (none named: for all); the handler also gets who is there.

    A posted form must carry the hidden field of ``bot/web/templates/staff/form.html``, and may be ``largest`` bytes.
    """
    allowed = roles or EVERYBODY

    def wrap(handler: StaffHandler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def checked(request: web.Request) -> web.StreamResponse:
            me = await current(request)
            if me is None:
                raise OutsideError
            if me.role not in allowed:
                raise NotYoursError
            if request.method == "POST":
                if largest is not None:
                    request = request.clone(client_max_size=largest)
                await _really_theirs(request)
            logged.set(False)
            try:
                response = await handler(request, me)
            except web.HTTPRedirection:
                await witness.note(request, me)
                raise
            if response.status < web.HTTPBadRequest.status_code:
                await witness.note(request, me)
            return response

        return checked

    return wrap


async def current(request: web.Request) -> Staff | None:
    """Who is at this browser, if the cookie opens anything; their language becomes the request's."""
    token = request.cookies.get(COOKIE, "")
    house = request.app[PARTS].house
    me = None
    if token:
        async with house.database.read() as session:
            me = await at_work(session, token, house.clock())
    spoken = staff_languages()
    wanted = me.language if me and me.language in spoken else None
    request[LANGUAGE] = wanted or best_language(hint(request), spoken, "en")
    if me is not None:
        request[STAFF] = me
    return me


def form_token(request: web.Request) -> str:
    """What a form of this browser must carry. It opens nothing by itself."""
    token = request.cookies.get(COOKIE, "")
    return request.app[PARTS].house.keyring.signature("staff form", hashed(token))


def remember(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Set the cookie: for the console only, for as long as the session lives."""
    seconds = SESSION_DAYS * 24 * 3600
    https = request.app[PARTS].https
    response.set_cookie(COOKIE, token, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=https)


def theirs(row: Row | None) -> Row:
    """What was found for somebody.

    Raises:
        NotYoursError: nothing was.
    """
    if row is None:
        raise NotYoursError
    return row


async def posted(request: web.Request) -> Form:
    """The form that was posted; files in it are in memory or in a temporary file."""
    return await request.post()


def field(form: Form, name: str, longest: int = 200) -> str:
    """A text field, stripped and cut; empty if it is missing or a file."""
    value = form.get(name, "")
    return value.strip()[:longest] if isinstance(value, str) else ""


async def _really_theirs(request: web.Request) -> None:
    """Refuse a form that another site had the browser send (``only_ours`` has looked at its origin already).

    Raises:
        HTTPForbidden: the hidden field is missing or of another browser session.
    """
    given = request.headers.get("X-Form", "") or field(await posted(request), FORM_FIELD)
    if not hmac.compare_digest(given.encode(), form_token(request).encode()):
        raise web.HTTPForbidden
