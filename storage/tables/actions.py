"""Pilot actions: what the town does about what people wrote, step by step, and who follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class ActionRow(Base):
    """A pilot action. ``titles`` and ``descriptions`` are by language, ``partners`` one a line, as written.

    ``level`` and ``aimed`` (1 to 7, the scale of citizen engagement) repeat the latest row of ``level``. ``shown``: the
    public may see it.
    """

    __tablename__ = "action"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    titles: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]]
    partners: Mapped[str] = mapped_column(sa.Text())
    level: Mapped[int | None]
    aimed: Mapped[int | None]
    shown: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]
    changed_at: Mapped[dt.datetime]


class ActionNoteRow(Base):
    """That an action goes back to a note; its author hears of each milestone."""

    __tablename__ = "action_note"
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id", ondelete="CASCADE"), primary_key=True)
    note_id: Mapped[int] = mapped_column(sa.ForeignKey("note.id", ondelete="CASCADE"), primary_key=True, index=True)


class ActionCodeRow(Base):
    """That an action is about a component or family."""

    __tablename__ = "action_code"
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(4), primary_key=True)


class LevelRow(Base):
    """Where something stood on the 7-point scale, never overwritten.

    ``subject`` is action, support_group (the local support group) or town; ``action_id`` is set for an action only.
    """

    __tablename__ = "level"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(16))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id", ondelete="CASCADE"), index=True)
    level: Mapped[int | None]
    aimed: Mapped[int | None]
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[dt.datetime]


class MilestoneRow(Base):
    """A step of an action, with what is said of it by language; ``message_id`` tells people, once it is announced."""

    __tablename__ = "milestone"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id", ondelete="CASCADE"), index=True)
    texts: Mapped[dict[str, Any]]
    day: Mapped[dt.date]
    created_at: Mapped[dt.datetime]
    announced_at: Mapped[dt.datetime | None]
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"))


class FollowRow(Base):
    """That a person follows an action, to which words they agreed; ``following`` off: they want to hear no more of it.

    Off also counts for somebody who wrote about it.
    """

    __tablename__ = "follow"
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    following: Mapped[bool] = mapped_column(default=True)
    wording: Mapped[str] = mapped_column(sa.Text())
    language: Mapped[str] = mapped_column(sa.String(8))
    at: Mapped[dt.datetime]
