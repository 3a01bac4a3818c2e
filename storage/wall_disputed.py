"""The second meeting's wall: all notes of a group by family, those first about whose place people differ."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.disputes import mark
from storage.scope import NO_CODE
from storage.tables import CodingRow, NoteRow, SessionRow
from storage.wall import may_be_shown
from storage.wall_board import MOST, Pane, Pinned, shortened


async def disputed_panes(session: AsyncSession, session_id: str, question: int | None) -> dict[str, Pane]:
    """The notes of all sessions of a session's group.

    Their marks are those of ``storage.disputes``.
    """
    group = sa.select(SessionRow.group_id).where(SessionRow.public_id == session_id).scalar_subquery()
    query = (
        sa.select(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(SessionRow.group_id == group, *may_be_shown())
        .order_by(NoteRow.public_id)
    )
    if question is not None:
        query = query.where(NoteRow.question == question)
    codes = await _by_facilitators(session, group)
    panes: dict[str, list[Pinned]] = defaultdict(list)
    for row in await session.scalars(query):
        best = row.facilitator_code or row.author_code or row.suggested_code
        differ = mark(row, codes.get(row.id, ()))
        pinned = Pinned(row.public_id, row.question, shortened(row.safe_text or ""), differ)
        panes[best[0] if best else NO_CODE].append(pinned)
    return {
        key: Pane(len(some), tuple(sorted(some, key=lambda one: not one.mark)[:MOST])) for key, some in panes.items()
    }


async def questions_of_group(session: AsyncSession, session_id: str) -> list[int]:
    """The questions that a session's group has notes on."""
    group = sa.select(SessionRow.group_id).where(SessionRow.public_id == session_id).scalar_subquery()
    query = (
        sa.select(NoteRow.question)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(SessionRow.group_id == group, NoteRow.deleted_at.is_(None))
        .distinct()
    )
    return sorted(await session.scalars(query))


async def _by_facilitators(session: AsyncSession, group: sa.ScalarSelect[int]) -> dict[int, tuple[str, ...]]:
    """What facilitators say now about each note that any has coded: the different codes, in their order."""
    query = (
        sa.select(CodingRow.note_id, CodingRow.staff_id, CodingRow.code)
        .join(NoteRow, NoteRow.id == CodingRow.note_id)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(SessionRow.group_id == group, CodingRow.by == "facilitator", CodingRow.rank == "primary")
        .order_by(CodingRow.id)
    )
    latest: dict[int, dict[int | None, str | None]] = defaultdict(dict)
    for note, staff, code in await session.execute(query):
        latest[note][staff] = code
    return {note: tuple(sorted({one for one in said.values() if one})) for note, said in latest.items()}
