"""What a group is promised after a meeting: which closed sessions have no follow-up yet, and who stopped half-way."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.types import Per
from storage.audience import CHILDREN
from storage.ids import NewId
from storage.tables import (
    AddressRow,
    ConsultationRow,
    ConversationRow,
    GroupRow,
    MessageRow,
    NoteRow,
    ParticipationRow,
    PersonRow,
    QuestionRow,
    RecipientRow,
    SessionRow,
    TownRow,
)

LAST_QUESTION = 4
REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a follow-up belongs; public ids and what the texts need."""

    town: str
    town_name: str
    timezone: str
    consultation: str
    group: str
    group_name: str
    session: str
    days: int | None
    question: Per | None


async def place(session: AsyncSession, session_id: str) -> Place | None:
    """The place of a session; ``None`` if there is no such session."""
    query = sa.select(SessionRow).where(SessionRow.public_id == session_id)
    row = (await session.scalars(query)).first()
    return None if row is None else await _place(session, row)


async def without_follow_up(session: AsyncSession) -> Sequence[Place]:
    """Closed first meetings that people took part in, whose consultation wants a follow-up, and that have none yet."""
    later = aliased(SessionRow)
    query = (
        sa.select(SessionRow)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(SessionRow.kind == "first", SessionRow.state == "closed")
        .where(ConsultationRow.follow_up_days.is_not(None), ConsultationRow.kind != CHILDREN)
        .where(sa.exists().where(ParticipationRow.session_id == SessionRow.id))
        .where(~sa.exists().where(later.group_id == SessionRow.group_id, later.kind == "second"))
    )
    return [await _place(session, row) for row in await session.scalars(query)]


async def add_session(
    session: AsyncSession, group: str, kind: str, questions: Sequence[int], *, now: dt.datetime, new_id: NewId
) -> str:
    """Add a session that each person goes through alone; returns its public id.

    Raises:
        sqlalchemy.exc.NoResultFound: there is no such group.
    """
    key = (await session.scalars(sa.select(GroupRow.id).where(GroupRow.public_id == group))).one()
    row = SessionRow(
        public_id=new_id(), group_id=key, kind=kind, state="running", questions=list(questions), created_at=now
    )
    session.add(row)
    await session.flush()
    return row.public_id


async def half_way(
    session: AsyncSession, *, before: dt.datetime, after: dt.datetime, again: dt.datetime, most: int
) -> Mapping[str, Mapping[str, int]]:
    """By session, the people (with how many notes) who stopped half-way and may be reminded to finish.

    They were heard of last between ``after`` and ``before``, were reminded fewer than ``most`` times of this session,
    and not since ``again``. A session that is led has its facilitator, and one that is closed nothing to finish.
    """
    heard = (
        sa.select(sa.func.max(ConversationRow.updated_at))
        .join(AddressRow, AddressRow.id == ConversationRow.address_id)
        .where(AddressRow.person_id == PersonRow.id)
        .scalar_subquery()
    )
    reminders = (
        sa.select(MessageRow.id)
        .join(RecipientRow, RecipientRow.message_id == MessageRow.id)
        .where(RecipientRow.person_id == PersonRow.id, MessageRow.session_id == SessionRow.id)
        .where(MessageRow.kind == REMINDER)
    )
    times = sa.select(sa.func.count()).select_from(reminders.correlate(PersonRow, SessionRow).subquery())
    notes = (
        sa.select(sa.func.count())
        .where(NoteRow.person_id == PersonRow.id, NoteRow.session_id == SessionRow.id, NoteRow.deleted_at.is_(None))
        .scalar_subquery()
    )
    query = (
        sa.select(SessionRow.public_id, PersonRow.public_id, notes)
        .join(ParticipationRow, ParticipationRow.session_id == SessionRow.id)
        .join(PersonRow, PersonRow.id == ParticipationRow.person_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(SessionRow.state == "running", SessionRow.led.is_(False), ParticipationRow.finished_at.is_(None))
        .where(sa.or_(ConsultationRow.ends_at.is_(None), ConsultationRow.ends_at > before))
        .where(sa.or_(SessionRow.ends_at.is_(None), SessionRow.ends_at > before), ConsultationRow.kind != CHILDREN)
        .where(heard > after, heard <= before, ParticipationRow.joined_at <= before)
        .where(~reminders.where(MessageRow.created_at > again).exists())
        .where(times.scalar_subquery() < most)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for session_id, person, count in await session.execute(query):
        found[session_id][person] = count
    return found


async def _place(session: AsyncSession, row: SessionRow) -> Place:
    group, asking = row.group, row.group.consultation
    town = await session.get_one(TownRow, asking.town_id)
    own = await session.scalar(
        sa.select(QuestionRow.text).where(QuestionRow.consultation_id == asking.id, QuestionRow.number == LAST_QUESTION)
    )
    return Place(
        town.public_id,
        town.name,
        town.timezone,
        asking.public_id,
        group.public_id,
        group.name,
        row.public_id,
        asking.follow_up_days,
        own,
    )
