"""Where answers are given: town, consultation and its questions, group and its tags, session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, BigKey

BLIND_SHARE = 0.05
"""One note in twenty: a thousand notes give fifty blind ones, enough to tell 60 % agreement from 80 %."""


class TownRow(Base):
    """A town that listens. ``timezone`` is an IANA name, ``country`` ISO 3166-1: whose phone numbers people write.

    ``contact``: who answers for people's data, and where they are reached, as the data-protection sheet says it.
    """

    __tablename__ = "town"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    timezone: Mapped[str] = mapped_column(sa.String(64))
    country: Mapped[str] = mapped_column(sa.String(2), default="BE", server_default="BE")
    default_language: Mapped[str] = mapped_column(sa.String(8))
    contact: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    created_at: Mapped[dt.datetime]


class ConsultationRow(Base):
    """One asking of a town. Texts are JSON by language code; ``retention_days`` counts from ``ends_at``.

    ``kind``: standard, short (one meeting) or children. ``purpose`` holds three texts: "who" takes part, who "chose"
    the questions, what it is "part" of. ``budget``: what the actions that people propose may cost, in words.

    ``blind_share`` (0 to 1) of the notes are coded by their author without a suggestion; ``learning``: this
    consultation's codings teach the suggestions, and what was learnt in the town moves those shown here. Nothing
    unasked is sent from ``quiet_from`` until ``quiet_until`` (the town's local time) nor on ``quiet_days`` (1 Monday to
    7 Sunday). ``follow_up_days`` after a first meeting the group is asked question 4; empty: not by itself.
    ``retired_at``: when the retention time was over and its addresses were deleted.
    """

    __tablename__ = "consultation"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16), default="standard")
    title: Mapped[str] = mapped_column(sa.String(200))
    languages: Mapped[list[Any]]
    who_asks: Mapped[dict[str, Any]]
    purpose: Mapped[dict[str, Any]] = mapped_column(default=dict)
    influence: Mapped[dict[str, Any]]
    budget: Mapped[str | None] = mapped_column(sa.String(80))
    results_on: Mapped[dt.date | None]
    answer_by: Mapped[dt.date | None]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime | None]
    quiet_from: Mapped[dt.time]
    quiet_until: Mapped[dt.time]
    quiet_days: Mapped[list[Any]] = mapped_column(default=lambda: [7])
    follow_up_days: Mapped[int | None]
    retention_days: Mapped[int]
    voice_days: Mapped[int]
    demo: Mapped[bool] = mapped_column(default=False)
    blind_share: Mapped[float] = mapped_column(default=BLIND_SHARE)
    learning: Mapped[bool] = mapped_column(default=True)
    retired_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]

    town: Mapped[TownRow] = relationship(lazy="joined")


class DeletionRow(Base):
    """That an admin asked to delete a consultation; it takes another one to do it."""

    __tablename__ = "deletion"
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[dt.datetime]


class HelpLineRow(Base):
    """Where people in danger find help, in the consultation's own words; without a row: the European numbers."""

    __tablename__ = "help_line"
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), primary_key=True)
    language: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text())


class QuestionRow(Base):
    """A question that a consultation words in its own way; without a row, the method's own wording is asked."""

    __tablename__ = "question"
    __table_args__ = (sa.UniqueConstraint("consultation_id", "number"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    number: Mapped[int]
    text: Mapped[dict[str, Any]]


class GroupRow(Base):
    """A group of people who are asked together; its ``join_code`` leads to its current session.

    ``kind``: meeting, open (everybody when they like), class (children at school) or mixed (people of all groups).

    ``chat_id`` is the address of the group's own Telegram chat, where it has one.
    """

    __tablename__ = "group"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(32))
    join_code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    join_until: Mapped[dt.datetime | None]
    shared_device: Mapped[bool] = mapped_column(default=False)
    chat_id: Mapped[int | None] = mapped_column(sa.ForeignKey("address.id"))
    created_at: Mapped[dt.datetime]

    consultation: Mapped[ConsultationRow] = relationship(lazy="joined")


class GroupTagRow(Base):
    """A tag of a group: youth, women, newcomers, or the town's own word."""

    __tablename__ = "group_tag"
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("group.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class SessionRow(Base):
    """A meeting, or an open session without one. ``questions`` lists its steps in order (``handlers.types.Step``).

    ``led``: the facilitator paces it: everybody is at ``question`` (a number of ``questions``; empty before the first);
    else each person goes through the questions alone. ``version`` grows with every step, so that two facilitators who
    press "next" at once make one step. ``timer_until`` is shown, nothing happens then. The wall: ``wall_frozen_at``
    shows nothing newer, ``wall_counts`` only numbers, ``wall_moderated`` only notes that were let through.
    """

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("group.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    state: Mapped[str] = mapped_column(sa.String(16))
    questions: Mapped[list[Any]]
    led: Mapped[bool] = mapped_column(default=False)
    question: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=0)
    timer_until: Mapped[dt.datetime | None]
    starts_at: Mapped[dt.datetime | None]
    ends_at: Mapped[dt.datetime | None]
    wall_frozen_at: Mapped[dt.datetime | None]
    wall_counts: Mapped[bool] = mapped_column(default=False)
    wall_moderated: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]

    group: Mapped[GroupRow] = relationship(lazy="joined")
