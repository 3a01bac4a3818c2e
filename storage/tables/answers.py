"""What became of notes: answers of the town, the road of each note, and what waits at a department."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class AnswerRow(Base):
    """One answer to one or many notes. ``texts`` and ``reasons`` are by language; ``state``: draft → sent.

    ``corrects_id`` is the answer that this one puts right; both stay. ``theme`` is the search that found the notes, as
    ``storage.search.Theme`` writes it; with ``standing``, new notes that it finds get the answer too, those with a
    key above ``seen_note``.
    """

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    status: Mapped[str] = mapped_column(sa.String(16))
    texts: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"))
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    theme: Mapped[dict[str, Any]]
    standing: Mapped[bool] = mapped_column(default=False)
    seen_note: Mapped[int] = mapped_column(BigKey, default=0)
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]


class AnswerNoteRow(Base):
    """That an answer is, or will be, for a note."""

    __tablename__ = "answer_note"
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    note_id: Mapped[int] = mapped_column(sa.ForeignKey("note.id", ondelete="CASCADE"), primary_key=True, index=True)


class AnswerMessageRow(Base):
    """A message that told people of an answer: the first one, and one more each time new notes got it."""

    __tablename__ = "answer_message"
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)


class StatusRow(Base):
    """One step on a note's road, never overwritten; the latest status is repeated on the note."""

    __tablename__ = "note_status"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    note_id: Mapped[int] = mapped_column(sa.ForeignKey("note.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(sa.String(16))
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer.id"))
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[dt.datetime]


class ReferralRow(Base):
    """That an answer's notes were referred to a department, whose officers hear of it again at ``remind_at``.

    ``done_at``: none of the notes waits there any more.
    """

    __tablename__ = "referral"
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    department_id: Mapped[int] = mapped_column(sa.ForeignKey("department.id"), index=True)
    at: Mapped[dt.datetime]
    remind_at: Mapped[dt.datetime] = mapped_column(index=True)
    reminders: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[dt.datetime | None]
