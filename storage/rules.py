"""The rules of a consultation: what an admin may set, and what was promised to people and so may not be loosened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.staff import Staff
from storage.tables import AddressRow, ConsentRow, ConsultationRow, HelpLineRow, PersonRow

MOST_RETENTION_DAYS, MOST_VOICE_DAYS = 730, 90


class PromisedError(Exception):
    """People agreed to a shorter time."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What can be set. Times of day are the town's; ``help_lines`` by language, empty texts for none."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    results_on: dt.date | None
    answer_by: dt.date | None
    quiet_from: dt.time
    quiet_until: dt.time
    retention_days: int
    voice_days: int
    blind_share: float
    learning: bool
    help_lines: dict[str, str]


async def consultations(session: AsyncSession, me: Staff) -> list[ConsultationRow]:
    """The consultations of somebody's town, newest first."""
    query = sa.select(ConsultationRow).where(ConsultationRow.town_id == me.town_id)
    return list(await session.scalars(query.order_by(ConsultationRow.id.desc())))


async def consultation_for(session: AsyncSession, me: Staff, public_id: str) -> ConsultationRow | None:
    """A consultation by its public id, if it is of somebody's town."""
    query = sa.select(ConsultationRow).where(
        ConsultationRow.public_id == public_id, ConsultationRow.town_id == me.town_id
    )
    return await session.scalar(query)


async def consultation(session: AsyncSession, public_id: str) -> ConsultationRow | None:
    """A consultation by its public id, for everybody."""
    return await session.scalar(sa.select(ConsultationRow).where(ConsultationRow.public_id == public_id))


async def help_lines(session: AsyncSession, row: ConsultationRow) -> dict[str, str]:
    """The consultation's own help lines, by language."""
    query = sa.select(HelpLineRow.language, HelpLineRow.text).where(HelpLineRow.consultation_id == row.id)
    return {language: text for language, text in await session.execute(query)}  # noqa: C416 -- rows, not tuples


async def people(session: AsyncSession, row: ConsultationRow) -> tuple[int, int]:
    """How many people agreed to take part, and how many of them can still be written to."""
    agreed = sa.select(ConsentRow.person_id).where(ConsentRow.consultation_id == row.id)
    reached = sa.select(sa.func.count(sa.distinct(PersonRow.id))).join(AddressRow, AddressRow.person_id == PersonRow.id)
    everybody = await session.scalar(sa.select(sa.func.count()).select_from(agreed.subquery()))
    return everybody or 0, await session.scalar(reached.where(PersonRow.id.in_(agreed))) or 0


async def change(session: AsyncSession, row: ConsultationRow, rules: Rules) -> None:
    """Set the rules.

    Raises:
        PromisedError: people agreed to a shorter retention time, or to a shorter life of their recordings.
    """
    longer = rules.retention_days > row.retention_days or rules.voice_days > row.voice_days
    if longer and (await people(session, row))[0]:
        raise PromisedError
    for name in Rules.__dataclass_fields__:
        if name != "help_lines":
            setattr(row, name, getattr(rules, name))
    await session.execute(sa.delete(HelpLineRow).where(HelpLineRow.consultation_id == row.id))
    session.add_all(
        HelpLineRow(consultation_id=row.id, language=language, text=text)
        for language, text in rules.help_lines.items()
        if text
    )
    await session.flush()
