"""What a facilitator does with a wall: let it stand still, show numbers only, look at notes first, take one off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import NoteRow, SessionRow
from storage.wall_board import shortened
from storage.wall_release import release

VERBS = ("freeze", "unfreeze", "counts", "uncounts", "moderate", "unmoderate", "show", "pass_all")
"""What can be done with a wall. "show": what waits in a small group; "pass_all": let all through that wait."""
NOTE_VERBS = ("hide", "back", "pass")
"""What can be done with a note: take it off, let it back, let it through after a look."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A note for a facilitator's look. ``named``: it may name somebody."""

    id: str
    question: int
    text: str
    named: bool


async def carry_out(session: AsyncSession, row: SessionRow, verb: str, note_id: str, now: dt.datetime) -> bool:
    """Do what one of the ``VERBS`` says, or one of the ``NOTE_VERBS`` with a note; ``False``: there is no such note."""
    if verb in NOTE_VERBS:
        values: dict[str, dict[str, object]] = {
            "hide": {"hidden_at": now},
            "back": {"hidden_at": None},
            "pass": {"passed_at": now, "review": None},
        }
        return await _set(session, row, note_id, values[verb])
    match verb:
        case "freeze":
            row.wall_frozen_at = row.wall_frozen_at or now
        case "unfreeze":
            row.wall_frozen_at = None
        case "counts" | "uncounts":
            row.wall_counts = verb == "counts"
        case "moderate":
            await _keep_seen(session, row, now)
            row.wall_moderated = True
        case "unmoderate":
            row.wall_moderated = False
        case "show":
            await release(session, row.public_id, now, everything=True)
        case "pass_all":
            await _pass_all(session, row, now)
    return True


async def to_look_at(session: AsyncSession, row: SessionRow, most: int) -> list[Looked]:
    """What waits for a facilitator's look, in no telling order."""
    waits: sa.ColumnElement[bool] = NoteRow.review.is_not(None)
    if row.wall_moderated:
        waits = sa.or_(waits, NoteRow.passed_at.is_(None))
    return await _listed(session, row, most, waits, NoteRow.hidden_at.is_(None))


async def hidden(session: AsyncSession, row: SessionRow, most: int) -> list[Looked]:
    """What was taken off the wall."""
    return await _listed(session, row, most, NoteRow.hidden_at.is_not(None))


async def _keep_seen(session: AsyncSession, row: SessionRow, now: dt.datetime) -> None:
    """What everybody has seen already stays when the wall becomes moderated."""
    seen = (NoteRow.session_id == row.id, NoteRow.wall_at.is_not(None), NoteRow.passed_at.is_(None))
    await session.execute(sa.update(NoteRow).where(*seen).values(passed_at=now))


async def _pass_all(session: AsyncSession, row: SessionRow, now: dt.datetime) -> None:
    """All that wait only because the wall is moderated; what may name somebody is looked at one by one."""
    waits = (NoteRow.session_id == row.id, NoteRow.passed_at.is_(None), NoteRow.review.is_(None))
    await session.execute(sa.update(NoteRow).where(*waits, NoteRow.hidden_at.is_(None)).values(passed_at=now))


async def _listed(
    session: AsyncSession, row: SessionRow, most: int, *conditions: sa.ColumnElement[bool]
) -> list[Looked]:
    query = (
        sa.select(NoteRow.public_id, NoteRow.question, NoteRow.safe_text, NoteRow.review)
        .where(NoteRow.session_id == row.id, NoteRow.on_wall, NoteRow.deleted_at.is_(None))
        .where(NoteRow.safe_text != "", *conditions)
        .order_by(NoteRow.public_id)
        .limit(most)
    )
    return [
        Looked(note_id, question, shortened(text or ""), review is not None)
        for note_id, question, text, review in await session.execute(query)
    ]


async def _set(session: AsyncSession, row: SessionRow, note_id: str, values: dict[str, object]) -> bool:
    changed = await session.execute(
        sa.update(NoteRow)
        .where(NoteRow.session_id == row.id, NoteRow.public_id == note_id)
        .values(values)
        .returning(NoteRow.id)
    )
    return changed.first() is not None
