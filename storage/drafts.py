"""Files that wait to be imported: kept sealed, taken by one process at a time, taken back after storing."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import NewId
from storage.staff import Staff
from storage.tables import ImportDraftRow, NoteRow

GIVEN_UP = dt.timedelta(minutes=15)
"""Whoever stores a file for longer has died; then it may be stored again."""


async def add(
    session: AsyncSession, me: Staff, sealed: bytes, session_key: int | None, now: dt.datetime, new_id: NewId
) -> str:
    """Keep a file; returns the draft's public id."""
    row = ImportDraftRow(
        public_id=new_id(), staff_id=me.key, session_id=session_key, sealed=sealed, created_at=now, state="ready"
    )
    session.add(row)
    await session.flush()
    return row.public_id


async def draft(session: AsyncSession, me: Staff, draft_id: str) -> ImportDraftRow | None:
    """One of somebody's own files."""
    return await session.scalar(
        sa.select(ImportDraftRow).where(ImportDraftRow.public_id == draft_id, ImportDraftRow.staff_id == me.key)
    )


async def take(session: AsyncSession, key: int, now: dt.datetime) -> bool:
    """Begin to store a file; ``False`` if it is stored already, or somebody is at it."""
    free = sa.or_(
        ImportDraftRow.state == "ready",
        sa.and_(ImportDraftRow.state == "storing", ImportDraftRow.started_at < now - GIVEN_UP),
    )
    taken = await session.execute(
        sa.update(ImportDraftRow)
        .where(ImportDraftRow.id == key, free)
        .values(state="storing", started_at=now)
        .returning(ImportDraftRow.id)
    )
    return taken.first() is not None


async def let_go(session: AsyncSession, key: int) -> None:
    """Storing failed, and left nothing: the file waits again."""
    storing = (ImportDraftRow.id == key, ImportDraftRow.state == "storing")
    await session.execute(sa.update(ImportDraftRow).where(*storing).values(state="ready"))


async def stored(session: AsyncSession, key: int, import_id: str, count: int) -> None:
    """The notes are stored, in this very transaction; the file itself is let go."""
    await session.execute(
        sa.update(ImportDraftRow)
        .where(ImportDraftRow.id == key)
        .values(state="done", import_id=import_id, count=count, sealed=b"")
    )


async def take_back(session: AsyncSession, row: ImportDraftRow, now: dt.datetime) -> int:
    """Delete the notes of an import; like all deleted notes they can be brought back for a day."""
    gone = await session.execute(
        sa.update(NoteRow)
        .where(NoteRow.ref == f"import:{row.import_id}", NoteRow.person_id.is_(None), NoteRow.deleted_at.is_(None))
        .values(deleted_at=now, changed_at=now)
        .returning(NoteRow.id)
    )
    row.state = "back"
    return len(gone.all())
