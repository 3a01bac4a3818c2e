"""What a session brought, for one page: numbers and the topics named most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Message, Per, Step, Ticket
from storage import messages
from storage.ids import NewId
from storage.meetings import here
from storage.messages import Audience, Draft
from storage.staff import Staff
from storage.tables import MessageRow, NoteRow, SessionRow
from storage.tallies import BEST
from storage.votes import tickets

TOPICS = 5
KIND = "summary"


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


async def is_sent(session: AsyncSession, row: SessionRow) -> bool:
    """Whether the summary of a session has been approved."""
    query = sa.select(MessageRow.id).where(MessageRow.kind == KIND, MessageRow.session_id == row.id)
    return await session.scalar(query.limit(1)) is not None


async def approve(
    session: AsyncSession,
    me: Staff,
    row: SessionRow,
    body: Sequence[Message],
    texts: Per,
    now: dt.datetime,
    new_id: NewId,
) -> str | None:
    """Send the summary to everybody who was there, at a decent hour; ``texts``: her own words in it, by language.

    Returns the message's id; ``None`` where it goes out already, and where children would get it.
    """
    consultation = row.group.consultation
    if consultation.kind == "children" or await is_sent(session, row):
        return None
    draft = Draft(
        kind=KIND,
        town=consultation.town.public_id,
        consultation=consultation.public_id,
        audience=Audience("session", row.public_id),
        due_at=now,
        texts=texts,
        body=tuple(body),
        staff=me.id,
    )
    return await messages.plan(session, draft, now=now, new_id=new_id)
