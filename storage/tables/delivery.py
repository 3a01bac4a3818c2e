"""What came in, so that nothing is worked on twice; what goes out, so that nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class InboundRow(Base):
    """That an inbound was worked on. Kept for a week: no channel repeats itself later than that."""

    __tablename__ = "inbound"
    channel: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    external_id: Mapped[str] = mapped_column(sa.String(96), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)


class LeaseRow(Base):
    """Who does a work that only one process may do at a time, such as asking Telegram for updates, and until when."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(sa.String(32))
    until: Mapped[dt.datetime]


class MessageRow(Base):
    """One thing that is said to many, unasked: a broadcast, an invitation, results, an answer to notes.

    ``kind`` names what it is, ``texts`` what somebody wrote, by language; ``args`` is the reply that everybody gets, in
    which those texts have their place. ``audience`` says who: people (listed), session, unfinished (those of the
    session who did not come to its end), group, consultation. ``state``: planned → sending → done, or cancelled. After
    ``expires_at`` nobody is told any more. ``exempt``: quiet hours and the weekly limit do not apply.
    """

    __tablename__ = "message"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("consultation.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("group.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("session.id"))
    kind: Mapped[str] = mapped_column(sa.String(24))
    audience: Mapped[str] = mapped_column(sa.String(16))
    texts: Mapped[dict[str, Any]]
    args: Mapped[dict[str, Any]]
    exempt: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime] = mapped_column(index=True)
    expires_at: Mapped[dt.datetime | None]
    done_at: Mapped[dt.datetime | None]


class RecipientRow(Base):
    """Somebody whom a message is for. ``payload``: the reply that only they get, where it is not everybody's.

    ``state``: new (from ``due_at`` on) → queued, and then ``outbox_id`` tells the rest; or it ends as stopped,
    unreachable, dropped (too late, or no longer needed) or cancelled. Several messages may share one row of the outbox:
    a digest. ``queued_at`` counts for the weekly limit. ``outcome`` keeps the outbox row's end when that is deleted.
    """

    __tablename__ = "recipient"
    __table_args__ = (sa.Index("ix_recipient_state_due", "state", "due_at"),)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(sa.String(16), default="new")
    due_at: Mapped[dt.datetime]
    queued_at: Mapped[dt.datetime | None]
    outbox_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[str | None] = mapped_column(sa.String(16))


class PaceRow(Base):
    """When the next message of a channel may be sent, over all processes: ``ready_at`` (see ``storage.pace``)."""

    __tablename__ = "pace"
    channel: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    ready_at: Mapped[dt.datetime]


class ChatPaceRow(Base):
    """When the next message may be sent to an address.

    Without a foreign key: the turn of whoever writes from this address locks it, and must not wait for the pacer.
    """

    __tablename__ = "chat_pace"
    address_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    ready_at: Mapped[dt.datetime] = mapped_column(index=True)


class OutboxRow(Base):
    """One message to one address, committed with the turn that caused it; it becomes text when it is shown.

    ``state``: pending → sending (leased until ``lease_until``) → sent, failed or left; superseded: a newer message took
    its slot; inbox: the channel fetches it itself. ``place`` orders a fetched conversation: a message that replaces
    another stands where that one stood; empty: at its own id. ``sent_ref`` is the channel's id of what was sent, for
    later edits in place. An unasked message (``message_id``) may be sent before ``until``: then quiet hours begin.
    ``sender`` is the process that it is leased to.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_due", "state", "due_at"),
        sa.Index("ix_outbox_address_state", "address_id", "state"),
        sa.Index("ix_outbox_address_slot", "address_id", "slot"),
        sa.Index("uq_outbox_message_address", "message_id", "address_id", unique=True),
        {"sqlite_autoincrement": True},  # pages remember the last id that they saw, so no id may come twice
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    address_id: Mapped[int] = mapped_column(sa.ForeignKey("address.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(sa.String(16))
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"))
    priority: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Any]]
    slot: Mapped[str | None] = mapped_column(sa.String(64))
    fresh: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int | None] = mapped_column(BigKey)
    state: Mapped[str] = mapped_column(sa.String(16))
    due_at: Mapped[dt.datetime]
    until: Mapped[dt.datetime | None]
    lease_until: Mapped[dt.datetime | None]
    sender: Mapped[str | None] = mapped_column(sa.String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    sent_ref: Mapped[str | None] = mapped_column(sa.String(64))
    sent_at: Mapped[dt.datetime | None]
    error: Mapped[str | None] = mapped_column(sa.String(200))
    created_at: Mapped[dt.datetime]
