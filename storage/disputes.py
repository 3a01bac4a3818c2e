"""The notes of a group by family, those on which people differ first: what the second meeting talks about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Step
from storage.tables import CodingRow, GroupRow, NoteRow, SessionRow


@dataclass(frozen=True, slots=True)
class TalkedNote:
    """A note as the group sees it; ``codes`` are the topics that people gave it, the best first: two or more differ."""

    id: str
    question: int
    text: str
    codes: tuple[str, ...]

    @property
    def disputed(self) -> bool:
        """Whether author and suggestion differ, or two facilitators do."""
        return len(self.codes) > 1


async def by_family(session: AsyncSession, group: GroupRow) -> Mapping[str, Sequence[TalkedNote]]:
    """The notes of a group (a mixed one: of all groups) that may be shown, by family; "?" for those without a topic."""
    query = (
        sa.select(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.deleted_at.is_(None), NoteRow.on_wall, NoteRow.hidden_at.is_(None))
        .where(NoteRow.review.is_(None), NoteRow.safe_text != "", NoteRow.question < Step.IDEAS)
        .order_by(NoteRow.public_id)
    )
    if group.kind == "mixed":
        query = query.join(GroupRow, GroupRow.id == SessionRow.group_id)
        query = query.where(GroupRow.consultation_id == group.consultation_id)
    else:
        query = query.where(SessionRow.group_id == group.id)
    notes = list(await session.scalars(query))
    by_staff = await _by_facilitators(session, [note.id for note in notes if note.facilitator_code])
    found: dict[str, list[TalkedNote]] = defaultdict(list)
    for note in notes:
        given = [note.facilitator_code, *by_staff.get(note.id, ()), note.author_code]
        if note.author_code is None or not note.blind:
            given.append(note.suggested_code)
        codes = tuple(dict.fromkeys(code for code in given if code))
        shown = TalkedNote(note.public_id, note.question, note.safe_text or "", codes)
        if note.author_code is None and note.facilitator_code is None:
            shown = TalkedNote(note.public_id, note.question, note.safe_text or "", codes[:1])
        found[codes[0][0] if codes else "?"].append(shown)
    return {family: sorted(found[family], key=lambda one: not one.disputed) for family in sorted(found, key=_last)}


async def _by_facilitators(session: AsyncSession, keys: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """By note, the latest code of each facilitator."""
    query = (
        sa.select(CodingRow.note_id, CodingRow.staff_id, CodingRow.code)
        .where(CodingRow.by == "facilitator", CodingRow.rank == "primary", CodingRow.note_id.in_(keys))
        .order_by(CodingRow.id)
    )
    latest: dict[int, dict[int | None, str | None]] = defaultdict(dict)
    for note_id, staff_id, code in await session.execute(query):
        latest[note_id][staff_id] = code
    return {note_id: [code for code in codes.values() if code] for note_id, codes in latest.items()}


def _last(family: str) -> tuple[bool, str]:
    return family == "?", family
