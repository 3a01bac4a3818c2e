"""What is open to everybody: consultations of which results were published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ConsultationRow, SnapshotRow, TownRow


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of results."""

    id: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A consultation with published results, and its editions, newest first."""

    id: str
    title: str
    town: str
    country: str
    timezone: str
    default_language: str
    languages: tuple[str, ...]
    influence: dict[str, str]
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    results_on: dt.date | None
    answer_by: dt.date | None
    editions: tuple[Edition, ...]


async def open_consultations(session: AsyncSession, public_id: str | None = None) -> list[OpenConsultation]:
    """All of them, newest first, or the one with this public id; those without published results are not open."""
    published = sa.select(SnapshotRow.consultation_id)
    query = sa.select(ConsultationRow).where(ConsultationRow.id.in_(published)).order_by(ConsultationRow.id.desc())
    if public_id is not None:
        query = query.where(ConsultationRow.public_id == public_id)
    rows = list(await session.scalars(query))
    editions: dict[int, list[Edition]] = {}
    found = sa.select(SnapshotRow.consultation_id, SnapshotRow.public_id, SnapshotRow.published_at)
    for key, edition, at in await session.execute(found.order_by(SnapshotRow.id.desc())):
        editions.setdefault(key, []).append(Edition(edition, at))
    return [_open(row, row.town, editions[row.id]) for row in rows]


def _open(row: ConsultationRow, town: TownRow, editions: list[Edition]) -> OpenConsultation:
    return OpenConsultation(
        id=row.public_id,
        title=row.title,
        town=town.name,
        country=town.country,
        timezone=town.timezone,
        default_language=town.default_language,
        languages=tuple(row.languages),
        influence=row.influence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        results_on=row.results_on,
        answer_by=row.answer_by,
        editions=tuple(editions),
    )
