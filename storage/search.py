"""Finding notes: by topic, words in any language, group, place, status. Plain read queries over one town."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.folding import fold
from storage.tables import AnswerNoteRow, AnswerRow, ConsultationRow, DepartmentRow, GroupRow, NoteRow, SessionRow
from storage.tallies import BEST

DEGREE_KM = 111.2
"""A degree of latitude; of longitude at the equator."""
LONGEST_WORDS, MOST_WORDS = 200, 12
HIDDEN = ""
"""Instead of the words of a note that a facilitator has to look at first."""


@dataclass(frozen=True, slots=True)
class Near:
    """Within ``km`` of a point, WGS 84 degrees."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True, slots=True)
class Theme:
    """What is looked for; what is empty does not matter. ``consultation``, ``group``, ``department`` are public ids.

    ``code`` is a component or the letter of a family. ``words``: all of them, in any order, parts of words too; commas
    stand between alternatives ("bus, λεωφορείο"). ``department``: waits there.
    """

    code: str = ""
    words: str = ""
    consultation: str = ""
    group: str = ""
    status: str = ""
    language: str = ""
    question: int = 0
    department: str = ""
    near: Near | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON types."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what ``to_json`` gave, also by an earlier version."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        if known.get("near"):
            known["near"] = Near(**known["near"])
        return cls(**known)

    @property
    def standing(self) -> Theme | None:
        """What new notes can match too: without what only comes with an answer; ``None`` if nothing is left."""
        left = dataclasses.replace(self, status="", department="", consultation="")
        return None if left == Theme() else dataclasses.replace(self, status="", department="")


@dataclass(frozen=True, slots=True)
class Found:
    """A note as officers see it: what others may see of it; ``text`` is empty while a facilitator must look first."""

    id: str
    text: str
    language: str
    code: str | None
    group: str
    question: int
    status: str
    starred: bool
    at: dt.datetime
    about: str | None


@dataclass(frozen=True, slots=True)
class Size:
    """How much was found. ``people`` are known authors."""

    notes: int
    people: int
    languages: Mapping[str, int]


async def find(session: AsyncSession, town_id: int, theme: Theme, *, limit: int, offset: int = 0) -> Sequence[Found]:
    """The notes of a town that fit, newest first."""
    before = aliased(NoteRow)
    query = (
        matching(town_id, theme)
        .outerjoin(before, before.id == NoteRow.about_id)
        .with_only_columns(NoteRow, BEST, GroupRow.name, before.safe_text)
        .order_by(NoteRow.id.desc())
    )
    rows = await session.execute(query.limit(limit).offset(offset))
    return [_found(row, code, group, about) for row, code, group, about in rows]


async def size(session: AsyncSession, town_id: int, theme: Theme) -> Size:
    """How many notes of how many people, in which languages."""
    which = matching(town_id, theme)
    people = await session.scalar(which.with_only_columns(sa.func.count(sa.distinct(NoteRow.person_id))))
    by = (
        which.with_only_columns(NoteRow.language, sa.func.count())
        .group_by(NoteRow.language)
        .order_by(sa.func.count().desc())
    )
    languages = {language: count for language, count in (await session.execute(by))}  # noqa: C416 -- rows
    return Size(sum(languages.values()), people or 0, languages)


async def of_answer(session: AsyncSession, answer_key: int, *, limit: int) -> Sequence[Found]:
    """The notes that an answer is for."""
    query = (
        sa.select(NoteRow, BEST, GroupRow.name)
        .join(AnswerNoteRow, AnswerNoteRow.note_id == NoteRow.id)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(AnswerNoteRow.answer_id == answer_key, NoteRow.deleted_at.is_(None))
        .order_by(NoteRow.language, NoteRow.id)
    )
    rows = await session.execute(query.limit(limit))
    return [_found(row, code, group, None) for row, code, group in rows]


def matching(town_id: int, theme: Theme) -> sa.Select[Any]:
    """The keys of the notes of a town that fit; other columns can be asked of the same query."""
    query = (
        sa.select(NoteRow.id)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(ConsultationRow.town_id == town_id, NoteRow.deleted_at.is_(None))
    )
    if theme.code:
        either = sa.or_(BEST.startswith(theme.code, autoescape=True), NoteRow.secondary_code == theme.code)
        query = query.where(either)
    alternatives = _alternatives(theme.words)
    if alternatives:
        either = sa.or_(*(sa.and_(*(_has(word) for word in words)) for words in alternatives))
        query = query.where(NoteRow.review.is_(None), either)
    for column, value in (
        (ConsultationRow.public_id, theme.consultation),
        (GroupRow.public_id, theme.group),
        (NoteRow.status, theme.status),
        (NoteRow.language, theme.language),
        (NoteRow.question, theme.question),
    ):
        if value:
            query = query.where(column == value)
    if theme.department:
        query = query.where(NoteRow.status == "referred", NoteRow.answer_id.in_(_referred(town_id, theme.department)))
    if theme.near:
        query = query.where(_near(theme.near))
    return query


def _referred(town_id: int, department: str) -> sa.Select[int]:
    return (
        sa.select(AnswerRow.id)
        .join(DepartmentRow, DepartmentRow.id == AnswerRow.department_id)
        .where(DepartmentRow.public_id == department, DepartmentRow.town_id == town_id)
    )


def _alternatives(words: str) -> list[list[str]]:
    """Lists of folded words: one of the lists must be there with all its words."""
    groups = [fold(one).split()[:MOST_WORDS] for one in words[:LONGEST_WORDS].replace("،", ",").split(",")]
    return [group for group in groups[:MOST_WORDS] if group]


def _has(word: str) -> sa.ColumnElement[bool]:
    return NoteRow.words.contains(word, autoescape=True)


def _near(near: Near) -> sa.ColumnElement[bool]:
    """A box around the point: places are kept to about 100 m, so a circle would promise too much."""
    high = near.km / DEGREE_KM
    wide = near.km / (DEGREE_KM * max(math.cos(math.radians(near.latitude)), 0.01))
    return sa.and_(
        NoteRow.latitude.between(near.latitude - high, near.latitude + high),
        NoteRow.longitude.between(near.longitude - wide, near.longitude + wide),
    )


def _found(row: NoteRow, code: str | None, group: str, about: str | None) -> Found:
    return Found(
        id=row.public_id,
        text=HIDDEN if row.review else row.safe_text or HIDDEN,
        language=row.language,
        code=code,
        group=group,
        question=row.question,
        status=row.status,
        starred=row.starred,
        at=row.created_at,
        about=about,
    )
