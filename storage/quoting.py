"""Lines that quote a note: said only as long as the note may be quoted, wherever the message waits.

A message with the argument ``own_note`` (a public id) quotes a note to its author: as long as they have not deleted it.
One with ``wall_note`` quotes it to others: as long as it may stand on the wall, worded as it was when it was approved.
Its words are not in the message, so whoever erases a note has erased it everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Message, Reply
from storage.tables import NoteRow, SessionRow
from storage.wall import may_be_shown

OWN, WALL, MARK = "own_note", "wall_note", "mark"
LONGEST = 100
"""So much of somebody else's note is quoted, in characters."""


def mark_of(text: str) -> str:
    """Tells a changed text from the one that was approved, and next to nothing else: it has 65 536 values."""
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def to_others(message_id: str, note_id: str, text: str) -> Message:
    """A line that quotes a note to others; ``text`` is its safe text, as whoever approves it reads it."""
    return Message(message_id, {WALL: note_id, MARK: mark_of(text)})


async def as_said(session: AsyncSession, replies: Sequence[Reply]) -> list[Reply]:
    """The replies as they are said now: other people's notes filled in, lines left out whose note is gone."""
    own = await _own(session, _ids(replies, OWN))
    others = await _others(session, _ids(replies, WALL))
    return [replace(one, body=tuple(_lines(one.body, own, others))) for one in replies]


def has_lost_all(before: Reply, after: Reply) -> bool:
    """Whether a reply about the reader's own notes has none of them left."""
    return bool(_ids([before], OWN)) and not _ids([after], OWN)


def short(text: str) -> str:
    """A note's words on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _lines(body: Iterable[Message], own: set[str], others: Mapping[str, str]) -> Iterable[Message]:
    for one in body:
        if WALL in one.args:
            text = others.get(str(one.args[WALL]))
            if text is not None and mark_of(text) == one.args.get(MARK):
                yield Message(one.id, {"text": short(text), **one.args})
        elif OWN not in one.args or str(one.args[OWN]) in own:
            yield one


def _ids(replies: Sequence[Reply], name: str) -> set[str]:
    return {str(line.args[name]) for reply in replies for line in reply.body if name in line.args}


async def _own(session: AsyncSession, ids: set[str]) -> set[str]:
    if not ids:
        return set()
    query = sa.select(NoteRow.public_id).where(NoteRow.public_id.in_(ids), NoteRow.deleted_at.is_(None))
    return set(await session.scalars(query))


async def _others(session: AsyncSession, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    query = (
        sa.select(NoteRow.public_id, sa.func.coalesce(NoteRow.safe_text, ""))
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.public_id.in_(ids), *may_be_shown())
    )
    return {public_id: text for public_id, text in await session.execute(query)}  # noqa: C416 -- rows, not tuples
