"""Results on their way back to those who took part: what a group or a whole town is told, and approving it.

Numbers are those of the moment in which somebody approves them. Notes are quoted as long as they may be
(``storage.quoting``). A town is told what was published, and nothing more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rendering import draw
from bot.reports.public import ALL, PublicCell, heads
from bot.reports.results import published
from handlers.facilitator.families import FAMILIES, NO_CODE, Family, counted, picture
from handlers.facilitator.summing import Brought, body
from handlers.types import InLanguages, Message, Per, Reply
from scheduler.followups import MORNING
from scheduler.hours import local, moment
from scheduler.protocols import Drawn
from storage import messages, quoting
from storage.ids import NewId
from storage.messages import AS_WRITTEN, Audience, Draft, Planned
from storage.scope import Scope
from storage.snapshots import Snapshot, snapshots
from storage.staff import Staff, audited
from storage.starred import Starred, of_consultation
from storage.summary import of_session
from storage.tables import ConsultationRow, SessionRow
from storage.tallies import tally
from storage.wire import reply_to_json

GROUP, TOWN = "summary", "results"
"""Kinds of messages to many."""
QUOTED = 420
"""So many characters of people's notes a message has, at most: more do not fit on a phone."""


class OutdatedError(Exception):
    """Notes have come in, or gone, since somebody looked."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people would be told, and who they are. ``since``: an earlier message about older results does not count."""

    kind: str
    audience: Audience
    consultation: ConsultationRow
    body: tuple[Message, ...]
    picture: str | None
    since: dt.datetime | None = None
    session: str | None = None

    @property
    def fingerprint(self) -> str:
        """Tells whether it is still what somebody has seen."""
        said = reply_to_json(Reply(self.body, document=self.picture))
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def as_approved(self, before: Planned) -> Feedback:
        """The same, as it was approved before: numbers and notes of that moment."""
        body = tuple(line for line in before.reply.body if line not in AS_WRITTEN)
        return replace(self, body=body, picture=before.reply.document)

    def draft(self, texts: Per, due_at: dt.datetime, staff: str | None) -> Draft:
        """As a message to many; ``texts`` are the facilitator's own words, and come last."""
        return Draft(
            kind=self.kind,
            town=self.consultation.town.public_id,
            consultation=self.consultation.public_id,
            audience=self.audience,
            due_at=due_at,
            texts=texts,
            body=(*self.body, *(AS_WRITTEN if texts else ())),
            document=self.picture,
            staff=staff,
        )


async def of_group(session: AsyncSession, row: SessionRow, now: dt.datetime) -> Feedback:
    """What the people of a session would be told of it."""
    found = await of_session(session, row, now)
    asking = row.group.consultation
    families = counted(found.families)
    brought = Brought(
        head=Message("summary.head", {"name": row.group.name}),
        people=found.people,
        notes=found.notes,
        families=families,
        quotes=_quotes(found.stars),
        topics=found.topics,
        votes=found.votes,
    )
    lines = body(brought, _next(asking, now))
    who = Audience("session", row.public_id)
    return Feedback(GROUP, who, asking, lines, picture(families), session=row.public_id)


async def of_town(session: AsyncSession, asking: ConsultationRow, now: dt.datetime, site: str) -> Feedback | None:
    """What all who took part in a consultation would be told: what was published last; ``None`` before that."""
    earlier = await snapshots(session, asking.public_id)
    if not earlier:
        return None
    shown = earlier[0]
    cells = next((cells for by, cells in published(shown).tables if by == ("family",)), ())
    families = tuple(_published_families(cells))
    total = next((cell for cell in cells if cell.values == (ALL,)), None)
    left_out = any(one.notes is None for one in families)
    brought = Brought(
        head=Message("feedback.town", {"town": asking.town.name}),
        people=total.people if total else None,
        notes=total.notes if total else None,
        families=families,
        quotes=_quotes(await _public_stars(session, asking, shown, families)),
        threshold=shown.threshold if left_out else None,
    )
    page = Message("raw", {"text": f"{site}/results/{asking.public_id}", "link": 1})
    lines = (*body(brought, _next(asking, now)), page)
    return Feedback(TOWN, Audience("consultation"), asking, lines, picture(families), since=shown.at)


async def standing(session: AsyncSession, one: Feedback) -> Planned | None:
    """The message that tells it already, or will; ``None`` if there is none, or it was cancelled."""
    for planned in await messages.planned(session, one.consultation.public_id):
        same = planned.kind == one.kind and planned.session == one.session and planned.state != "cancelled"
        if same and (one.since is None or planned.created_at >= one.since):
            return planned
    return None


async def approve(
    session: AsyncSession,
    me: Staff,
    one: Feedback,
    texts: Per,
    day: dt.date | None,
    seen: str,
    *,
    now: dt.datetime,
    new_id: NewId,
) -> str | None:
    """Approve it: it goes out on that day, or as soon as the hours allow; returns the message's id.

    ``seen`` is the fingerprint of what was looked at, or the id of the message whose words or day are changed, as long
    as that has not begun to go out. ``None``: it was approved before.

    Raises:
        OutdatedError: what would go out now is not what was seen.
    """
    before = await standing(session, one)
    if before is not None:
        if before.id != seen or before.state != "planned" or not await messages.cancel(session, before.id, now):
            return None
        audited(session, me, "cancelled", now, "message", before.id)
        one = one.as_approved(before)
    elif seen != one.fingerprint:
        raise OutdatedError
    draft = one.draft(texts, due(one.consultation, day, now), me.id)
    made = await messages.plan(session, draft, now=now, new_id=new_id)
    audited(session, me, "approved", now, "message", made)
    return made


def due(asking: ConsultationRow, day: dt.date | None, now: dt.datetime) -> dt.datetime:
    """The moment for a day: in the morning there; today, or a day that is over, is now."""
    if day is None or day <= local(asking.town.timezone, now).date():
        return now
    return moment(asking.town.timezone, day, MORNING)


async def as_read(session: AsyncSession, one: Feedback, texts: Per, language: str) -> Drawn:
    """How it is read in a language, with the notes that may be quoted now."""
    own = InLanguages(texts, one.consultation.town.default_language)
    words = [Message("raw", {"text": own})] if texts else []
    (now,) = await quoting.as_said(session, [Reply((*one.body, *words))])
    return draw(now, language)


def _next(asking: ConsultationRow, now: dt.datetime) -> list[Message]:
    """What comes next, as far as it is not over."""
    today = local(asking.town.timezone, now).date()
    lines = []
    if asking.results_on and asking.results_on >= today:
        lines.append(Message("welcome.results_on", {"town": asking.town.name, "date": asking.results_on}))
    if asking.answer_by and asking.answer_by >= today:
        lines.append(Message("welcome.answer_by", {"date": asking.answer_by}))
    return lines


def _quotes(stars: Mapping[str, Sequence[Starred]]) -> dict[str, list[Message]]:
    """As many as fit: the first of each family, then the second of each, and so on."""
    found: dict[str, list[Message]] = {}
    room = QUOTED
    for family, one in _in_turns(stars):
        room -= len(quoting.short(one.text))
        if room < 0:
            break
        found.setdefault(family, []).append(quoting.to_others("feedback.quote", one.id, one.text))
    return found


def _in_turns(stars: Mapping[str, Sequence[Starred]]) -> Iterator[tuple[str, Starred]]:
    for place in range(max(map(len, stars.values()), default=0)):
        for family, some in sorted(stars.items()):
            if place < len(some):
                yield family, some[place]


def _published_families(cells: Sequence[PublicCell]) -> Iterator[Family]:
    """All families in their order; one without a cell has no notes."""
    there = {str(cell.values[0]): cell for cell in cells if cell.values[0] is not ALL}
    for code in (*FAMILIES, *([NO_CODE] if NO_CODE in there else [])):
        cell = there.get(code)
        yield Family(code, 0, 0.0) if cell is None else Family(code, cell.notes, cell.share)


async def _public_stars(
    session: AsyncSession, asking: ConsultationRow, shown: Snapshot, families: Sequence[Family]
) -> dict[str, list[Starred]]:
    """Starred notes of families whose numbers are told, in languages that are not those of few people."""
    cells = await tally(session, ("language",), Scope(consultation=asking.public_id))
    spoken = {str(cell.values[0]) for cell in cells if heads(cell) >= shown.threshold}
    told = {one.code for one in families if one.notes}
    found = await of_consultation(session, asking.id, spoken, shown.at)
    return {family: some for family, some in found.items() if family in told}
