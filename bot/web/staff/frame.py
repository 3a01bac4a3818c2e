"""What stands around every page of the console: the way to the other desks, the language, the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from aiohttp import web

from bot.web.people import language
from bot.web.staff.gate import EVERYBODY, STAFF, form_token
from bot.web.staff.places import around
from bot.web.views import page
from locales import own_name, staff_languages
from storage.staff import Role


@dataclass(frozen=True, slots=True)
class Desk:
    """A place in the console: its address, the message that names it, and who works there."""

    path: str
    name: str
    roles: tuple[Role, ...] = EVERYBODY


DESKS: tuple[Desk, ...] = (
    Desk("/staff", "staff.home"),
    Desk("/staff/answers", "answers.title", ("officer", "admin")),
    Desk("/staff/paper", "desk.paper", ("admin", "officer", "facilitator")),
    Desk("/staff/coding", "desk.coding", ("admin", "officer", "facilitator")),
    Desk("/staff/names", "desk.names", ("admin", "officer", "facilitator")),
    Desk("/staff/listening", "desk.listening", ("admin", "officer", "facilitator")),
    Desk("/staff/actions", "actions.title", ("officer", "admin")),
    Desk("/staff/departments", "departments.title", ("admin",)),
    Desk("/staff/colleagues", "colleagues.title", ("admin",)),
    Desk("/staff/results", "publish.title"),
    Desk("/staff/rules", "rules.title", ("admin",)),
    Desk("/staff/log", "log.title", ("admin",)),
)


def to(path: str) -> NoReturn:
    """Answer a form that was carried out: on to a page, which may be loaded again without doing it again.

    Raises:
        HTTPSeeOther: always.
    """
    raise web.HTTPSeeOther(path)


def shown(request: web.Request, template: str, *, status: int = 200, about: Any = None, **values: Any) -> web.Response:
    """A page of the console. Templates extend ``staff/base.html`` and get ``me``, ``form_token`` and what is passed.

    ``about``: the session (``SessionRow``) that the page belongs to; then its other pages are around it.
    """
    me = request[STAFF]
    return page(
        request,
        f"staff/{template}",
        status=status,
        me=me,
        form_token=form_token(request),
        desks=[one for one in DESKS if me.role in one.roles],
        here=request.path,
        languages=[(one, own_name(one)) for one in staff_languages()],
        chosen=language(request),
        around=None if about is None else around(me, about),
        **values,
    )
