"""The coding desk: which note a colleague looks at next, giving it codes, and taking that back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.types import Suggestion
from storage.staff import Staff, groups_query
from storage.tables import CodingRow, GroupRow, NoteRow, SessionRow

UNSURE_BELOW = 0.5
"""Suggestions less likely than this are looked at before the others."""
DISPUTED, UNSURE, REST = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notes: of one group (public id) or of all; ``again``: those that only colleagues have coded so far."""

    group: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class DeskNote:
    """A note to be coded. ``author`` and ``coded`` are what its author and, so far, a facilitator said."""

    id: str
    group: str
    question: int
    text: str = field(repr=False)
    language: str
    author: str | None
    coded: str | None
    secondary: str | None
    suggestions: tuple[Suggestion, ...]
    rank: int


def _rank() -> sa.Case[int]:
    first = NoteRow.suggestions[(0, 1)].as_float()
    disputed = sa.and_(NoteRow.author_code.is_not(None), NoteRow.author_code != NoteRow.suggested_code)
    unsure = sa.and_(NoteRow.author_code.is_(None), sa.func.coalesce(first, 0.0) < UNSURE_BELOW)
    return sa.case((disputed, DISPUTED), (unsure, UNSURE), else_=REST)


async def next_note(session: AsyncSession, me: Staff, wanted: Wanted, after: str | None = None) -> DeskNote | None:
    """The next note: disputed ones first, then those with an unlikely suggestion, then the rest; oldest first.

    ``after`` is the public id of a note that was looked at: the next one in this order comes.
    """
    rank = _rank()
    query = _waiting(me, wanted).add_columns(rank.label("rank")).order_by(rank, NoteRow.id)
    if after is not None:
        seen = (await session.execute(sa.select(rank, NoteRow.id).where(NoteRow.public_id == after))).first()
        if seen is not None:
            query = query.where(sa.or_(rank > seen[0], sa.and_(rank == seen[0], NoteRow.id > seen[1])))
    found = (await session.execute(query.limit(1))).first()
    return None if found is None else _desk_note(*found)


async def one_note(session: AsyncSession, me: Staff, note_id: str) -> DeskNote | None:
    """A note by its public id, coded or not, if it is one of somebody's groups."""
    query = _mine(me).add_columns(_rank()).where(NoteRow.public_id == note_id)
    found = (await session.execute(query)).first()
    return None if found is None else _desk_note(*found)


async def count(session: AsyncSession, me: Staff, wanted: Wanted) -> dict[int, int]:
    """How many notes wait, by rank."""
    waiting = _waiting(me, wanted).with_only_columns(_rank().label("rank")).subquery()
    rows = await session.execute(sa.select(waiting.c.rank, sa.func.count()).group_by(waiting.c.rank))
    return {rank: number for rank, number in rows}  # noqa: C416 -- rows, not tuples


async def give_codes(
    session: AsyncSession, me: Staff, note_id: str, code: str, secondary: str | None, now: dt.datetime
) -> bool:
    """Store a colleague's coding beside all others; ``False`` if the note is not theirs to code."""
    row = await _row(session, me, note_id)
    if row is None:
        return False
    session.add(_coding(row, me, code, "primary", now))
    if secondary != row.secondary_code:
        session.add(_coding(row, me, secondary, "secondary", now))
    row.facilitator_code, row.secondary_code, row.changed_at = code, secondary, now
    return True


async def take_back(session: AsyncSession, me: Staff, note_id: str, now: dt.datetime) -> bool:
    """Take one's own coding back: what the others said last holds again. The history keeps both."""
    row = await _row(session, me, note_id)
    if row is None:
        return False
    for rank in ("primary", "secondary"):
        said = await _said(session, row.id, rank)
        mine = ("facilitator", me.key)
        if mine not in said:
            continue
        del said[mine]
        session.add(_coding(row, me, None, rank, now))
        left = next((code for code in said.values() if code), None)
        if rank == "primary":
            row.facilitator_code = left
        else:
            row.secondary_code = left
    row.changed_at = now
    return True


async def _said(session: AsyncSession, note: int, rank: str) -> dict[tuple[str, int | None], str | None]:
    """What each colleague (or an import) says of a note now, whoever spoke last first."""
    query = (
        sa.select(CodingRow.by, CodingRow.staff_id, CodingRow.code)
        .where(CodingRow.note_id == note, CodingRow.rank == rank, CodingRow.by.in_(["facilitator", "import"]))
        .order_by(CodingRow.id.desc())
    )
    said: dict[tuple[str, int | None], str | None] = {}
    for by, staff, code in await session.execute(query):
        said.setdefault((by, staff), code)
    return said


def _mine(me: Staff) -> sa.Select[NoteRow, str]:
    return (
        sa.select(NoteRow, GroupRow.name)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(GroupRow.id.in_(groups_query(me).with_only_columns(GroupRow.id)))
        .where(NoteRow.deleted_at.is_(None), NoteRow.text != "")
    )


def _waiting(me: Staff, wanted: Wanted) -> sa.Select[NoteRow, str]:
    query = _mine(me)
    if wanted.group:
        query = query.where(GroupRow.public_id == wanted.group)
    if not wanted.again:
        return query.where(NoteRow.facilitator_code.is_(None))
    other = aliased(CodingRow)
    own = sa.select(other.id).where(other.note_id == NoteRow.id, other.staff_id == me.key, other.by == "facilitator")
    return query.where(NoteRow.facilitator_code.is_not(None), ~own.exists())


async def _row(session: AsyncSession, me: Staff, note_id: str) -> NoteRow | None:
    found = (await session.execute(_mine(me).where(NoteRow.public_id == note_id).with_for_update(of=NoteRow))).first()
    return None if found is None else found[0]


def _coding(row: NoteRow, me: Staff, code: str | None, rank: str, now: dt.datetime) -> CodingRow:
    return CodingRow(note_id=row.id, code=code, rank=rank, by="facilitator", at=now, staff_id=me.key)


def _desk_note(row: NoteRow, group: str, rank: int) -> DeskNote:
    return DeskNote(
        id=row.public_id,
        group=group,
        question=row.question,
        text=row.text,
        language=row.language,
        author=row.author_code,
        coded=row.facilitator_code,
        secondary=row.secondary_code,
        suggestions=tuple(Suggestion(*one) for one in row.suggestions),
        rank=rank,
    )
