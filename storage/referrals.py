"""What waits at a department of the town hall, and whom to remind of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import AddressRow, AnswerRow, DepartmentRow, NoteRow, ReferralRow, StaffRow, TownRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """Notes that wait at a department since ``at``; ``some`` are words of theirs that others may see."""

    answer_key: int
    department_key: int
    department: str
    department_id: str
    timezone: str
    notes: int
    some: tuple[str, ...]
    at: dt.datetime


async def opened(session: AsyncSession, answer_key: int, now: dt.datetime) -> Waiting | None:
    """Notes of an answer were referred just now; ``None`` if it refers nothing."""
    answer = await session.get_one(AnswerRow, answer_key, populate_existing=True)
    if answer.status != "referred" or answer.department_id is None:
        return None
    department = await session.get_one(DepartmentRow, answer.department_id)
    row = await session.get(ReferralRow, answer_key)
    if row is None:
        row = ReferralRow(answer_id=answer_key, department_id=department.id, at=now)
        session.add(row)
    row.done_at, row.remind_at = None, now + dt.timedelta(days=department.remind_days)
    await session.flush()
    return await _waiting(session, row)


async def settle(session: AsyncSession, now: dt.datetime) -> None:
    """Referrals of which no note waits any more are done."""
    waits = sa.exists().where(NoteRow.answer_id == ReferralRow.answer_id, NoteRow.deleted_at.is_(None))
    done = sa.update(ReferralRow).where(ReferralRow.done_at.is_(None), ~waits)
    await session.execute(done.values(done_at=now).execution_options(synchronize_session=False))


async def to_remind(session: AsyncSession, now: dt.datetime) -> list[Waiting]:
    """What has waited too long."""
    query = sa.select(ReferralRow).where(ReferralRow.done_at.is_(None), ReferralRow.remind_at <= now)
    rows = (await session.scalars(query.order_by(ReferralRow.remind_at).with_for_update(skip_locked=True))).all()
    found = [await _waiting(session, row) for row in rows]
    return [one for one in found if one.notes]


async def reminded(session: AsyncSession, one: Waiting, now: dt.datetime) -> None:
    """The department was reminded; again after as many days."""
    row = await session.get_one(ReferralRow, one.answer_key)
    days = (await session.get_one(DepartmentRow, one.department_key)).remind_days
    row.remind_at, row.reminders = now + dt.timedelta(days=days), row.reminders + 1
    await session.flush()


async def chats(session: AsyncSession, department_key: int) -> list[AddressRow]:
    """Where the officers of a department are written to."""
    query = (
        sa.select(AddressRow)
        .join(StaffRow, StaffRow.address_id == AddressRow.id)
        .where(StaffRow.department_id == department_key, StaffRow.revoked_at.is_(None), AddressRow.left_at.is_(None))
        .order_by(AddressRow.id)
    )
    return list((await session.scalars(query)).unique())


async def departments(session: AsyncSession, town_id: int | None) -> list[DepartmentRow]:
    """The departments of a town, by name."""
    query = sa.select(DepartmentRow).where(DepartmentRow.town_id == town_id)
    return list(await session.scalars(query.order_by(DepartmentRow.name, DepartmentRow.id)))


async def waiting_at(session: AsyncSession, department_key: int | None) -> int:
    """How many notes wait at a department."""
    query = (
        sa.select(sa.func.count())
        .select_from(NoteRow)
        .join(AnswerRow, AnswerRow.id == NoteRow.answer_id)
        .where(AnswerRow.department_id == department_key, NoteRow.status == "referred", NoteRow.deleted_at.is_(None))
    )
    return await session.scalar(query) or 0


async def _waiting(session: AsyncSession, row: ReferralRow) -> Waiting:
    department = await session.get_one(DepartmentRow, row.department_id)
    town = await session.get_one(TownRow, department.town_id)
    notes = sa.select(NoteRow).where(NoteRow.answer_id == row.answer_id, NoteRow.deleted_at.is_(None))
    count = await session.scalar(sa.select(sa.func.count()).select_from(notes.subquery())) or 0
    clear = notes.where(NoteRow.review.is_(None), NoteRow.safe_text != "").order_by(NoteRow.id.desc()).limit(3)
    return Waiting(
        row.answer_id,
        department.id,
        department.name,
        department.public_id,
        town.timezone,
        count,
        tuple(one.safe_text or "" for one in await session.scalars(clear)),
        row.at,
    )
