"""A facilitator steers from a chat: the wall of a group's newest meeting, its timer, its summary."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import LedWall, Summed
from storage import summary
from storage.meetings import newest_of
from storage.tables import GroupRow, NoteRow
from storage.views import SessionViews
from storage.wall_board import queued
from storage.wall_release import room, waiting_notes


async def wall(session: AsyncSession, group: GroupRow, now: dt.datetime) -> LedWall | None:
    """How the wall of a group stands; ``None`` without a meeting."""
    row = await newest_of(session, group)
    if row is None:
        return None
    waiting, people = await waiting_notes(session, row), await room(session, row, now)
    named = sa.select(sa.func.count()).where(
        NoteRow.session_id == row.id, NoteRow.review.is_not(None), NoteRow.deleted_at.is_(None), NoteRow.on_wall
    )
    return LedWall(
        session_id=row.public_id,
        frozen=row.wall_frozen_at is not None,
        counts=row.wall_counts,
        moderated=row.wall_moderated,
        waiting=len(waiting) if people.small else 0,
        alone=sum(people.alone(one) for one in waiting),
        queue=await queued(session, row),
        named=await session.scalar(named.where(NoteRow.hidden_at.is_(None), NoteRow.safe_text != "")) or 0,
    )


async def summed(session: AsyncSession, group: GroupRow, now: dt.datetime) -> Summed | None:
    """What the newest meeting of a group brought; ``None`` without a meeting."""
    row = await newest_of(session, group)
    view = await SessionViews(session).by_id(row.public_id, now) if row else None
    if row is None or view is None:
        return None
    found = await summary.of_session(session, row)
    return Summed(
        view,
        found.people,
        found.notes,
        tuple(found.topics),
        tuple(found.votes),
        sent=await summary.is_sent(session, row),
        children=view.consultation_kind == "children",
    )
