"""Packs: what tallies need to know of a session's notes in one value, so that a million are read at once.

Why: counting people apart in any combination of dimensions takes SQLite five seconds for a million notes, with the best
index; reading packs and counting with numpy takes a fraction of one. A pack is only ever a copy: triggers on ``note``
add a row to ``tally_dirty`` with every change, a session with such a row (or without a pack) is counted from its
notes, and ``refresh`` makes its pack anew. So a tally is exact in every snapshot, whatever happens meanwhile: a change
and its mark become visible together, and ``refresh`` deletes only marks that it saw before it read the notes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.tables import NoteRow, SessionRow, TallyDirtyRow, TallyPackRow

NOTE = np.dtype(
    [
        ("id", "<i8"),
        ("person", "<i8"),  # 0: nobody known
        ("at", "<i8"),  # seconds since 1970, UTC
        ("context", "<u2"),  # place in the pack's list of (language, source, channel)
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
Context = tuple[str, str, str]


def pack_code(code: str | None) -> int:
    """A code as a number that sorts like the nomenclature: "A10" after "A2"; 0 for none."""
    return LETTER * ord(code[0]) + int(code[1:] or 0) if code else 0


def unpack_code(number: int) -> str:
    """The code again."""
    return f"{chr(number // LETTER)}{number % LETTER}"


def pack(rows: Iterable[Sequence[Any]]) -> tuple[Notes, list[Context]]:
    """Rows of ``selected`` as an array, and the contexts that it points to."""
    contexts: dict[Context, int] = {}
    packed = [
        (
            note,
            person or (_writer(writer) if writer else 0),
            at,
            contexts.setdefault((language, source, channel), len(contexts)),
            question,
            pack_code(suggested),
            pack_code(author),
            pack_code(staff),
            starred,
        )
        for note, person, writer, at, language, source, channel, question, suggested, author, staff, starred in rows
    ]
    return np.array(packed, NOTE), list(contexts)


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
    for start in range(0, len(ids), AT_ONCE):
        async with database.write() as session:
            await _refresh(session, ids[start : start + AT_ONCE])
    return len(ids)


async def _refresh(session: AsyncSession, ids: Sequence[int]) -> None:
    """Sessions are locked against a second refresh (not against new notes), then marks are read, then notes."""
    lock = sa.select(SessionRow.id).where(SessionRow.id.in_(ids)).order_by(SessionRow.id)
    locked = list(await session.scalars(lock.with_for_update(key_share=True)))
    marks = list(await session.scalars(sa.select(TallyDirtyRow.id).where(TallyDirtyRow.session_id.in_(locked))))
    by_session: dict[int, list[Sequence[Any]]] = {one: [] for one in locked}
    for session_id, *row in await session.execute(selected().where(NoteRow.session_id.in_(locked))):
        by_session[session_id].append(row)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = []
    for session_id, rows in by_session.items():
        notes, contexts = pack(rows)
        made.append({"session_id": session_id, "contexts": contexts, "data": notes.tobytes()})
    if made:
        upsert = insert(TallyPackRow).values(made)
        new = {name: upsert.excluded[name] for name in ("contexts", "data")}
        await session.execute(upsert.on_conflict_do_update(index_elements=["session_id"], set_=new))
    await session.execute(sa.delete(TallyDirtyRow).where(TallyDirtyRow.id.in_(marks)))
