"""When something goes wrong: one sentence in the person's language, as a page or as JSON; a log line without data."""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.logs import place_of
from bot.web.drawing import say
from bot.web.people import LANGUAGE, language, place, visitor
from bot.web.staff.gate import NotYoursError, OutsideError
from bot.web.views import page

log = structlog.get_logger()

SENTENCES = {
    400: "web.bad_request",
    403: "web.bad_request",
    404: "web.not_found",
    405: "web.not_found",
    410: "web.link_over",
    413: "web.too_long",
    429: "web.too_many",
}
LOOKUP_SECONDS = 2.0


@web.middleware
async def sentences(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn errors into sentences."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        status = error.status
    except OutsideError:
        return await answer(request, 401, "staff.outside")
    except NotYoursError:
        return await answer(request, 403, "staff.not_yours")
    except (ConnectionResetError, asyncio.CancelledError):
        raise
    except Exception as error:  # noqa: BLE001 -- the last line of defence: the person gets a sentence, we get a log line
        where = request.match_info.route.resource
        log.error(  # noqa: TRY400 -- without the message of the error: it may quote what people wrote
            "web_failed", path=where.canonical if where else None, error=type(error).__name__, at=place_of(error)
        )
        status = 500
    return await answer(request, status)


async def answer(request: web.Request, status: int, sentence: str | None = None) -> web.Response:
    """An error as a page, or as JSON where a script asked."""
    await _know_language(request)
    sentence = sentence or SENTENCES.get(status, "web.failed")
    if wants_json(request):
        return web.json_response({"error": say(sentence, language(request))}, status=status)
    return page(request, "message.html", status=status, sentence=sentence, args={}, join=status == 404, open_code=None)


def wants_json(request: web.Request) -> bool:
    """Whether the page's script is asking."""
    return "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json"


async def _know_language(request: web.Request) -> None:
    person = visitor(request)
    if LANGUAGE in request or person is None:
        return
    with contextlib.suppress(Exception):  # the database may be what is broken; then the browser's language does
        async with asyncio.timeout(LOOKUP_SECONDS):
            await place(request, person)
