"""The data-protection sheet of a consultation, made from its settings, so that it says what they say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.chat import settled_language
from bot.web.parts import PARTS
from bot.web.views import page
from handlers.citizen.texts import choose_text
from handlers.types import Message
from locales import render
from storage import rules
from storage.retention import due_at
from storage.tables import ConsultationRow

SMALLEST = 5
"""People below which a published number is left out."""
Section = tuple[str, list[str], list[str]]


def routes() -> list[web.RouteDef]:
    """The address."""
    return [web.get("/privacy/{id}", sheet)]


async def sheet(request: web.Request) -> web.Response:
    """``GET /privacy/ID``: public; the id is the consultation's."""
    spoken = await settled_language(request)
    async with request.app[PARTS].house.database.read() as session:
        row = await rules.consultation(session, request.match_info["id"])
    if row is None:
        raise web.HTTPNotFound
    return page(request, "privacy.html", sections=sections(row, spoken), title=row.title)


def sections(row: ConsultationRow, language: str) -> list[Section]:
    """The sheet: a heading each, what is said under it, and a list."""

    def say(message_id: str, **args: str | int) -> str:
        return render(Message(message_id, args), language)

    town = row.town.name
    contact = say("sheet.contact", contact=row.town.contact) if row.town.contact else say("sheet.contact_none")
    own = [choose_text(texts, language, row.town.default_language) for texts in (row.who_asks, row.influence)]
    return [
        (say("sheet.who_head"), [say("sheet.who", town=town, title=row.title), own[0], contact], []),
        (say("sheet.why_head"), [say("sheet.why"), own[1], say("sheet.basis"), say("sheet.sensitive")], []),
        (
            say("sheet.what_head"),
            [say("sheet.not_kept")],
            [
                say("sheet.notes"),
                say("sheet.language"),
                say("sheet.address"),
                say("sheet.voice", n=row.voice_days),
                say("sheet.place"),
            ],
        ),
        (say("sheet.long_head"), [_how_long(row, language), say("sheet.long_before")], []),
        (
            say("sheet.seen_head"),
            [
                say("sheet.seen_wall"),
                say("sheet.seen_staff", town=town),
                say("sheet.seen_program"),
                say("sheet.seen_channel"),
                say("sheet.seen_results", n=SMALLEST),
            ],
            [],
        ),
        (
            say("sheet.rights_head"),
            [say("sheet.rights_complain")],
            [say(f"sheet.rights_{one}") for one in ("see", "change", "erase", "stop")],
        ),
    ]


def _how_long(row: ConsultationRow, language: str) -> str:
    zone = ZoneInfo(row.town.timezone)
    if row.retired_at is not None:
        over = Message("sheet.long_over", {"date": row.retired_at.astimezone(zone).date()})
        return render(over, language)
    due = due_at(row)
    if due is None:
        return render(Message("sheet.long_open", {"n": row.retention_days}), language)
    until = Message("sheet.long_until", {"n": row.retention_days, "date": due.astimezone(zone).date()})
    return render(until, language)
