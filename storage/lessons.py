"""What suggestions can learn from: the read queries behind learning on the job."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ConsultationRow, GroupRow, NoteRow, SessionRow

NEWEST = 5_000
"""Coded notes a town and language that are looked at."""
OF_ONE_PERSON = 40
"""Of these, at most so many of one person: nobody can push out what others said."""
CHUNK = 500
"""Rows fetched at once, so that the event loop gets its turn in between."""


@dataclass(frozen=True, slots=True)
class TaughtNote:
    """A note with a person's coding.

    ``suggestions`` are rows of code, probability, and probability without learning (or ``None``), best first.
    ``person`` is negative for a note of nobody known that a facilitator coded (each its own), and 0 for all others of
    nobody known: whoever writes, is forgotten and writes again stays one.
    """

    id: int
    text: str = field(repr=False)
    suggestions: list[tuple[str, float, float | None]]
    author: str | None
    facilitator: str | None
    blind: bool
    person: int


async def learning_town(session: AsyncSession, session_public_id: str) -> int | None:
    """The key of a session's town, if its consultation learns."""
    query = (
        sa.select(ConsultationRow.town_id)
        .join(GroupRow, GroupRow.consultation_id == ConsultationRow.id)
        .join(SessionRow, SessionRow.group_id == GroupRow.id)
        .where(SessionRow.public_id == session_public_id, ConsultationRow.learning.is_(True))
    )
    return await session.scalar(query)


async def taught_notes(session: AsyncSession, town_id: int, language: str) -> AsyncIterator[list[TaughtNote]]:
    """The newest coded notes of a town in a language, from consultations that learn, in chunks."""
    known = sa.func.coalesce(NoteRow.person_id, 0)
    person = sa.case((sa.and_(known == 0, NoteRow.facilitator_code.is_not(None)), -NoteRow.id), else_=known)
    ranked = (
        sa.select(
            NoteRow.id,
            NoteRow.text,
            sa.cast(NoteRow.suggestions, sa.Text()).label("suggestions"),
            NoteRow.author_code,
            NoteRow.facilitator_code,
            NoteRow.blind,
            person.label("person"),
            sa.func.row_number().over(partition_by=person, order_by=NoteRow.id.desc()).label("nth"),
        )
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(ConsultationRow.town_id == town_id, ConsultationRow.learning.is_(True))
        .where(NoteRow.language == language, NoteRow.deleted_at.is_(None), NoteRow.text != "")
        .where(sa.or_(NoteRow.author_code.is_not(None), NoteRow.facilitator_code.is_not(None)))
        .subquery()
    )
    columns = [column for column in ranked.c if column.name != "nth"]
    query = sa.select(*columns).where(ranked.c.nth <= OF_ONE_PERSON).order_by(ranked.c.id.desc()).limit(NEWEST)
    found = await session.stream(query)
    async for rows in found.partitions(CHUNK):
        yield [
            TaughtNote(key, text, [_three(*one) for one in json.loads(suggestions)], *rest)
            for key, text, suggestions, *rest in rows
        ]


def _three(code: str, probability: float, alone: float | None = None) -> tuple[str, float, float | None]:
    """Rows from before learning have two values."""
    return code, probability, alone
