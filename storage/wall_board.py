"""All that the wall of a session shows at one moment, read in one snapshot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Step, Ticket
from storage.tables import NoteRow, ParticipationRow, SessionRow
from storage.tallies import FAMILY
from storage.votes import tickets
from storage.wall import may_be_shown
from storage.wall_release import Room, due, is_over, room, waiting_notes

MOST = 120
"""So many notes of a family are shown, the newest; of the others only the number."""
LONGEST = 280
"""So much of a note is shown, in characters."""
VOTED = (Step.TOPICS, Step.CHOICE)
WRITING = dt.timedelta(seconds=90)
"""Whoever wrote so lately still writes."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A note on the wall. ``mark``: kind of dispute and the codes in it, on the second meeting's view only."""

    id: str
    question: int
    text: str
    mark: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pane:
    """A family on the wall: how many notes it has, and the newest of them, newest batch first, mixed within it."""

    total: int
    notes: tuple[Pinned, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A wall at one moment. ``question`` is empty where all questions are shown, or none is asked yet (``begun``).

    A led session shows the question that is asked, and all of them when it is over.

    ``votes``: what is voted on in this step (or was in the last, when all is over), the most votes first; ``secret``:
    in a small group the votes are not told while people vote, and the order says nothing.
    ``waiting``: notes that come with the next batch. ``alone``: of these, those whose language would tell their author.
    ``queue``: notes that wait for a facilitator's look. ``due``: something should come onto the wall now.
    """

    question: int | None
    begun: bool
    led: bool
    closed: bool
    timer_until: dt.datetime | None
    frozen: bool
    counts: bool
    moderated: bool
    here: int
    writing: int
    waiting: int
    alone: int
    queue: int
    due: bool
    demo: bool
    votes: tuple[Ticket, ...]
    secret: bool
    panes: dict[str, Pane] = field(hash=False)


async def board(session: AsyncSession, session_id: str, question: int | None, now: dt.datetime) -> Board | None:
    """The wall of a session (public id): of one question, or of what it shows by itself; ``None``: no such session."""
    row = await session.scalar(sa.select(SessionRow).where(SessionRow.public_id == session_id))
    if row is None:
        return None
    if question not in row.questions:
        question = row.question if row.led and row.state != "closed" else None
    step = question if question is not None else row.question if row.state == "closed" else None
    begun = not row.led or question is not None or row.state == "closed"
    people = await room(session, row, now)
    waiting = await waiting_notes(session, row)
    secret = step is not None and people.small and not is_over(row, step)
    return Board(
        question=question,
        begun=begun,
        led=row.led,
        closed=row.state == "closed",
        timer_until=row.timer_until,
        frozen=row.wall_frozen_at is not None,
        counts=row.wall_counts,
        moderated=row.wall_moderated,
        here=people.people,
        writing=await _writing(session, row, now),
        waiting=0 if row.wall_frozen_at else len(waiting),
        alone=sum(people.alone(one) for one in waiting),
        queue=await queued(session, row),
        due=bool(due(waiting, people)),
        demo=people.demo,
        votes=await _votes(session, row, step, secret=secret) if step in VOTED else (),
        secret=secret,
        panes=await _panes(session, row, question, people) if begun else {},
    )


async def _votes(session: AsyncSession, row: SessionRow, step: int, *, secret: bool) -> tuple[Ticket, ...]:
    found = await tickets(session, row.public_id, step)
    return found if secret else tuple(sorted(found, key=lambda one: -one.votes))


async def _panes(session: AsyncSession, row: SessionRow, question: int | None, people: Room) -> dict[str, Pane]:
    shown = (
        sa.select(
            NoteRow.public_id,
            NoteRow.question,
            sa.func.substr(NoteRow.safe_text, 1, LONGEST + 1).label("text"),
            _family(row, people).label("family"),
            NoteRow.wall_at,
        )
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.session_id == row.id, NoteRow.wall_at.is_not(None), *may_be_shown())
    )
    if question is not None:
        shown = shown.where(NoteRow.question == question)
    found = shown.subquery()
    place = sa.func.row_number().over(partition_by=found.c.family, order_by=(found.c.wall_at.desc(), found.c.public_id))
    total = sa.func.count().over(partition_by=found.c.family)
    ranked = sa.select(found, place.label("place"), total.label("total")).subquery()
    newest = sa.select(ranked).where(ranked.c.place <= MOST).order_by(ranked.c.family, ranked.c.place)
    notes: dict[str, list[Pinned]] = {}
    totals: dict[str, int] = {}
    for one in await session.execute(newest):
        totals[one.family] = one.total
        notes.setdefault(one.family, []).append(Pinned(one.public_id, one.question, shortened(one.text)))
    if row.wall_counts:
        return {key: Pane(total, ()) for key, total in totals.items()}
    return {key: Pane(totals[key], tuple(some)) for key, some in notes.items()}


def _family(row: SessionRow, people: Room) -> sa.ColumnElement[str]:
    """The family's letter. In a small group, authors' changes wait for the next batch while the question is asked."""
    if not people.small or row.state == "closed":
        return FAMILY
    calm = sa.func.coalesce(sa.func.substr(NoteRow.facilitator_code, 1, 1), NoteRow.wall_family, FAMILY)
    return sa.case((NoteRow.question == row.question, calm), else_=FAMILY) if row.led else calm


async def _writing(session: AsyncSession, row: SessionRow, now: dt.datetime) -> int:
    query = (
        sa.select(sa.func.count(NoteRow.person_id.distinct()))
        .join(
            ParticipationRow,
            sa.and_(ParticipationRow.person_id == NoteRow.person_id, ParticipationRow.session_id == NoteRow.session_id),
        )
        .where(NoteRow.session_id == row.id, NoteRow.created_at > now - WRITING)
        .where(ParticipationRow.finished_at.is_(None))
    )
    return await session.scalar(query) or 0


async def queued(session: AsyncSession, row: SessionRow) -> int:
    """How many notes wait for a facilitator's look."""
    look: sa.ColumnElement[bool] = NoteRow.review.is_not(None)
    if row.wall_moderated:
        look = sa.or_(look, NoteRow.passed_at.is_(None))
    query = sa.select(sa.func.count()).where(
        NoteRow.session_id == row.id,
        NoteRow.on_wall,
        NoteRow.deleted_at.is_(None),
        NoteRow.hidden_at.is_(None),
        NoteRow.safe_text != "",
        look,
    )
    return await session.scalar(query) or 0


def shortened(text: str) -> str:
    """A text as the wall shows it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
