"""What people said: notes, every coding that a note ever got, and voice recordings until they are typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from storage.folding import fold
from storage.tables.base import Base, BigKey

DELETED = sa.text("deleted_at IS NOT NULL")
"""Only deleted notes are looked for by time; an index over all of them would tempt SQLite to read every other note."""


def _words(context: DefaultExecutionContext) -> str | None:
    """For rows that are inserted without an object."""
    text = context.get_current_parameters().get("safe_text")  # type: ignore[no-untyped-call]
    return None if text is None else fold(text)


class NoteRow(Base):
    """One idea of one person.

    ``suggested_code``, ``author_code`` and ``facilitator_code`` repeat the latest row of ``coding`` by each, so that a
    tally reads one table. ``suggestions`` holds, best first, [code, probability, probability by the suggester alone
    where the town's codings moved it, else null]. ``blind``: its author codes it without seeing a suggestion. ``ref``
    is the channel's id of the message it came in. ``person_id`` is empty once the author asked to be forgotten, and for
    paper notes.

    ``safe_text`` is what others may see of ``text``; while it is NULL, the note is shown to nobody. ``review`` is
    "name" while a facilitator must look first whether the note names somebody. ``hidden_at``: a facilitator took it off
    the wall; ``passed_at``: she let it onto a wall that is moderated. ``secondary_code``: the one other place where it
    belongs, as a facilitator sees it.

    ``words`` is ``safe_text`` folded, for searching. ``status`` and ``answer_id`` repeat the latest step of the note's
    road (``note_status``). ``about_id``: its author says more about that earlier note. ``writer``: a keyed hash of the
    pseudonym that a file gives the writer of a paper note, so that people can be counted. ``wall_at``: when the note,
    as it is worded now, came onto the wall; ``wall_family``: the family under which a small group saw it come
    (``storage/wall_release.py``).
    """

    __tablename__ = "note"
    __table_args__ = (
        sa.Index("ix_note_person_ref", "person_id", "ref"),
        sa.Index("ix_note_deleted_at", "deleted_at", sqlite_where=DELETED, postgresql_where=DELETED),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    number: Mapped[int]
    question: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text())
    safe_text: Mapped[str | None] = mapped_column(sa.Text())
    review: Mapped[str | None] = mapped_column(sa.String(16))
    language: Mapped[str] = mapped_column(sa.String(8))
    source: Mapped[str] = mapped_column(sa.String(16))
    channel: Mapped[str] = mapped_column(sa.String(16))
    ref: Mapped[str | None] = mapped_column(sa.String(64))
    on_wall: Mapped[bool] = mapped_column(default=True)
    starred: Mapped[bool] = mapped_column(default=False)
    blind: Mapped[bool] = mapped_column(default=False)
    suggestions: Mapped[list[Any]]
    suggested_code: Mapped[str | None] = mapped_column(sa.String(4))
    author_code: Mapped[str | None] = mapped_column(sa.String(4))
    facilitator_code: Mapped[str | None] = mapped_column(sa.String(4))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]
    deleted_at: Mapped[dt.datetime | None]
    secondary_code: Mapped[str | None] = mapped_column(sa.String(4))
    hidden_at: Mapped[dt.datetime | None]
    passed_at: Mapped[dt.datetime | None]
    wall_at: Mapped[dt.datetime | None]
    wall_family: Mapped[str | None] = mapped_column(sa.String(1))
    writer: Mapped[str | None] = mapped_column(sa.String(64))
    words: Mapped[str | None] = mapped_column(sa.Text(), default=_words)
    status: Mapped[str] = mapped_column(sa.String(16), default="received", server_default="received", index=True)
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(sa.ForeignKey("note.id"), index=True)


@sa.event.listens_for(NoteRow.safe_text, "set")
def _fold_words(row: NoteRow, text: str | None, *_: object) -> None:
    row.words = None if text is None else fold(text)


class CodingRow(Base):
    """One coding of a note, never overwritten: ``code`` empty means that an earlier confirmation was taken back.

    ``staff_id`` tells two facilitators apart.
    """

    __tablename__ = "coding"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    note_id: Mapped[int] = mapped_column(sa.ForeignKey("note.id"), index=True)
    code: Mapped[str | None] = mapped_column(sa.String(4))
    rank: Mapped[str] = mapped_column(sa.String(16))
    by: Mapped[str] = mapped_column(sa.String(16))
    model_version: Mapped[str | None] = mapped_column(sa.String(64))
    probability: Mapped[float | None]
    at: Mapped[dt.datetime]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


class VoiceRow(Base):
    """A spoken note's sound, encrypted, until ``delete_at``."""

    __tablename__ = "voice"
    note_id: Mapped[int] = mapped_column(sa.ForeignKey("note.id"), primary_key=True)
    sealed: Mapped[bytes]
    mime: Mapped[str] = mapped_column(sa.String(64))
    seconds: Mapped[int]
    delete_at: Mapped[dt.datetime] = mapped_column(index=True)


class VoteRow(Base):
    """One of a person's votes in a step of a session, for a note (its public id) or a topic (its code)."""

    __tablename__ = "vote"
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    at: Mapped[dt.datetime]
