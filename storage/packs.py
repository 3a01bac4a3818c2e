"""Packs: what tallies need to know of a session's notes in one value, so that a million are read at once.

Why: counting people apart in any combination of dimensions takes SQLite five seconds for a million notes, with the best
index; reading packs and counting with numpy takes a fraction of one. A pack is only ever a copy: triggers on ``note``
add a row to ``tally_dirty`` with every change, a session with such a row (or without a pack) is counted from its
notes, and ``refresh`` makes its pack anew. So a tally is exact in every snapshot, whatever happens meanwhile: a change
and its mark become visible together, and ``refresh`` deletes marks only before it reads the notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.raw import batches
from storage.tables import NoteRow, SessionRow, TallyDirtyRow, TallyPackRow

NOTE = np.dtype(
    [
        ("id", "<i8"),
        ("person", "<i8"),  # 0: nobody known
        ("at", "<i8"),  # seconds since 1970, UTC
        ("context", "<u2"),  # place in the pack's list of contexts
        ("question", "u1"),
        ("suggested", "<u2"),  # codes: see pack_code
        ("author", "<u2"),
        ("facilitator", "<u2"),
        ("starred", "u1"),
    ]
)
"""One note in a pack. Little-endian, so that a database can move between machines."""
AT_ONCE = 100
"""Sessions made anew in one transaction: keeps the write lock short."""
LETTER = 256
WRITERS, WRITER_DIGITS = 1 << 62, 15
"""Keys of people are below, those of writers of paper notes above; fifteen hex digits of a hash keep them apart."""

Notes = NDArray[np.void]
Context = tuple[str, str, str, str]
"""Language, source, channel and status: few apart from one another in a session."""
CONTEXT = 4


@cache
def pack_code(code: str | None) -> int:
    """A code as a number that sorts like the nomenclature: "A10" after "A2"; 0 for none."""
    return LETTER * ord(code[0]) + int(code[1:] or 0) if code else 0


def unpack_code(number: int) -> str:
    """The code again."""
    return f"{chr(number // LETTER)}{number % LETTER}"


def pack(rows: Sequence[Sequence[Any]]) -> tuple[Notes, list[Context]]:
    """Rows of ``selected``, without their session, as an array, and the contexts that it points to.

    Column by column, which takes a fifth of the time that note by note would.
    """
    notes = np.zeros(len(rows), NOTE)
    if not rows:
        return notes, []
    note, person, writer, at, language, source, channel, status, question, suggested, author, staff, starred = zip(
        *rows, strict=True
    )
    contexts: dict[Context, int] = {}
    pairs = zip(language, source, channel, status, strict=True)
    notes["context"] = [contexts.setdefault(one, len(contexts)) for one in pairs]
    notes["person"] = [one or (_writer(other) if other else 0) for one, other in zip(person, writer, strict=True)]
    notes["id"], notes["at"], notes["question"], notes["starred"] = note, at, question, starred
    for name, codes in (("suggested", suggested), ("author", author), ("facilitator", staff)):
        notes[name] = list(map(pack_code, codes))
    return notes, list(contexts)


def _writer(hashed: str) -> int:
    """The writer of a paper note, known by a hash, as a key beyond all persons'."""
    return WRITERS + int(hashed[:WRITER_DIGITS], 16)


def selected() -> Any:
    """The notes that count, as ``pack`` wants them, with their session first: not deleted."""
    return sa.select(
        NoteRow.session_id,
        NoteRow.id,
        NoteRow.person_id,
        NoteRow.writer,
        sa.cast(sa.extract("epoch", NoteRow.created_at), sa.BigInteger()),
        NoteRow.language,
        NoteRow.source,
        NoteRow.channel,
        NoteRow.status,
        NoteRow.question,
        NoteRow.suggested_code,
        NoteRow.author_code,
        NoteRow.facilitator_code,
        NoteRow.starred,
    ).where(NoteRow.deleted_at.is_(None))


def is_clean() -> sa.ColumnElement[bool]:
    """For a query over packs: nothing changed since it was made."""
    return ~sa.exists().where(TallyDirtyRow.session_id == TallyPackRow.session_id)


async def refresh(database: Database, *, quiet_since: dt.datetime | None = None) -> int:
    """Make the packs anew whose notes changed; how many.

    With ``quiet_since``, sessions are left alone in which a note changed after that: they would only change again.
    """
    async with database.read() as session:
        behind = (
            sa.select(SessionRow.id)
            .outerjoin(TallyPackRow, TallyPackRow.session_id == SessionRow.id)
            .where(sa.or_(TallyPackRow.session_id.is_(None), ~is_clean()))
            .order_by(SessionRow.id)
        )
        if quiet_since is not None:
            moved = sa.exists().where(NoteRow.session_id == SessionRow.id, NoteRow.changed_at > quiet_since)
            behind = behind.where(~moved)
        ids = list(await session.scalars(behind))
        ids = sorted({*ids, *await _outdated(session)})
    for start in range(0, len(ids), AT_ONCE):
        async with database.write() as session:
            await _refresh(session, ids[start : start + AT_ONCE])
    return len(ids)


async def _outdated(session: AsyncSession) -> list[int]:
    """Sessions whose pack an earlier version of Wellsay made."""
    packed = await session.execute(sa.select(TallyPackRow.session_id, TallyPackRow.contexts))
    return [key for key, contexts in packed if not is_current(contexts)]


def is_current(contexts: Sequence[Sequence[str]]) -> bool:
    """Whether a pack with these contexts is one as they are made now."""
    return not contexts or len(contexts[0]) == CONTEXT


async def _refresh(session: AsyncSession, ids: Sequence[int]) -> None:
    """Sessions are locked against a second refresh (not against new notes), marks are deleted, then notes are read.

    A mark that is deleted was committed before, so its note's change is seen by the reading that comes after it; a mark
    that comes later stays.
    """
    lock = sa.select(SessionRow.id).where(SessionRow.id.in_(ids)).order_by(SessionRow.id)
    locked = list(await session.scalars(lock.with_for_update(key_share=True)))
    await session.execute(sa.delete(TallyDirtyRow).where(TallyDirtyRow.session_id.in_(locked)))
    by_session: dict[int, list[Sequence[Any]]] = {one: [] for one in locked}
    async for rows in batches(session, selected().where(NoteRow.session_id.in_(locked))):
        for row in rows:
            by_session[row[0]].append(row[1:])
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = []
    for session_id, rows in by_session.items():
        notes, contexts = pack(rows)
        made.append({"session_id": session_id, "contexts": contexts, "data": notes.tobytes()})
    if made:
        upsert = insert(TallyPackRow).values(made)
        new = {name: upsert.excluded[name] for name in ("contexts", "data")}
        await session.execute(upsert.on_conflict_do_update(index_elements=["session_id"], set_=new))
