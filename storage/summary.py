"""What a session brought, for one page: numbers, the topics named most, and the notes that people starred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Step, Ticket
from storage.meetings import here
from storage.starred import Starred, starred
from storage.tables import NoteRow, SessionRow
from storage.tallies import BEST, FAMILY
from storage.votes import tickets
from storage.wall_release import due, room, waiting_notes

TOPICS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in numbers and quotes.

    ``families``: notes by family, ``?`` for those without a topic; ``topics``: codes with their notes, the most first;
    ``votes``: what got votes, the most first; ``stars``: by family, notes that their authors starred.
    """

    people: int
    notes: int
    families: Mapping[str, int]
    topics: Sequence[tuple[str, int]]
    votes: Sequence[Ticket]
    stars: Mapping[str, Sequence[Starred]]


async def of_session(session: AsyncSession, row: SessionRow, now: dt.datetime) -> Summary:
    """The summary of one session, for its own people: nothing in it that its wall does not show.

    So a small group's notes are quoted only when they are on the wall, or would come onto it now
    (``storage.wall_release``).
    """
    counted = await here(session, row)
    answers = (NoteRow.session_id == row.id, NoteRow.deleted_at.is_(None), NoteRow.question < Step.IDEAS)
    each = sa.select(FAMILY.label("family"), sa.func.count()).where(*answers).group_by("family")
    families = (await session.execute(each)).all()
    query = (
        sa.select(BEST, sa.func.count())
        .where(*answers, BEST.is_not(None))
        .group_by(BEST)
        .order_by(sa.func.count().desc(), BEST)
        .limit(TOPICS)
    )
    topics = [(str(code), int(count)) for code, count in await session.execute(query)]
    voted = [
        one
        for step in (Step.TOPICS, Step.CHOICE)
        if step in row.questions
        for one in await tickets(session, row.public_id, step)
        if one.votes
    ]
    return Summary(
        counted.people,
        counted.notes,
        {str(family): int(count) for family, count in families},
        topics,
        sorted(voted, key=lambda one: -one.votes)[:TOPICS],
        await starred(session, [NoteRow.session_id == row.id, await _on_wall(session, row, now)]),
    )


async def _on_wall(session: AsyncSession, row: SessionRow, now: dt.datetime) -> sa.ColumnElement[bool]:
    people = await room(session, row, now)
    if not people.small:
        return sa.true()
    coming = due(await waiting_notes(session, row), people)
    return sa.or_(NoteRow.wall_at.is_not(None), NoteRow.id.in_(coming))
