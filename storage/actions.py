"""Pilot actions: reading and writing them, their levels with history, milestones, and who follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import ActionView, Per
from storage.ids import NewId
from storage.staff import Staff
from storage.tables import (
    ActionCodeRow,
    ActionNoteRow,
    ActionRow,
    ConsultationRow,
    FollowRow,
    LevelRow,
    MessageRow,
    MilestoneRow,
    NoteRow,
    PersonRow,
)

Subject = Literal["action", "support_group", "town"]
LEVELS = range(1, 8)
"""1 minimal engagement to 7 co-responsibility: the scale of citizen engagement."""


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What staff writes of an action. ``consultation`` is a public id, ``partners`` one a line."""

    consultation: str
    titles: Per
    descriptions: Per
    partners: str
    codes: Sequence[str]
    shown: bool


@dataclass(frozen=True, slots=True)
class Level:
    """Where something stood, from this day on; 1 to 7, or unknown."""

    at: dt.datetime
    level: int | None
    aimed: int | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of an action. ``message`` is the public id of what announced it, empty until then."""

    id: str
    texts: Per
    day: dt.date
    announced_at: dt.datetime | None
    message: str


async def actions_of(session: AsyncSession, town_id: int | None) -> list[ActionRow]:
    """The actions of a town, newest first."""
    return list(await session.scalars(_of_town(town_id).order_by(ActionRow.id.desc())))


async def action_of(session: AsyncSession, town_id: int | None, action_id: str) -> ActionRow | None:
    """One of them, by public id."""
    return await session.scalar(_of_town(town_id).where(ActionRow.public_id == action_id))


async def consultations_of(session: AsyncSession, town_id: int | None) -> list[ConsultationRow]:
    """The consultations of a town, newest first."""
    query = sa.select(ConsultationRow).where(ConsultationRow.town_id == town_id)
    return list(await session.scalars(query.order_by(ConsultationRow.id.desc())))


async def make(
    session: AsyncSession, town_id: int | None, words: ActionWords, now: dt.datetime, new_id: NewId
) -> ActionRow | None:
    """A new action; ``None`` if the consultation is not the town's."""
    consultation = await session.scalar(
        sa.select(ConsultationRow.id).where(
            ConsultationRow.town_id == town_id, ConsultationRow.public_id == words.consultation
        )
    )
    if consultation is None:
        return None
    row = ActionRow(public_id=new_id(), consultation_id=consultation, created_at=now)
    session.add(row)
    _fill(row, words, now)
    await session.flush()
    await _set_codes(session, row.id, words.codes)
    return row


async def change(session: AsyncSession, row: ActionRow, words: ActionWords, now: dt.datetime) -> None:
    """Other words for an action; its consultation stays."""
    _fill(row, words, now)
    await _set_codes(session, row.id, words.codes)


async def codes(session: AsyncSession, action_key: int) -> list[str]:
    """The components and families that an action is about."""
    query = sa.select(ActionCodeRow.code).where(ActionCodeRow.action_id == action_key)
    return sorted(await session.scalars(query))


async def set_level(
    session: AsyncSession,
    me: Staff,
    subject: Subject,
    level: int | None,
    aimed: int | None,
    now: dt.datetime,
    action: ActionRow | None = None,
) -> bool:
    """Note where an action, the local support group or the town stands now; ``False`` if nothing changed."""
    history = await levels(session, me.town_id, subject, action.id if action else None)
    before = (history[-1].level, history[-1].aimed) if history else (None, None)
    if before == (level, aimed):
        return False
    session.add(
        LevelRow(
            town_id=me.town_id,
            subject=subject,
            action_id=action.id if action else None,
            level=level,
            aimed=aimed,
            staff_id=me.key,
            at=now,
        )
    )
    if action is not None:
        action.level, action.aimed = level, aimed
    await session.flush()
    return True


async def levels(
    session: AsyncSession, town_id: int | None, subject: Subject, action_key: int | None = None
) -> list[Level]:
    """All levels that something ever had, oldest first."""
    query = sa.select(LevelRow).where(LevelRow.town_id == town_id, LevelRow.subject == subject)
    query = query.where(LevelRow.action_id == action_key) if action_key is not None else query
    return [Level(row.at, row.level, row.aimed) for row in await session.scalars(query.order_by(LevelRow.id))]


async def add_milestone(
    session: AsyncSession, action: ActionRow, texts: Per, day: dt.date, now: dt.datetime, new_id: NewId
) -> str:
    """One more step; nobody is told yet. Returns its public id."""
    row = MilestoneRow(public_id=new_id(), action_id=action.id, texts=dict(texts), day=day, created_at=now)
    session.add(row)
    await session.flush()
    return row.public_id


async def milestones(session: AsyncSession, action_key: int) -> list[Milestone]:
    """The steps of an action, latest first."""
    query = (
        sa.select(MilestoneRow, MessageRow.public_id)
        .outerjoin(MessageRow, MessageRow.id == MilestoneRow.message_id)
        .where(MilestoneRow.action_id == action_key)
        .order_by(MilestoneRow.day.desc(), MilestoneRow.id.desc())
    )
    return [
        Milestone(row.public_id, row.texts, row.day, row.announced_at, message or "")
        for row, message in (await session.execute(query))
    ]


async def announced(session: AsyncSession, milestone_id: str, message_id: str, now: dt.datetime) -> bool:
    """A message (public id) tells people of a milestone; ``False`` if another did so before."""
    key = sa.select(MessageRow.id).where(MessageRow.public_id == message_id).scalar_subquery()
    done = await session.scalar(
        sa.update(MilestoneRow)
        .where(MilestoneRow.public_id == milestone_id, MilestoneRow.announced_at.is_(None))
        .values(announced_at=now, message_id=key)
        .returning(MilestoneRow.id)
        .execution_options(synchronize_session=False)
    )
    return done is not None


def linked(action_key: int) -> sa.Select[int]:
    """The keys of the notes that an action goes back to and whose authors want to hear of it."""
    quiet = sa.select(FollowRow.person_id).where(FollowRow.action_id == action_key, ~FollowRow.following)
    return (
        sa.select(NoteRow.id)
        .join(ActionNoteRow, ActionNoteRow.note_id == NoteRow.id)
        .where(ActionNoteRow.action_id == action_key, NoteRow.deleted_at.is_(None))
        .where(sa.or_(NoteRow.person_id.is_(None), NoteRow.person_id.not_in(quiet)))
    )


async def count_linked(session: AsyncSession, action_key: int) -> int:
    """How many notes an action goes back to."""
    query = (
        sa.select(sa.func.count())
        .select_from(ActionNoteRow)
        .join(NoteRow, NoteRow.id == ActionNoteRow.note_id)
        .where(ActionNoteRow.action_id == action_key, NoteRow.deleted_at.is_(None))
    )
    return await session.scalar(query) or 0


async def followers(session: AsyncSession, action_key: int) -> list[str]:
    """Who follows an action (public ids)."""
    query = (
        sa.select(PersonRow.public_id)
        .join(FollowRow, FollowRow.person_id == PersonRow.id)
        .where(FollowRow.action_id == action_key, FollowRow.following)
        .order_by(PersonRow.id)
    )
    return list(await session.scalars(query))


async def view(session: AsyncSession, action_id: str, person_id: int | None = None) -> ActionView | None:
    """An action (public id) as everybody may see it, if they may; ``following`` is this person's."""
    row = await session.scalar(sa.select(ActionRow).where(ActionRow.public_id == action_id, ActionRow.shown))
    return None if row is None else await _view(session, row, person_id)


async def public_actions(
    session: AsyncSession, consultation_id: str, person_id: int | None = None
) -> tuple[ActionView, ...]:
    """The actions of a consultation (public id) that everybody may see, newest first."""
    query = (
        sa.select(ActionRow)
        .join(ConsultationRow, ConsultationRow.id == ActionRow.consultation_id)
        .where(ConsultationRow.public_id == consultation_id, ActionRow.shown)
        .order_by(ActionRow.id.desc())
    )
    return tuple([await _view(session, row, person_id) for row in (await session.scalars(query)).all()])


async def follow(
    session: AsyncSession,
    action_key: int,
    person_id: int,
    *,
    following: bool,
    wording: str,
    language: str,
    now: dt.datetime,
) -> None:
    """A person wants to hear of an action, or no more."""
    row = await session.get(FollowRow, (action_key, person_id))
    if row is None:
        row = FollowRow(action_id=action_key, person_id=person_id)
        session.add(row)
    row.following, row.wording, row.language, row.at = following, wording, language, now
    await session.flush()


async def _view(session: AsyncSession, row: ActionRow, person_id: int | None) -> ActionView:
    town = (await session.get_one(ConsultationRow, row.consultation_id)).town
    mine = await session.get(FollowRow, (row.id, person_id)) if person_id is not None else None
    said = [one for one in await milestones(session, row.id) if one.announced_at is not None]
    return ActionView(
        id=row.public_id,
        town=town.name,
        titles=row.titles,
        descriptions=row.descriptions,
        default=town.default_language,
        partners=tuple(row.partners.splitlines()),
        level=row.level,
        aimed=row.aimed,
        milestones=tuple((one.day, one.texts) for one in said),
        following=bool(mine and mine.following),
    )


def _of_town(town_id: int | None) -> sa.Select[ActionRow]:
    query = sa.select(ActionRow).join(ConsultationRow, ConsultationRow.id == ActionRow.consultation_id)
    return query.where(ConsultationRow.town_id == town_id)


def _fill(row: ActionRow, words: ActionWords, now: dt.datetime) -> None:
    row.titles, row.descriptions = dict(words.titles), dict(words.descriptions)
    row.partners, row.shown, row.changed_at = words.partners, words.shown, now


async def _set_codes(session: AsyncSession, action_key: int, wanted: Sequence[str]) -> None:
    await session.execute(sa.delete(ActionCodeRow).where(ActionCodeRow.action_id == action_key))
    session.add_all(ActionCodeRow(action_id=action_key, code=one) for one in sorted(set(wanted)))
    await session.flush()
