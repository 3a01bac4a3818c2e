"""Retention: some days after a consultation's end its addresses are deleted; the notes stay, without a link."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.deletion import erase_leftover
from storage.erasure import unlink_notes
from storage.tables import (
    ConsentRow,
    ConsultationRow,
    GroupRow,
    NoteRow,
    ParticipationRow,
    SessionRow,
    VoiceRow,
)


def due_at(consultation: ConsultationRow) -> dt.datetime | None:
    """When a consultation's addresses are deleted; ``None`` while it has no end."""
    if consultation.ends_at is None:
        return None
    return consultation.ends_at + dt.timedelta(days=consultation.retention_days)


async def retire(session: AsyncSession, now: dt.datetime) -> int:
    """Carry out what is due; returns how many consultations it was."""
    query = sa.select(ConsultationRow).where(ConsultationRow.ends_at <= now, ConsultationRow.retired_at.is_(None))
    due = [one for one in await session.scalars(query) if (due_at(one) or now) <= now]
    for one in due:
        await _retire(session, one.id)
        await session.execute(sa.update(ConsultationRow).where(ConsultationRow.id == one.id).values(retired_at=now))
    return len(due)


async def _retire(session: AsyncSession, key: int) -> None:
    groups = sa.select(GroupRow.id).where(GroupRow.consultation_id == key)
    sessions = sa.select(SessionRow.id).where(SessionRow.group_id.in_(groups))
    people = set(await session.scalars(sa.select(ConsentRow.person_id).where(ConsentRow.consultation_id == key)))
    notes = sa.select(NoteRow.id).where(NoteRow.session_id.in_(sessions))
    await session.execute(sa.delete(VoiceRow).where(VoiceRow.note_id.in_(notes)))
    await unlink_notes(session, NoteRow.session_id.in_(sessions))
    for row in (ConsentRow, ParticipationRow):
        of_it = ConsentRow.consultation_id == key if row is ConsentRow else ParticipationRow.session_id.in_(sessions)
        await session.execute(sa.delete(row).where(of_it).execution_options(synchronize_session=False))
    await erase_leftover(session, people)
