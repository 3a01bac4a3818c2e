"""Pages and parts of pages: templates filled in, in one language."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from importlib import resources
from typing import Any

import jinja2
from aiohttp import web

from bot.web.assets import Assets
from bot.web.drawing import cards, say
from bot.web.parts import PARTS
from bot.web.people import Place, Visitor, language
from handlers.citizen.commands import MENU
from locales import direction, name_of
from storage.inbox import fetch, standing

PLURALS = 12
"""Sentences about so many things are sent to the script; of more it speaks as of this many."""
COUNTED = ("web.waiting", "web.new_message")
SPOKEN = (
    "web.offline",
    "web.waiting_mark",
    "web.sent_again",
    "web.failed",
    "web.return_copied",
    "web.too_long",
    "web.record",
    "web.record_stop",
    "web.record_denied",
)


def environment(assets: Assets) -> jinja2.Environment:
    """The templates; everything in them is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(resources.files("bot.web").joinpath("templates"))),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = assets.url
    made.globals["tongue"] = name_of
    return made


def fill(request: web.Request, template: str, **values: Any) -> str:
    """The text of a template."""
    spoken = language(request)
    parts = request.app[PARTS]

    def said(message_id: str, **args: str | int | dt.date) -> str:
        return say(message_id, spoken, **args)

    return parts.templates.get_template(template).render(say=said, language=spoken, dir=direction(spoken), **values)


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """A whole page."""
    response = web.Response(text=fill(request, template, **values), content_type="text/html", status=status)
    response.headers["Content-Language"] = language(request)
    response.headers["Vary"] = "Accept-Language, Cookie, Accept-Encoding"
    response.enable_compression()
    return response


def script_texts(request: web.Request) -> str:
    """What the page's script says, as JSON."""
    spoken = language(request)
    texts: dict[str, Any] = {name: say(name, spoken) for name in SPOKEN}
    texts |= {name: [say(name, spoken, n=n) for n in range(1, PLURALS + 1)] for name in COUNTED}
    return json.dumps(texts, ensure_ascii=False)


async def conversation(request: web.Request, person: Visitor, place: Place, code: str, *, fresh: bool) -> web.Response:
    """The chat as it stands. ``fresh``: this device has just forgotten somebody else."""
    parts = request.app[PARTS]
    async with parts.house.database.read() as session:
        messages = await fetch(session, place.address_id)
    shown = cards(messages, place.language)
    session_view = place.session
    return page(
        request,
        "chat.html",
        cards=shown,
        question=next((card.lines[0][0] for card in shown if card.slot == "question"), ""),
        last=max((one.id for one in messages), default=0),
        code=code,
        who=person.who,
        link=f"{parts.house.settings.public_url}/r#{person.token}",
        new_id=secrets.token_hex(12),
        texts=script_texts(request),
        commands=[name for name in MENU if name != "next"],
        shared=bool(session_view and session_view.shared_device),
        town=session_view.town if session_view else "Wellsay",
        fresh=fresh,
    )


async def update(request: web.Request, person: Visitor, place: Place, after: int) -> dict[str, Any]:
    """What a page that has seen the messages up to ``after`` has to change."""
    async with request.app[PARTS].house.database.read() as session:
        messages = await fetch(session, place.address_id, after)
        ids = await standing(session, place.address_id)
    shown = cards(messages, place.language)
    return {
        "who": person.who,
        "language": place.language,
        "code": place.session.join_code if place.session else None,
        "shared": bool(place.session and place.session.shared_device),
        "last": max((one.id for one in messages), default=after),
        "standing": ids,
        "messages": [
            {"id": one.id, "place": one.place, "slot": one.slot, "html": fill(request, "card.html", card=one)}
            for one in shown
        ],
    }
