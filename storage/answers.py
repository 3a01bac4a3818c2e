"""Answers to notes: drafting, the people behind the notes, sending, correcting, taking back, and the figures.

Each function works in the caller's transaction. Who is written to, and with which words, is ``bot.answering``'s.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Per, RoadStep, Status
from storage import messages
from storage.answer_messages import counts, messages_of
from storage.answer_people import Notes
from storage.ids import NewId
from storage.search import Theme, matching
from storage.staff import Staff
from storage.tables import (
    ActionNoteRow,
    ActionRow,
    AnswerNoteRow,
    AnswerRow,
    ConsultationRow,
    DepartmentRow,
    GroupRow,
    NoteRow,
    SessionRow,
    StatusRow,
    TownRow,
)

STATUSES: tuple[Status, ...] = get_args(Status)
State = Literal["draft", "sent", "withdrawn"]
SETTLED = dt.timedelta(minutes=2)
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as its page shows it.

    ``department``, ``action``, ``corrects`` and ``corrected_by`` are public ids or empty; ``theme`` is the search that
    found its notes. Times are aware UTC.
    """

    key: int
    id: str
    state: State
    status: Status
    texts: Per
    reasons: Per
    link: str
    department: str
    department_name: str
    action: str
    corrects: str
    corrected_by: str
    theme: Theme
    standing: bool
    notes: int
    default_language: str
    created_at: dt.datetime
    sent_at: dt.datetime | None

    @property
    def lacks(self) -> str:
        """Why it cannot be sent yet, as the last part of a message id; empty if it can."""
        if not self.notes:
            return "notes"
        if self.status == "rejected" and not any(self.reasons.values()):
            return "reason"
        if self.status == "referred" and not self.department:
            return "department"
        if self.status not in ("received", "referred") and not any((*self.texts.values(), *self.reasons.values())):
            return "text"
        return ""


async def draft(
    session: AsyncSession, me: Staff, theme: Theme, notes: Sequence[str] | None, now: dt.datetime, new_id: NewId
) -> str | None:
    """A draft for these notes (public ids), or for all that the theme finds; ``None`` if none of them is the town's."""
    if me.town_id is None:
        return None
    which = matching(me.town_id, theme if notes is None else Theme())
    if notes is not None:
        which = which.where(NoteRow.public_id.in_(notes))
    if await session.scalar(which.limit(1)) is None:
        return None
    row = AnswerRow(
        public_id=new_id(),
        town_id=me.town_id,
        status="accepted",
        texts={},
        reasons={},
        theme=theme.to_json(),
        state="draft",
        staff_id=me.key,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    await _take_notes(session, row.id, which)
    return row.public_id


async def one(session: AsyncSession, town_id: int | None, answer_id: str) -> Answer | None:
    """An answer of a town."""
    row = await session.scalar(_rows(town_id).where(AnswerRow.public_id == answer_id))
    return None if row is None else await _answer(session, row)


async def latest(session: AsyncSession, town_id: int | None, *, limit: int) -> list[Answer]:
    """The answers of a town, drafts too, newest first."""
    rows = await session.scalars(_rows(town_id).order_by(AnswerRow.id.desc()).limit(limit))
    return [await _answer(session, row) for row in rows.all()]


async def save(session: AsyncSession, answer: Answer, words: Words) -> None:
    """Write a draft; what was sent stays as it is."""
    department = await _department(session, answer.key, words.department)
    action = await _action(session, answer.key, words.action)
    await session.execute(
        sa.update(AnswerRow)
        .where(AnswerRow.id == answer.key, AnswerRow.state == "draft")
        .values(
            status=words.status,
            texts=dict(words.texts),
            reasons=dict(words.reasons),
            link=words.link,
            department_id=department,
            action_id=action,
            standing=words.standing,
        )
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What an officer wrote. ``department`` and ``action`` are public ids or empty."""

    status: Status
    texts: Per
    reasons: Per
    link: str = ""
    department: str = ""
    action: str = ""
    standing: bool = False


async def discard(session: AsyncSession, answer: Answer) -> None:
    """Throw a draft away."""
    await session.execute(sa.delete(AnswerRow).where(AnswerRow.id == answer.key, AnswerRow.state == "draft"))


async def correction(session: AsyncSession, me: Staff, answer: Answer, now: dt.datetime, new_id: NewId) -> str | None:
    """A draft that puts a sent answer right: the same notes, the same words to begin with.

    ``None`` if it was not sent, or is put right already.
    """
    if answer.state != "sent" or answer.corrected_by:
        return None
    old = await session.get_one(AnswerRow, answer.key)
    row = AnswerRow(
        public_id=new_id(),
        town_id=old.town_id,
        status=old.status,
        texts=old.texts,
        reasons=old.reasons,
        link=old.link,
        department_id=old.department_id,
        action_id=old.action_id,
        corrects_id=old.id,
        theme=old.theme,
        standing=old.standing,
        state="draft",
        staff_id=me.key,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    kept = sa.select(AnswerNoteRow.note_id).where(AnswerNoteRow.answer_id == old.id)
    await _take_notes(session, row.id, kept)
    return row.public_id


async def settle(session: AsyncSession, answer: Answer, staff_id: int, now: dt.datetime) -> bool:
    """A draft is sent: each of its notes gets a step on its road. ``False`` if it was not a draft any more."""
    newest = await session.scalar(sa.select(sa.func.max(NoteRow.id))) or 0
    sent = await session.scalar(
        sa.update(AnswerRow)
        .where(AnswerRow.id == answer.key, AnswerRow.state == "draft")
        .values(state="sent", sent_at=now, seen_note=newest, staff_id=staff_id)
        .returning(AnswerRow.id)
    )
    if sent is None:
        return False
    row = await session.get_one(AnswerRow, answer.key, populate_existing=True)
    if row.corrects_id is not None:
        await session.execute(sa.update(AnswerRow).where(AnswerRow.id == row.corrects_id).values(standing=False))
    await step(session, row, notes_of(row.id), now)
    return True


async def step(session: AsyncSession, row: AnswerRow, notes: sa.Select[int], now: dt.datetime) -> None:
    """Put a step of an answer on the road of these notes, and link them to the answer's action."""
    columns = ["note_id", "status", "answer_id", "staff_id", "at"]
    picked = sa.select(
        NoteRow.id,
        sa.literal(row.status),
        sa.literal(row.id),
        sa.literal(row.staff_id, sa.BigInteger()),
        sa.literal(now, StatusRow.at.type),
    ).where(NoteRow.id.in_(notes))
    await session.execute(sa.insert(StatusRow).from_select(columns, picked))
    await session.execute(
        sa.update(NoteRow)
        .where(NoteRow.id.in_(notes))
        .values(status=row.status, answer_id=row.id)
        .execution_options(synchronize_session=False)
    )
    if row.action_id is not None:
        await link_notes(session, row.action_id, notes)


async def link_notes(session: AsyncSession, action_key: int, notes: sa.Select[int]) -> None:
    """An action goes back to these notes."""
    there = sa.select(ActionNoteRow.note_id).where(ActionNoteRow.action_id == action_key)
    new = sa.select(sa.literal(action_key), NoteRow.id).where(NoteRow.id.in_(notes), NoteRow.id.not_in(there))
    await session.execute(sa.insert(ActionNoteRow).from_select(["action_id", "note_id"], new))


def notes_of(answer_key: int) -> sa.Select[int]:
    """The keys of an answer's notes that are still there."""
    return (
        sa.select(NoteRow.id)
        .join(AnswerNoteRow, AnswerNoteRow.note_id == NoteRow.id)
        .where(AnswerNoteRow.answer_id == answer_key, NoteRow.deleted_at.is_(None))
    )


async def withdraw(session: AsyncSession, answer: Answer, now: dt.datetime) -> bool:
    """Take an answer back that has reached nobody: its notes are again where they were. ``False`` if it is too late."""
    if answer.state != "sent" or answer.corrected_by or (await counts(session, answer.key)).delivered:
        return False
    for message in await messages_of(session, answer.key):
        await messages.cancel(session, message, now)
    changed = sa.update(AnswerRow).where(AnswerRow.id == answer.key).values(state="withdrawn", standing=False)
    await session.execute(changed)
    last = (
        sa.select(sa.func.max(StatusRow.id))
        .outerjoin(AnswerRow, AnswerRow.id == StatusRow.answer_id)
        .where(StatusRow.note_id == NoteRow.id, sa.func.coalesce(AnswerRow.state, "sent") == "sent")
        .correlate(NoteRow)
        .scalar_subquery()
    )
    then = {
        name: sa.select(getattr(StatusRow, name)).where(StatusRow.id == last).scalar_subquery()
        for name in ("status", "answer_id")
    }
    await session.execute(
        sa.update(NoteRow)
        .where(NoteRow.answer_id == answer.key)
        .values(status=sa.func.coalesce(then["status"], "received"), answer_id=then["answer_id"])
        .execution_options(synchronize_session=False)
    )
    return True


async def standing(session: AsyncSession) -> list[tuple[int, str]]:
    """The answers that new notes get: the key of the town, and the answer's public id."""
    query = sa.select(AnswerRow.town_id, AnswerRow.public_id).where(AnswerRow.standing, AnswerRow.state == "sent")
    return [(town, answer) for town, answer in await session.execute(query.order_by(AnswerRow.id))]


async def take_new(session: AsyncSession, answer: Answer, now: dt.datetime) -> Notes | None:
    """New notes that a standing answer's theme finds and nobody has answered get it; ``None`` if there are none.

    Only notes that their author has left alone for ``SETTLED``: a word may be changed, a topic confirmed.
    """
    row = await session.scalar(
        sa.select(AnswerRow).where(AnswerRow.id == answer.key, AnswerRow.standing).with_for_update()
    )
    if row is None or not answer.theme.standing:
        return None
    there = sa.select(AnswerNoteRow.note_id).where(AnswerNoteRow.answer_id == row.id)
    query = (
        matching(row.town_id, answer.theme.standing)
        .where(NoteRow.id > row.seen_note, NoteRow.answer_id.is_(None), NoteRow.id.not_in(there))
        .where(NoteRow.changed_at <= now - SETTLED)
    )
    keys = list(await session.scalars(query.order_by(NoteRow.id).limit(MOST_AT_ONCE)))
    if not keys:
        return None
    new = sa.select(NoteRow.id).where(NoteRow.id.in_(keys))
    await _take_notes(session, row.id, new)
    await step(session, row, new, now)
    return new


async def town_of(session: AsyncSession, answer_key: int) -> int:
    """The key of an answer's town."""
    return (await session.get_one(AnswerRow, answer_key)).town_id


async def set_standing(session: AsyncSession, answer: Answer, *, on: bool) -> None:
    """Whether new notes that the theme finds get the answer too, from now on."""
    newest = await session.scalar(sa.select(sa.func.max(NoteRow.id))) or 0
    await session.execute(
        sa.update(AnswerRow)
        .where(AnswerRow.id == answer.key, AnswerRow.state == "sent")
        .values(standing=on, seen_note=newest)
    )


async def loop_closed(session: AsyncSession, consultation_id: str) -> tuple[int, int]:
    """Of a consultation (public id): how many of its notes got an answer, and how many notes there are."""
    query = (
        sa.select(sa.func.count(NoteRow.answer_id), sa.func.count())
        .select_from(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(ConsultationRow.public_id == consultation_id, NoteRow.deleted_at.is_(None))
    )
    answered, notes = (await session.execute(query)).one()
    return answered, notes


def as_step(answer: Answer, day: dt.date) -> RoadStep:
    """An answer as a step on a road."""
    return RoadStep(
        status=answer.status,
        day=day,
        texts=answer.texts,
        reasons=answer.reasons,
        default=answer.default_language,
        link=answer.link,
        action=answer.action,
        department=answer.department_name,
    )


async def _take_notes(session: AsyncSession, answer_key: int, notes: sa.Select[int]) -> None:
    picked = sa.select(sa.literal(answer_key), NoteRow.id).where(NoteRow.id.in_(notes))
    await session.execute(sa.insert(AnswerNoteRow).from_select(["answer_id", "note_id"], picked))


def _rows(town_id: int | None) -> sa.Select[AnswerRow]:
    return sa.select(AnswerRow).where(AnswerRow.town_id == town_id)


async def _department(session: AsyncSession, answer_key: int, public_id: str) -> int | None:
    query = (
        sa.select(DepartmentRow.id)
        .join(AnswerRow, AnswerRow.town_id == DepartmentRow.town_id)
        .where(AnswerRow.id == answer_key, DepartmentRow.public_id == public_id)
    )
    return await session.scalar(query) if public_id else None


async def _action(session: AsyncSession, answer_key: int, public_id: str) -> int | None:
    query = (
        sa.select(ActionRow.id)
        .join(ConsultationRow, ConsultationRow.id == ActionRow.consultation_id)
        .join(AnswerRow, AnswerRow.town_id == ConsultationRow.town_id)
        .where(AnswerRow.id == answer_key, ActionRow.public_id == public_id)
    )
    return await session.scalar(query) if public_id else None


async def _answer(session: AsyncSession, row: AnswerRow) -> Answer:
    department = await session.get(DepartmentRow, row.department_id) if row.department_id else None
    action = await session.get(ActionRow, row.action_id) if row.action_id else None
    corrects = await session.get(AnswerRow, row.corrects_id) if row.corrects_id else None
    corrected_by = await session.scalar(
        sa.select(AnswerRow.public_id).where(AnswerRow.corrects_id == row.id, AnswerRow.state == "sent")
    )
    count = await session.scalar(sa.select(sa.func.count()).select_from(notes_of(row.id).subquery()))
    return Answer(
        key=row.id,
        id=row.public_id,
        state=cast("State", row.state),
        status=cast("Status", row.status),
        texts=row.texts,
        reasons=row.reasons,
        link=row.link,
        department=department.public_id if department else "",
        department_name=department.name if department else "",
        action=action.public_id if action else "",
        corrects=corrects.public_id if corrects else "",
        corrected_by=corrected_by or "",
        theme=Theme.from_json(row.theme),
        standing=row.standing,
        notes=count or 0,
        default_language=(await session.get_one(TownRow, row.town_id)).default_language,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
