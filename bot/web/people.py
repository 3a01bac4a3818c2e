"""Who is at the page: a random token in a cookie, nothing else. The database knows only a hash of it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.web import CHANNEL
from bot.web.parts import PARTS
from handlers.state import Conversation
from handlers.types import SessionView
from locales import best_language, complete_languages
from storage.tables import ConversationRow
from storage.turns import find_address
from storage.views import SessionViews

LANGUAGE = web.RequestKey("language", str)
COOKIE = "wellsay"
YEAR_SECONDS = 365 * 24 * 3600
TOKEN_BYTES = 32
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
CODE = re.compile(r"[\w-]{1,32}")
KEPT_LANGUAGES = 8


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a token. ``address`` is where the house writes to; ``who`` marks their pages and opens nothing."""

    token: str = field(repr=False)
    address: str = field(repr=False)
    who: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visitor stands: the stored address, its language and the session of the conversation."""

    address_id: int
    language: str
    session: SessionView | None


def visitor(request: web.Request, token: str | None = None) -> Visitor | None:
    """The visitor behind a token, or behind the request's cookie; ``None`` without one."""
    token = token or request.cookies.get(COOKIE, "")
    if not TOKEN.fullmatch(token):
        return None
    address = hashlib.sha256(token.encode()).hexdigest()
    who = request.app[PARTS].house.keyring.signature("web page", address)
    return Visitor(token, address, who)


def newcomer(request: web.Request) -> Visitor:
    """A visitor with a new token."""
    made = visitor(request, secrets.token_urlsafe(TOKEN_BYTES))
    if made is None:
        msg = "a fresh token must be a token"
        raise RuntimeError(msg)
    return made


def remember(request: web.Request, response: web.StreamResponse, person: Visitor) -> None:
    """Set the cookie."""
    https = request.app[PARTS].https
    response.set_cookie(
        COOKIE, person.token, max_age=YEAR_SECONDS, path="/", httponly=True, samesite="Lax", secure=https
    )


async def place(request: web.Request, person: Visitor) -> Place | None:
    """Where the visitor stands; ``None`` if they have never said anything, or were forgotten."""
    house = request.app[PARTS].house
    async with house.database.read() as session:
        row = await find_address(session, house.keyring, CHANNEL, person.address)
        if row is None:
            return None
        kept = await session.get(ConversationRow, row.id)
        session_id = Conversation.from_json(kept.state).session_id if kept else None
        found = await SessionViews(session).by_id(session_id, house.clock()) if session_id else None
    request[LANGUAGE] = row.language
    return Place(row.id, row.language, found)


def hint(request: web.Request) -> str | None:
    """The browser's language: the first of its list that we speak, else the first."""
    wanted = [one.split(";") for one in request.headers.get("Accept-Language", "").split(",")[:KEPT_LANGUAGES]]
    tags = [parts[0].strip() for parts in sorted(wanted, key=_weight, reverse=True) if parts[0].strip()]
    spoken = [one for one in tags if one.split("-")[0].lower() in complete_languages()]
    return next(iter(spoken or tags), None)


def language(request: web.Request) -> str:
    """The language of an answer: the person's own once it is known, else the browser's."""
    return request.get(LANGUAGE) or best_language(hint(request), complete_languages(), "en")


def _weight(parts: list[str]) -> float:
    for one in parts[1:]:
        name, _, value = one.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
