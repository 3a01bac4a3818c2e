"""The notes that matter most to their authors, as far as they are cleared for the wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Step
from storage.tables import GroupRow, NoteRow, SessionRow, VoteRow
from storage.tallies import BEST, FAMILY
from storage.wall import may_be_shown

OF_EACH = 3
"""So many notes of a family are quoted, at most."""


@dataclass(frozen=True, slots=True)
class Starred:
    """A note that its author starred: its public id, and its safe text."""

    id: str
    text: str


async def starred(
    session: AsyncSession, where: Collection[sa.ColumnElement[bool]], of_each: int = OF_EACH
) -> dict[str, list[Starred]]:
    """By family, the starred notes ``where`` all this holds, those with most votes first.

    Otherwise they come in the order of their random ids, which tells nobody who wrote what or when.
    """
    votes = sa.select(sa.func.count()).where(VoteRow.target == NoteRow.public_id).correlate(NoteRow).scalar_subquery()
    place = sa.func.row_number().over(partition_by=FAMILY, order_by=(votes.desc(), NoteRow.public_id))
    found = (
        sa.select(FAMILY.label("family"), NoteRow.public_id, NoteRow.safe_text, place.label("place"))
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.starred, BEST.is_not(None), NoteRow.question < Step.IDEAS, *may_be_shown(), *where)
        .subquery()
    )
    query = sa.select(found).where(found.c.place <= of_each).order_by(found.c.family, found.c.place)
    by_family: dict[str, list[Starred]] = {}
    for one in await session.execute(query):
        by_family.setdefault(one.family, []).append(Starred(one.public_id, one.safe_text))
    return by_family


async def of_consultation(
    session: AsyncSession, consultation_key: int, languages: Collection[str], until: dt.datetime
) -> dict[str, list[Starred]]:
    """Those of a whole consultation that were written ``until`` then, in one of these languages."""
    inside = (
        sa.select(SessionRow.id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(GroupRow.consultation_id == consultation_key)
    )
    here = NoteRow.session_id.in_(inside.scalar_subquery())
    return await starred(session, [here, NoteRow.language.in_(languages), NoteRow.created_at <= until])
