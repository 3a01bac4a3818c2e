"""All notes with their provenance, streamed from one consistent snapshot in constant memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.raw import Row, batches
from storage.scope import EVERYTHING, Coding, Scope
from storage.tables import CodingRow, ConsultationRow, GroupRow, GroupTagRow, NoteRow, PersonRow, SessionRow, TownRow

FIELDS = (
    "note",
    "town",
    "consultation",
    "group",
    "tags",
    "person",
    "question",
    "text",
    "language",
    "source",
    "channel",
    "family",
    "code",
    "secondary",
    "coded_by",
    "model_version",
    "probability",
    "coded_at",
    "starred",
    "created_at",
)
"""What is known of a note, in this order. ``coded_by`` is the role whose code counts: facilitator, author, import or
suggestion; ``model_version`` and ``probability`` only for suggestions; times are UTC, ISO 8601."""
INSIDE_ONLY = ("person",)
"""Fields that outsiders do not get."""


async def count_notes(session: AsyncSession, scope: Scope = EVERYTHING, *, outside: bool = False) -> int:
    """How many notes an export will have."""
    conditions = [*_counted(scope), *(public_conditions() if outside else [])]
    return await session.scalar(sa.select(sa.func.count()).select_from(NoteRow).where(*conditions)) or 0


async def export_rows(
    session: AsyncSession,
    scope: Scope = EVERYTHING,
    coding: Coding = Coding.BEST,
    *,
    outside: bool = False,
    words: Callable[[str], str] = str,
) -> AsyncGenerator[list[Row], None]:
    """The notes in scope that are not deleted, oldest first, in batches of rows with ``FIELDS``.

    ``outside``: the safe text only, nothing that waits for a look, was hidden or was kept off the wall, no person.
    ``words`` is asked how people's own words are written in the file: once for names, and for each text.
    """
    places = {key: tuple(map(words, place)) for key, place in (await _places(session, scope)).items()}
    async with aclosing(batches(session, _query(session, scope, coding, outside=outside))) as found:
        async for some in found:
            yield [
                (
                    note, *places[key], person, question, words(text), language, source, channel, family, code,
                    secondary, by, version, probability, coded_at, starred, created_at,
                )
                for (
                    note, key, person, question, text, language, source, channel, family, code,
                    secondary, by, version, probability, coded_at, starred, created_at,
                ) in some
            ]  # fmt: skip


async def _places(session: AsyncSession, scope: Scope) -> dict[int, Row]:
    """Town, consultation, group and its tags by session: looked up here, which is quicker than five joins a note."""
    tags: dict[int, list[str]] = {}
    for group, tag in await session.execute(sa.select(GroupTagRow.group_id, GroupTagRow.tag).order_by(GroupTagRow.tag)):
        tags.setdefault(group, []).append(tag)
    query = sa.select(SessionRow.id, GroupRow.id, TownRow.name, ConsultationRow.title, GroupRow.name)
    return {
        key: (town, title, name, "; ".join(tags.get(group, ())))
        for key, group, town, title, name in await session.execute(in_scope(query.select_from(SessionRow), scope))
    }


def _query(session: AsyncSession, scope: Scope, coding: Coding, *, outside: bool) -> sa.Select[Any]:
    postgres = session.get_bind().dialect.name == "postgresql"
    sure = [NoteRow.facilitator_code, NoteRow.author_code]
    best = sa.func.coalesce(*sure, *([NoteRow.suggested_code] if coding is Coding.BEST else []))
    role = sa.case(
        (NoteRow.facilitator_code.is_not(None), "facilitator"),
        (NoteRow.author_code.is_not(None), "author"),
        (best.is_not(None), "suggestion"),
    )
    given, joined = _latest(best, postgres=postgres)
    query = (
        sa.select(
            NoteRow.public_id,
            NoteRow.session_id,
            PersonRow.public_id if not outside else sa.null(),
            NoteRow.question,
            NoteRow.safe_text if outside else NoteRow.text,
            NoteRow.language,
            NoteRow.source,
            NoteRow.channel,
            sa.func.substr(best, 1, 1),
            best,
            NoteRow.secondary_code,
            sa.func.coalesce(given.c.by, role),
            given.c.model_version,
            given.c.probability,
            _iso(given.c.at, postgres=postgres),
            sa.cast(NoteRow.starred, sa.Integer()),
            _iso(NoteRow.created_at, postgres=postgres),
        )
        .select_from(NoteRow)
        .outerjoin(given, joined)
        .where(*_counted(scope))
        .order_by(NoteRow.id)
    )
    if outside:
        return query.where(*public_conditions())
    return query.outerjoin(PersonRow, PersonRow.id == NoteRow.person_id)


def _latest(best: sa.ColumnElement[Any], *, postgres: bool) -> tuple[Any, sa.ColumnElement[bool]]:
    """The coding by which a note got the code that counts, and how it is joined to the note.

    PostgreSQL looks it up note by note only if it is told to (it would hash and sort all of them, three times slower);
    SQLite has no words for that, and does so by itself.
    """
    their = sa.case(
        (NoteRow.facilitator_code.is_not(None), CodingRow.by.in_(["facilitator", "import"])),
        (NoteRow.author_code.is_not(None), CodingRow.by == "author"),
        else_=CodingRow.by == "suggestion",
    )
    columns = (CodingRow.by, CodingRow.model_version, CodingRow.probability, CodingRow.at)
    one = (
        sa.select(*(columns if postgres else (CodingRow.id,)))
        .where(CodingRow.note_id == NoteRow.id, their, CodingRow.code == best, CodingRow.rank == "primary")
        .order_by(CodingRow.id.desc())
        .limit(1)
        .correlate(NoteRow)
    )
    if postgres:
        return one.lateral("given"), sa.true()
    given = sa.alias(CodingRow.__table__, "given")
    return given, given.c.id == one.scalar_subquery()


def in_scope(query: Any, scope: Scope) -> Any:
    """A query over sessions, in scope."""
    query = (
        query.join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .join(TownRow, TownRow.id == ConsultationRow.town_id)
    )
    if scope.town is not None:
        query = query.where(sa.or_(TownRow.public_id == scope.town, TownRow.name == scope.town))
    if scope.consultation is not None:
        query = query.where(ConsultationRow.public_id == scope.consultation)
    if scope.group is not None:
        query = query.where(GroupRow.public_id == scope.group)
    return query


def _counted(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """What makes a note count: not deleted, in scope."""
    conditions: list[sa.ColumnElement[bool]] = [NoteRow.deleted_at.is_(None)]
    if scope != Scope(since=scope.since):
        inside = in_scope(sa.select(SessionRow.id).select_from(SessionRow), scope)
        conditions.append(NoteRow.session_id.in_(inside.scalar_subquery()))
    if scope.since is not None:
        conditions.append(NoteRow.created_at > scope.since)
    return conditions


def public_conditions() -> list[sa.ColumnElement[bool]]:
    """What may leave the house: looked at, on the wall, with a text that is safe to read."""
    return [
        NoteRow.safe_text.is_not(None),
        NoteRow.safe_text != "",
        NoteRow.review.is_(None),
        NoteRow.on_wall.is_(True),
        NoteRow.hidden_at.is_(None),
    ]


def _iso(column: Any, *, postgres: bool) -> sa.ColumnElement[Any]:
    """The time as text, made by the database: parsing and printing a million times takes Python seconds.

    SQLite has it as text already, "2026-05-12 09:00:00.000000" in UTC.
    """
    if postgres:
        return sa.func.to_char(sa.func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    text = sa.type_coerce(column, sa.String())
    return sa.func.substr(text, 1, 10) + sa.literal("T") + sa.func.substr(text, 12, 8) + sa.literal("Z")


async def languages_in(session: AsyncSession, scope: Scope = EVERYTHING) -> list[str]:
    """The languages that notes in scope are written in."""
    query = sa.select(NoteRow.language).where(*_counted(scope)).distinct().order_by(NoteRow.language)
    return list(await session.scalars(query))


async def small_places(session: AsyncSession, scope: Scope, threshold: int) -> tuple[set[str], set[str]]:
    """The names of groups, and the languages, that fewer than ``threshold`` people wrote in.

    Writers of paper notes are people, known by a hash; where nobody is known, notes are counted instead.
    """
    people = sa.func.count(sa.distinct(sa.func.coalesce(sa.cast(NoteRow.person_id, sa.String()), NoteRow.writer)))
    heads = sa.case((people > 0, people), else_=sa.func.count())
    groups = in_scope(
        sa.select(GroupRow.name).select_from(NoteRow).join(SessionRow, SessionRow.id == NoteRow.session_id), scope
    )
    groups = groups.where(*_counted(Scope(since=scope.since)), *public_conditions())
    groups = groups.group_by(GroupRow.id, GroupRow.name).having(heads < threshold)
    languages = (
        sa.select(NoteRow.language)
        .where(*_counted(scope), *public_conditions())
        .group_by(NoteRow.language)
        .having(heads < threshold)
    )
    return set(await session.scalars(groups)), set(await session.scalars(languages))
