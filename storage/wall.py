"""What may be shown of a session's notes to everybody, and clearing what waited for a look."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import NoteRow, SessionRow


@dataclass(frozen=True, slots=True)
class WallNote:
    """A note as others see it: no person, no time, no number. ``family`` is ``None`` for a note without any code."""

    id: str
    question: int
    text: str
    family: str | None


def may_be_shown() -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions on ``NoteRow``, joined with its ``SessionRow``, that hold for everything that others see."""
    return (
        NoteRow.on_wall.is_(True),
        NoteRow.deleted_at.is_(None),
        NoteRow.hidden_at.is_(None),
        NoteRow.review.is_(None),
        NoteRow.safe_text != "",
        sa.or_(sa.not_(SessionRow.wall_moderated), NoteRow.passed_at.is_not(None)),
    )


async def wall_notes(session: AsyncSession, session_id: str) -> tuple[WallNote, ...]:
    """All notes of a session (public id) that may be shown, whether or not the live wall has come to them yet.

    Ordered by their random ids, so that the order tells nobody who wrote what or when.
    """
    query = (
        sa.select(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(SessionRow.public_id == session_id, *may_be_shown())
        .order_by(NoteRow.public_id)
    )
    return tuple(_shown(row) for row in await session.scalars(query))


async def clear_review(session: AsyncSession, note_id: str) -> bool:
    """A facilitator looked: the note names nobody. ``False`` if it did not wait."""
    cleared = await session.execute(
        sa.update(NoteRow)
        .where(NoteRow.public_id == note_id, NoteRow.review.is_not(None))
        .values(review=None)
        .returning(NoteRow.id)
    )
    return cleared.first() is not None


def _shown(row: NoteRow) -> WallNote:
    code = row.facilitator_code or row.author_code or row.suggested_code
    return WallNote(row.public_id, row.question, row.safe_text or "", code[0] if code else None)
