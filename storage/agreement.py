"""What suggester, author and facilitator made of each note: the read query behind agreement figures."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ConsultationRow, GroupRow, NoteRow, SessionRow, TownRow
from storage.tallies import BEST


@dataclass(frozen=True, slots=True)
class Selection:
    """Which notes; what is ``None`` does not matter.

    ``code`` is a component ("A8") or a family ("A"), compared with the best code that a note has.
    """

    town: str | None = None
    group: str | None = None
    language: str | None = None
    question: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CodedNote:
    """A note's codes by each, and what figures are told apart by.

    ``person`` is a key without meaning outside; ``probability`` is the suggestion's, 0 to 1.
    """

    suggested: str | None
    probability: float
    author: str | None
    facilitator: str | None
    blind: bool
    person: int | None
    language: str
    group: str
    question: int


async def coded_notes(session: AsyncSession, selection: Selection) -> list[CodedNote]:
    """The selected notes that are not deleted and that a person has coded, oldest first."""
    query = (
        sa.select(
            NoteRow.suggested_code,
            sa.cast(NoteRow.suggestions, sa.Text()),
            NoteRow.author_code,
            NoteRow.facilitator_code,
            NoteRow.blind,
            NoteRow.person_id,
            NoteRow.language,
            GroupRow.name,
            NoteRow.question,
        )
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .join(TownRow, TownRow.id == ConsultationRow.town_id)
        .where(NoteRow.deleted_at.is_(None))
        .where(sa.or_(NoteRow.author_code.is_not(None), NoteRow.facilitator_code.is_not(None)))
        .where(*_conditions(selection))
        .order_by(NoteRow.id)
    )
    return [
        CodedNote(
            suggested, _first_probability(suggestions), author, facilitator, blind, person, language, group, question
        )
        for suggested, suggestions, author, facilitator, blind, person, language, group, question in (
            await session.execute(query)
        )
    ]


def _conditions(selection: Selection) -> list[sa.ColumnElement[bool]]:
    wanted: list[tuple[sa.SQLColumnExpression[str] | sa.SQLColumnExpression[int], str | int | None]] = [
        (TownRow.name, selection.town),
        (GroupRow.name, selection.group),
        (NoteRow.language, selection.language),
        (NoteRow.question, selection.question),
        (sa.func.substr(BEST, 1, len(selection.code or "")), selection.code),
    ]
    return [column == value for column, value in wanted if value is not None]


def _first_probability(suggestions: str) -> float:
    """The best suggestion's probability, from the column's JSON."""
    first = next(iter(json.loads(suggestions)), None)
    return float(first[1]) if first else 0.0
