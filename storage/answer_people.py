"""Who is behind notes that are answered: their authors, how they are written to, and whose hours count."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import AuthorNote
from storage import audience
from storage.roads import local_day
from storage.tables import ConsultationRow, GroupRow, NoteRow, PersonRow, SessionRow, TownRow

Notes = sa.Select[int]
"""A query for keys of notes."""


async def authors(session: AsyncSession, notes: sa.Select[int]) -> dict[str, list[AuthorNote]]:
    """Who wrote these notes, by public id, each with their own notes, oldest first."""
    query = (
        sa.select(PersonRow.public_id, NoteRow, TownRow.timezone)
        .join(NoteRow, NoteRow.person_id == PersonRow.id)
        .join(TownRow, TownRow.id == PersonRow.town_id)
        .where(NoteRow.id.in_(notes))
        .order_by(NoteRow.id)
    )
    found: dict[str, list[AuthorNote]] = {}
    for person, row, zone in await session.execute(query):
        day = local_day(row.created_at, zone)
        found.setdefault(person, []).append(AuthorNote(row.public_id, row.text, day))
    return found


async def nobodys(session: AsyncSession, notes: sa.Select[int]) -> int:
    """How many of these notes have no author who could be written to: paper notes, and those of forgotten people."""
    query = sa.select(sa.func.count()).where(NoteRow.id.in_(notes), NoteRow.person_id.is_(None))
    return await session.scalar(query) or 0


async def consultation_of(session: AsyncSession, notes: Notes) -> str | None:
    """The consultation (public id) that most of these notes belong to: its quiet hours count."""
    query = (
        sa.select(ConsultationRow.public_id)
        .join(GroupRow, GroupRow.consultation_id == ConsultationRow.id)
        .join(SessionRow, SessionRow.group_id == GroupRow.id)
        .join(NoteRow, NoteRow.session_id == SessionRow.id)
        .where(NoteRow.id.in_(notes))
        .group_by(ConsultationRow.public_id)
        .order_by(sa.func.count().desc(), ConsultationRow.public_id)
    )
    return await session.scalar(query.limit(1))


async def languages_of(session: AsyncSession, people: Sequence[str]) -> dict[str, str]:
    """In which language each of these people (public ids) is written to; without those who cannot be."""
    query = sa.select(PersonRow.id, PersonRow.public_id).where(PersonRow.public_id.in_(people)).order_by(PersonRow.id)
    ids = {key: public_id for key, public_id in await session.execute(query)}  # noqa: C416 -- rows
    reached = await audience.reach(session, sa.select(PersonRow.id).where(PersonRow.public_id.in_(people)))
    return {ids[key]: one.language for key, one in sorted(reached.items()) if one.address is not None}
