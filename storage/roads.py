"""What became of somebody's notes: each note's road, step by step."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Collection
from typing import cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.types import RoadStep, Status
from storage.tables import ActionRow, AnswerRow, DepartmentRow, NoteRow, StatusRow, TownRow


async def roads(session: AsyncSession, person_id: int, note_ids: Collection[str]) -> dict[str, tuple[RoadStep, ...]]:
    """The roads of a person's notes (public ids), oldest step first; an answer that was taken back is left out."""
    later = aliased(AnswerRow)
    corrected = sa.exists().where(later.corrects_id == AnswerRow.id, later.state == "sent")
    query = (
        sa.select(NoteRow.public_id, StatusRow, AnswerRow, TownRow, DepartmentRow.name, ActionRow.public_id, corrected)
        .join(StatusRow, StatusRow.note_id == NoteRow.id)
        .join(AnswerRow, AnswerRow.id == StatusRow.answer_id)
        .join(TownRow, TownRow.id == AnswerRow.town_id)
        .outerjoin(DepartmentRow, DepartmentRow.id == AnswerRow.department_id)
        .outerjoin(ActionRow, sa.and_(ActionRow.id == AnswerRow.action_id, ActionRow.shown))
        .where(NoteRow.person_id == person_id, NoteRow.public_id.in_(note_ids), AnswerRow.state == "sent")
        .order_by(StatusRow.id)
    )
    found: dict[str, tuple[RoadStep, ...]] = {}
    for note_id, status, answer, town, department, action, is_corrected in await session.execute(query):
        one = RoadStep(
            status=cast("Status", status.status),
            day=local_day(status.at, town.timezone),
            texts=answer.texts,
            reasons=answer.reasons,
            default=town.default_language,
            link=answer.link,
            action=action or "",
            department=department or "",
            corrected=is_corrected,
        )
        found[note_id] = (*found.get(note_id, ()), one)
    return found


def local_day(moment: dt.datetime, zone: str) -> dt.date:
    """Which day it was in the town."""
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()
