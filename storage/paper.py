"""Storing notes that did not come through a conversation: from files, and typed in by a facilitator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Suggestion
from storage.ids import NewId
from storage.staff import Staff, groups_query
from storage.tables import Base, GroupRow, NoteRow, SessionRow

_NOTES, _CODINGS = Base.metadata.tables["note"], Base.metadata.tables["coding"]
CHUNK = 500
"""Notes in one statement; PostgreSQL takes 32 767 values in one."""


@dataclass(frozen=True, slots=True)
class PaperNote:
    """A note from paper. ``session`` is the session's database key; ``code`` is what staff gave it, if they did."""

    session: int
    question: int
    text: str = field(repr=False)
    safe_text: str = field(repr=False)
    review: str | None
    language: str
    at: dt.datetime
    code: str | None = None
    secondary: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    writer: str | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What notes stored together share: when, how they came, who coded them (``by``), which model suggested."""

    now: dt.datetime
    channel: str
    by: str
    model_version: str | None
    staff_id: int | None = None
    ref: str | None = None


class PaperNotes:
    """Adds notes in the caller's transaction, many at once, numbered on within each session."""

    def __init__(self, session: AsyncSession, new_id: NewId, stamp: Stamp) -> None:
        self._session = session
        self._new_id = new_id
        self._stamp = stamp
        self._numbers: dict[int, int] = {}

    async def add(self, notes: Sequence[PaperNote]) -> list[str]:
        """Store them, each with its suggestion and staff's coding in the history; returns their public ids."""
        ids: list[str] = []
        for begin in range(0, len(notes), CHUNK):
            some = notes[begin : begin + CHUNK]
            rows = [await self._row(note) for note in some]
            insert = sa.insert(_NOTES).returning(_NOTES.c.public_id, _NOTES.c.id)
            keys = {public: key for public, key in await self._session.execute(insert, rows)}  # noqa: C416 -- rows
            codings = [
                coding
                for note, row in zip(some, rows, strict=True)
                for coding in self._codings(note, keys[row["public_id"]])
            ]
            if codings:
                await self._session.execute(sa.insert(_CODINGS), codings)
            ids += [row["public_id"] for row in rows]
        return ids

    async def _row(self, note: PaperNote) -> dict[str, Any]:
        return {
            "public_id": self._new_id(),
            "session_id": note.session,
            "number": await self._number(note.session),
            "question": note.question,
            "text": note.text,
            "safe_text": note.safe_text,
            "review": note.review,
            "language": note.language,
            "source": "paper",
            "channel": self._stamp.channel,
            "ref": self._stamp.ref,
            "suggestions": [[one.code, one.probability, one.alone] for one in note.suggestions],
            "suggested_code": note.suggestions[0].code if note.suggestions else None,
            "facilitator_code": note.code,
            "secondary_code": note.secondary,
            "writer": note.writer,
            "created_at": note.at,
            "changed_at": self._stamp.now,
        }

    def _codings(self, note: PaperNote, key: int) -> list[dict[str, Any]]:
        same = {"note_id": key, "at": self._stamp.now}
        nobody = {"model_version": None, "probability": None, "staff_id": None}
        found = []
        if note.suggestions:
            first = note.suggestions[0]
            model = {"model_version": self._stamp.model_version, "probability": first.probability}
            found.append(same | nobody | model | {"code": first.code, "rank": "primary", "by": "suggestion"})
        for code, rank in ((note.code, "primary"), (note.secondary, "secondary")):
            if code:
                staff = {"code": code, "rank": rank, "by": self._stamp.by, "staff_id": self._stamp.staff_id}
                found.append(same | nobody | staff)
        return found

    async def _number(self, session: int) -> int:
        if session not in self._numbers:
            highest = sa.select(sa.func.max(NoteRow.number)).where(
                NoteRow.session_id == session, NoteRow.person_id.is_(None)
            )
            self._numbers[session] = await self._session.scalar(highest) or 0
        self._numbers[session] += 1
        return self._numbers[session]


async def my_sessions(session: AsyncSession, me: Staff) -> list[SessionRow]:
    """All sessions of the groups that somebody may work with, newest first."""
    mine = groups_query(me).with_only_columns(GroupRow.id)
    return list(
        await session.scalars(sa.select(SessionRow).where(SessionRow.group_id.in_(mine)).order_by(SessionRow.id.desc()))
    )


async def latest_typed(session: AsyncSession, row: SessionRow, most: int) -> list[NoteRow]:
    """The paper notes of a session that were stored last, newest first."""
    return list(await session.scalars(_typed(row).order_by(NoteRow.id.desc()).limit(most)))


async def count_typed(session: AsyncSession, row: SessionRow) -> int:
    """How many paper notes a session has."""
    return await session.scalar(_typed(row).with_only_columns(sa.func.count(), maintain_column_froms=True)) or 0


async def paper_note(session: AsyncSession, row: SessionRow, note_id: str) -> NoteRow | None:
    """A paper note of a session, by its public id."""
    return await session.scalar(_typed(row).where(NoteRow.public_id == note_id))


def _typed(row: SessionRow) -> sa.Select[NoteRow]:
    return sa.select(NoteRow).where(
        NoteRow.session_id == row.id, NoteRow.source == "paper", NoteRow.deleted_at.is_(None)
    )
