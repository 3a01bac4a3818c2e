"""Deleting a whole consultation: one admin asks, another one does it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.erasure import delete_notes, erase_people
from storage.removal import remove, table_of
from storage.staff import Staff, audited
from storage.tables import (
    ConsentRow,
    ConsultationRow,
    DeletionRow,
    GroupRow,
    MessageRow,
    NoteRow,
    PersonRow,
    SessionRow,
    TombstoneRow,
)

AT_ONCE = 500
"""So many people are erased with one set of statements."""


class OneAdminError(Exception):
    """The admin who asked cannot also be the one who agrees."""


async def asked(session: AsyncSession, consultation: ConsultationRow) -> DeletionRow | None:
    """The request to delete a consultation, if there is one."""
    return await session.get(DeletionRow, consultation.id)


async def ask(session: AsyncSession, me: Staff, consultation: ConsultationRow, now: dt.datetime) -> None:
    """One admin wants a consultation deleted; nothing happens yet."""
    if await asked(session, consultation) is None:
        session.add(DeletionRow(consultation_id=consultation.id, staff_id=me.key, at=now))
        audited(session, me, "deletion_asked", now, "consultation", consultation.public_id)
        await session.flush()


async def keep(session: AsyncSession, me: Staff, consultation: ConsultationRow, now: dt.datetime) -> None:
    """Take the request back."""
    row = await asked(session, consultation)
    if row is not None:
        await session.delete(row)
        audited(session, me, "deletion_refused", now, "consultation", consultation.public_id)
        await session.flush()


async def agree(session: AsyncSession, me: Staff, consultation: ConsultationRow, now: dt.datetime) -> None:
    """The second admin agrees: the consultation is gone, with everything in it, and stays so after a restore.

    Raises:
        OneAdminError: it is the same admin, or nobody asked.
    """
    row = await asked(session, consultation)
    if row is None or row.staff_id == me.key:
        raise OneAdminError
    public_id, key = consultation.public_id, consultation.id
    session.add(TombstoneRow(person_public_id=public_id, kind="consultation", keep_notes=False, at=now))
    audited(session, me, "deleted", now, "consultation", public_id)
    await session.flush()
    session.expunge_all()
    await erase_consultation(session, key)


async def erase_consultation(session: AsyncSession, key: int) -> None:
    """Delete a consultation with all that hangs on it, and whoever took part in no other."""
    groups = sa.select(GroupRow.id).where(GroupRow.consultation_id == key)
    sessions = sa.select(SessionRow.id).where(SessionRow.group_id.in_(groups))
    people = set(await session.scalars(sa.select(ConsentRow.person_id).where(ConsentRow.consultation_id == key)))
    people |= {one for one in await session.scalars(_authors(sessions)) if one is not None}
    await delete_notes(session, sa.select(NoteRow.id).where(NoteRow.session_id.in_(sessions)))
    about = sa.or_(
        MessageRow.consultation_id == key, MessageRow.group_id.in_(groups), MessageRow.session_id.in_(sessions)
    )
    await remove(session, table_of(MessageRow), about)
    await remove(session, table_of(ConsultationRow), ConsultationRow.id == key)
    await erase_leftover(session, people)


async def erase_leftover(session: AsyncSession, people: set[int]) -> None:
    """Erase those of these people who take part in nothing any more; notes of theirs elsewhere stay without a link."""
    listed = sorted(people)
    for start in range(0, len(listed), AT_ONCE):
        here = listed[start : start + AT_ONCE]
        elsewhere = sa.exists().where(ConsentRow.person_id == PersonRow.id)
        alone = list(await session.scalars(sa.select(PersonRow.id).where(PersonRow.id.in_(here), ~elsewhere)))
        await erase_people(session, sa.select(PersonRow.id).where(PersonRow.id.in_(alone)), keep_notes=True)


def _authors(sessions: sa.Select[int]) -> sa.Select[int | None]:
    return sa.select(NoteRow.person_id).where(NoteRow.session_id.in_(sessions)).distinct()
