"""Votes: what can be voted for in a step of a session, and how many votes each thing has."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import TICKETS, Step, Ticket
from storage.tables import GroupRow, NoteRow, SessionRow, VoteRow
from storage.tallies import BEST


async def tickets(session: AsyncSession, session_id: str, step: int) -> tuple[Ticket, ...]:
    """What is voted on: the topics named most in the whole consultation, or the ideas that may be shown.

    Topics come in the order of the nomenclature and ideas in that of their random ids, so that the order favours
    nothing but what many named.
    """
    row = await session.scalar(sa.select(SessionRow).where(SessionRow.public_id == session_id))
    if row is None:
        return ()
    given = await _counted(session, row.id, step)
    if step == Step.TOPICS:
        return tuple(Ticket(code, given.get(code, 0)) for code in sorted(await _topics(session, row)))
    ideas = (
        sa.select(NoteRow.public_id, NoteRow.safe_text)
        .where(NoteRow.session_id == row.id, NoteRow.question == Step.IDEAS, NoteRow.deleted_at.is_(None))
        .where(NoteRow.on_wall, NoteRow.review.is_(None), NoteRow.hidden_at.is_(None), NoteRow.safe_text != "")
        .order_by(NoteRow.public_id)
    )
    found = [Ticket(public_id, given.get(public_id, 0), text) for public_id, text in await session.execute(ideas)]
    return tuple(found[: TICKETS * 2])


async def of_person(session: AsyncSession, session_id: str, step: int, person_id: int | None) -> frozenset[str]:
    """What somebody voted for."""
    query = (
        sa.select(VoteRow.target)
        .join(SessionRow, SessionRow.id == VoteRow.session_id)
        .where(SessionRow.public_id == session_id, VoteRow.person_id == person_id, VoteRow.step == step)
    )
    return frozenset(await session.scalars(query))


async def _counted(session: AsyncSession, session_key: int, step: int) -> dict[str, int]:
    query = (
        sa.select(VoteRow.target, sa.func.count())
        .where(VoteRow.session_id == session_key, VoteRow.step == step)
        .group_by(VoteRow.target)
    )
    return {target: count for target, count in await session.execute(query)}  # noqa: C416 -- rows, not tuples


async def _topics(session: AsyncSession, row: SessionRow) -> list[str]:
    """The codes named most: in the whole consultation for people of all groups, else in the group."""
    mixed = row.group.kind == "mixed"
    place = GroupRow.consultation_id == row.group.consultation_id if mixed else GroupRow.id == row.group_id
    query = (
        sa.select(BEST)
        .select_from(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(place, NoteRow.deleted_at.is_(None), BEST.is_not(None), NoteRow.question < Step.IDEAS)
        .group_by(BEST)
        .order_by(sa.func.count().desc(), BEST)
        .limit(TICKETS)
    )
    return list(await session.scalars(query))
