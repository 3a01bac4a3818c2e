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
    """A note as the group sees it; ``codes`` is its topic, or the topics on which people differ, the best first."""

    id: str
    question: int
    text: str
    codes: tuple[str, ...]

    @property
    def disputed(self) -> bool:
        """Whether author and suggestion differ, or two facilitators do."""
        return len(self.codes) > 1


def mark(row: NoteRow, by_facilitators: Sequence[str]) -> tuple[str, ...]:
    """On what people differ: ("facilitators", code, code, …) or ("author", author's code, suggestion); else nothing.

    Where a facilitator says the same as the author, that is settled. Of a blind note the author has not seen the
    suggestion, and does not see it here.
    """
    said = sorted(set(by_facilitators))
    if len(said) > 1:
        return ("facilitators", *said)
    author, suggested = row.author_code, row.suggested_code
    if author and suggested and author not in (suggested, row.facilitator_code) and not row.blind:
        return ("author", author, suggested)
    return ()


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
        best = note.facilitator_code or note.author_code or note.suggested_code
        differ = mark(note, by_staff.get(note.id, ()))[1:]
        codes = tuple(dict.fromkeys(code for code in (best, *differ) if code))
        shown = TalkedNote(note.public_id, note.question, note.safe_text or "", codes if differ else codes[:1])
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
