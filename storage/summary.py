"""What a session brought, for one page: numbers and the topics named most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Step, Ticket
from storage.meetings import here
from storage.tables import NoteRow, SessionRow
from storage.tallies import BEST
from storage.votes import tickets

TOPICS = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """``topics``: codes with their notes, the most first; ``votes``: what got votes, the most first."""

    people: int
    notes: int
    topics: Sequence[tuple[str, int]]
    votes: Sequence[Ticket]


async def of_session(session: AsyncSession, row: SessionRow) -> Summary:
    """The summary of one session."""
    counted = await here(session, row)
    query = (
        sa.select(BEST, sa.func.count())
        .where(NoteRow.session_id == row.id, NoteRow.deleted_at.is_(None), BEST.is_not(None))
        .where(NoteRow.question < Step.IDEAS)
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
    return Summary(counted.people, counted.notes, topics, sorted(voted, key=lambda one: -one.votes)[:TOPICS])
