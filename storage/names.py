"""The queue of notes that may name somebody: shown as they are, with the name masked, or kept from others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.staff import Staff, groups_query
from storage.tables import GroupRow, NoteRow, SessionRow


@dataclass(frozen=True, slots=True)
class NamedNote:
    """A note that waits for a look; ``text`` is its safe text."""

    id: str
    group: str
    language: str
    text: str = field(repr=False)


async def named_notes(session: AsyncSession, me: Staff, most: int) -> list[NamedNote]:
    """The notes of somebody's groups that wait, in no telling order."""
    query = _mine(me).order_by(NoteRow.public_id).limit(most)
    rows = await session.execute(query)
    return [NamedNote(row.public_id, group, row.language, row.safe_text or "") for row, group in rows]


async def decide(
    session: AsyncSession, me: Staff, note_id: str, now: dt.datetime, *, text: str | None = None, hide: bool = False
) -> bool:
    """Somebody looked. ``text``: what others may see instead; ``hide``: nothing. ``False`` if it did not wait."""
    found = (await session.execute(_mine(me).where(NoteRow.public_id == note_id))).first()
    if found is None:
        return False
    row: NoteRow = found[0]
    row.review = None
    if text is not None:
        row.safe_text = text
    if hide:
        row.hidden_at = now
    return True


async def named_text(session: AsyncSession, me: Staff, note_id: str) -> str | None:
    """The safe text of a note that waits."""
    found = (await session.execute(_mine(me).where(NoteRow.public_id == note_id))).first()
    return None if found is None else found[0].safe_text


def _mine(me: Staff) -> sa.Select[NoteRow, str]:
    return (
        sa.select(NoteRow, GroupRow.name)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(GroupRow.id.in_(groups_query(me).with_only_columns(GroupRow.id)))
        .where(NoteRow.deleted_at.is_(None), NoteRow.review == "name")
    )
