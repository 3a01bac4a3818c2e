"""When a note comes onto the wall, so that in a small group nobody can tell from the wall who wrote what.

Fewer than five people in a session are a small group. There, notes wait until at least five of them, by at least two
people, can come together and in a mixed order; or until the question is over, a moment that none of their authors
chose; or, where everybody goes through the questions alone, for the next full hour. A note in a language in which only
one of the people here writes waits until a facilitator lets it on, or the group is small no longer. A note with no
person behind it (typed from paper) does not wait: its time is not its author's. In the demonstration nobody is to be
protected, and nothing waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import NoteRow, ParticipationRow, SessionRow
from storage.tallies import FAMILY
from storage.wall import may_be_shown

SMALL = 5
"""A group of fewer people is small."""
BATCH, AUTHORS = 5, 2
"""A small group sees at least so many notes at once, by at least so many people."""

CHUNK = 5000
"""Keys in one statement; SQLite takes 32 766 (https://www.sqlite.org/limits.html), asyncpg 32 767."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note that may be shown and is not on the wall yet. ``over``: its question is."""

    key: int
    person: int | None
    language: str
    over: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there: people in all, and how many write in each language. ``hour``: the last full one, if it counts.

    ``demo``: people who only try it out.
    """

    people: int
    writers: Mapping[str, int]
    hour: dt.datetime | None = None
    demo: bool = False

    @property
    def small(self) -> bool:
        """Whether notes come in batches."""
        return self.people < SMALL and not self.demo

    def alone(self, note: Waiting) -> bool:
        """Whether the language of a note tells who wrote it."""
        return (
            self.small and self.people > 1 and note.person is not None and self.writers.get(note.language, 0) < AUTHORS
        )


def due(waiting: Iterable[Waiting], room: Room) -> list[int]:
    """The keys of the notes that come onto the wall now."""
    if not room.small:
        return [one.key for one in waiting]
    rest = [one for one in waiting if not room.alone(one)]
    now = [one for one in rest if one.over or one.person is None]
    rest = [one for one in rest if one not in now]
    enough = len(rest) >= BATCH and len({one.person for one in rest}) >= min(AUTHORS, room.people)
    if enough or (room.hour and any(one.at < room.hour for one in rest)):
        now += rest
    return [one.key for one in now]


async def waiting_notes(session: AsyncSession, row: SessionRow) -> list[Waiting]:
    """The notes of a session that may be shown and are not on the wall yet, as far as a frozen wall allows."""
    query = (
        sa.select(NoteRow.id, NoteRow.person_id, NoteRow.language, NoteRow.question, NoteRow.created_at)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.session_id == row.id, NoteRow.wall_at.is_(None), *may_be_shown())
        .order_by(NoteRow.id)
    )
    if row.wall_frozen_at is not None:
        query = query.where(NoteRow.changed_at <= row.wall_frozen_at)
    return [
        Waiting(key, person, language, is_over(row, question), at)
        for key, person, language, question, at in await session.execute(query)
    ]


async def room(session: AsyncSession, row: SessionRow, now: dt.datetime) -> Room:
    """Who is in a session."""
    people = await session.scalar(
        sa.select(sa.func.count()).select_from(ParticipationRow).where(ParticipationRow.session_id == row.id)
    )
    hour = None if row.led else now.replace(minute=0, second=0, microsecond=0)
    demo = row.group.consultation.demo
    if demo or (people or 0) >= SMALL:
        return Room(people or 0, {}, hour, demo)
    writers = await session.execute(
        sa.select(NoteRow.language, sa.func.count(NoteRow.person_id.distinct()))
        .where(NoteRow.session_id == row.id, NoteRow.deleted_at.is_(None))
        .group_by(NoteRow.language)
    )
    return Room(people or 0, {language: count for language, count in writers}, hour)  # noqa: C416 -- rows, not tuples


async def release(session: AsyncSession, session_id: str, now: dt.datetime, *, everything: bool = False) -> int:
    """Bring onto the wall what is due, or ``everything`` that waits; how many notes that were.

    The session's row is locked, so that two processes cannot break a batch in two.
    """
    query = sa.select(SessionRow).where(SessionRow.public_id == session_id)
    row = await session.scalar(query.with_for_update(of=SessionRow))
    if row is None:
        return 0
    waiting, people = await waiting_notes(session, row), await room(session, row, now)
    keys = [one.key for one in waiting] if everything else due(waiting, people)
    for at in range(0, len(keys), CHUNK):
        some = NoteRow.id.in_(keys[at : at + CHUNK])
        await session.execute(sa.update(NoteRow).where(some).values(wall_at=now, wall_family=FAMILY))
    if keys and people.small:
        # what authors changed since the last batch shows now, among the new notes
        seen = (NoteRow.session_id == row.id, NoteRow.wall_at.is_not(None))
        await session.execute(sa.update(NoteRow).where(*seen).values(wall_family=FAMILY))
    return len(keys)


def is_over(row: SessionRow, question: int) -> bool:
    """Whether a session has moved on from a question."""
    return row.state == "closed" or (row.led and row.question != question)
