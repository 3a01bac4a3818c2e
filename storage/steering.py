"""A facilitator steers from a chat: the wall of a group's newest meeting, and its summary."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import LedWall, Summed
from storage.ids import NewId
from storage.meetings import newest_of
from storage.staff import Staff
from storage.tables import GroupRow, NoteRow, SessionRow
from storage.wall_board import queued
from storage.wall_release import room, waiting_notes


class Results(Protocol):
    """Works out what people are told of a meeting, which is not the storage's business."""

    async def summed(self, session: AsyncSession, row: SessionRow, now: dt.datetime) -> Summed:
        """What its people would read, or what was approved."""

    async def approve(
        self, session: AsyncSession, me: Staff, row: SessionRow, seen: str, now: dt.datetime, new_id: NewId
    ) -> bool:
        """It goes out; ``False``: it is not what was seen any more, or it goes out already."""


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
