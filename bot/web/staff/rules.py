"""The rules of the town's consultations: dates, quiet hours, how long data stays, help lines; and deleting one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.parts import PARTS
from bot.web.staff.frame import shown, to
from bot.web.staff.gate import Form, NotYoursError, field, posted, staff_page
from locales import own_name
from storage import rules as stored
from storage.deletion import OneAdminError, agree, ask, asked, keep
from storage.retention import due_at
from storage.rules import MOST_RETENTION_DAYS, MOST_VOICE_DAYS, PromisedError, Rules
from storage.staff import Staff, audited
from storage.tables import ConsultationRow, TownRow

HELP_LINE, CONTACT = 1000, 300


class UnclearError(ValueError):
    """A field says something that cannot be meant; the argument is its name."""


def routes() -> list[web.RouteDef]:
    """The addresses."""
    return [
        web.get("/staff/rules", overview),
        web.post("/staff/rules/contact", contact),
        web.get("/staff/rules/{id}", rules),
        web.post("/staff/rules/{id}", change),
        web.post("/staff/rules/{id}/delete", delete),
        web.post("/staff/rules/{id}/keep", keep_it),
    ]


@staff_page("admin")
async def overview(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/rules``: the consultations, what becomes of their data when, and who answers for it."""
    if me.town_id is None:
        return to("/staff")
    async with request.app[PARTS].house.database.read() as session:
        town = await session.get_one(TownRow, me.town_id)
        rows = [
            (one, due_at(one), await stored.people(session, one), await asked(session, one))
            for one in await stored.consultations(session, me)
        ]
    zone = ZoneInfo(town.timezone)
    listed = [(one, _day(due, zone), _day(one.retired_at, zone), people, wish) for one, due, people, wish in rows]
    return shown(request, "rules.html", rows=listed, contact=town.contact)


@staff_page("admin")
async def contact(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/rules/contact``: who answers for people's data."""
    text = field(await posted(request), "contact", CONTACT)
    house = request.app[PARTS].house
    if me.town_id is None:
        raise NotYoursError
    async with house.database.write() as session:
        (await session.get_one(TownRow, me.town_id)).contact = text
        audited(session, me, "changed", house.clock(), "contact")
    return to("/staff/rules")


@staff_page("admin")
async def rules(request: web.Request, me: Staff) -> web.StreamResponse:
    """``GET /staff/rules/ID``: the form."""
    return await _form(request, me)


@staff_page("admin")
async def change(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/rules/ID``: all of it, or the form again with the field that is unclear."""
    form = await posted(request)
    house = request.app[PARTS].house
    try:
        async with house.database.write() as session:
            row = _theirs(await stored.consultation_for(session, me, request.match_info["id"]))
            wanted = _read(form, row, ZoneInfo(row.town.timezone))
            await stored.change(session, row, wanted)
            audited(session, me, "changed", house.clock(), "consultation", row.public_id)
    except UnclearError as error:
        return await _form(request, me, wrong=str(error))
    except PromisedError:
        return await _form(request, me, wrong="promised")
    return to("/staff/rules")


@staff_page("admin")
async def delete(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/rules/ID/delete``: the first admin asks; a second one writes the title, and it is done."""
    house = request.app[PARTS].house
    title = field(await posted(request), "title")
    async with house.database.write() as session:
        row = _theirs(await stored.consultation_for(session, me, request.match_info["id"]))
        wish = await asked(session, row)
        again = wish is not None and title != row.title
        try:
            if wish is None:
                await ask(session, me, row, house.clock())
            elif wish.staff_id == me.key or not again:
                await agree(session, me, row, house.clock())
        except OneAdminError:
            raise NotYoursError from None
    await house.write_down()
    return to(f"/staff/rules/{request.match_info['id']}?title" if again else "/staff/rules")


@staff_page("admin")
async def keep_it(request: web.Request, me: Staff) -> web.StreamResponse:
    """``POST /staff/rules/ID/keep``: the wish to delete is taken back."""
    house = request.app[PARTS].house
    async with house.database.write() as session:
        await keep(
            session, me, _theirs(await stored.consultation_for(session, me, request.match_info["id"])), house.clock()
        )
    return to("/staff/rules")


async def _form(request: web.Request, me: Staff, wrong: str | None = None) -> web.Response:
    async with request.app[PARTS].house.database.read() as session:
        row = _theirs(await stored.consultation_for(session, me, request.match_info["id"]))
        lines = await stored.help_lines(session, row)
        wish = await asked(session, row)
        people = await stored.people(session, row)
    zone = ZoneInfo(row.town.timezone)
    return shown(
        request,
        "rule.html",
        status=422 if wrong else 200,
        row=row,
        wrong=wrong,
        title_wrong="title" in request.query,
        starts=_minute(row.starts_at, zone),
        ends=_minute(row.ends_at, zone),
        blind=round(row.blind_share * 100, 1),
        lines=[(one, own_name(one), lines.get(one, "")) for one in row.languages],
        most=(MOST_RETENTION_DAYS, MOST_VOICE_DAYS),
        people=people[0],
        mine=wish is not None and wish.staff_id == me.key,
        wish=wish,
    )


def _theirs(row: ConsultationRow | None) -> ConsultationRow:
    if row is None:
        raise NotYoursError
    return row


def _read(form: Form, row: ConsultationRow, zone: ZoneInfo) -> Rules:
    """The form as rules; raises ``UnclearError`` with the name of the first field that makes no sense."""
    title = field(form, "title")
    if not title:
        raise UnclearError("title")  # noqa: EM101 -- the field's name
    starts_at, ends_at = _moment(form, "starts", zone), _moment(form, "ends", zone)
    if starts_at is None:
        raise UnclearError("starts")  # noqa: EM101
    if ends_at is not None and ends_at <= starts_at:
        raise UnclearError("ends")  # noqa: EM101
    return Rules(
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        results_on=_date(form, "results_on"),
        answer_by=_date(form, "answer_by"),
        quiet_from=_time(form, "quiet_from"),
        quiet_until=_time(form, "quiet_until"),
        retention_days=int(_number(form, "retention_days", MOST_RETENTION_DAYS)),
        voice_days=int(_number(form, "voice_days", MOST_VOICE_DAYS)),
        blind_share=_number(form, "blind", 100) / 100,
        learning=bool(field(form, "learning")),
        help_lines={one: field(form, f"help-{one}", HELP_LINE) for one in row.languages},
    )


def _moment(form: Form, name: str, zone: ZoneInfo) -> dt.datetime | None:
    text = field(form, name, 32)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(dt.UTC) if text else None
    except (ValueError, OverflowError):
        raise UnclearError(name) from None


def _date(form: Form, name: str) -> dt.date | None:
    text = field(form, name, 16)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UnclearError(name) from None


def _time(form: Form, name: str) -> dt.time:
    try:
        return dt.time.fromisoformat(field(form, name, 16)).replace(tzinfo=None)
    except ValueError:
        raise UnclearError(name) from None


def _number(form: Form, name: str, most: int) -> float:
    try:
        number = float(field(form, name, 8))
    except ValueError:
        raise UnclearError(name) from None
    if not 0 <= number <= most:
        raise UnclearError(name)
    return number


def _day(moment: dt.datetime | None, zone: ZoneInfo) -> dt.date | None:
    return moment.astimezone(zone).date() if moment else None


def _minute(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    """As an ``<input type="datetime-local">`` wants it: the town's own time."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" if moment else ""
