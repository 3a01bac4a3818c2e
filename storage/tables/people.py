"""Who answers, as little as can be: a pseudonym, sealed addresses, consents, and where the conversation stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class PersonRow(Base):
    """Somebody who takes part. No name, ever."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    created_at: Mapped[dt.datetime]


class AddressRow(Base):
    """Where a person can be written to on one channel: found by keyed hash, kept encrypted.

    Without a person (before consent) it is deleted at ``expires_at``, 24 hours after it was last heard of, at most.
    """

    __tablename__ = "address"
    __table_args__ = (sa.UniqueConstraint("channel", "lookup"),)
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(16))
    lookup: Mapped[str] = mapped_column(sa.String(64))
    sealed: Mapped[bytes]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(8))
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None] = mapped_column(index=True)
    left_at: Mapped[dt.datetime | None]
    stopped_at: Mapped[dt.datetime | None]


class ConversationRow(Base):
    """Where the conversation with an address stands; ``state`` is what ``handlers.state`` reads and writes."""

    __tablename__ = "conversation"
    address_id: Mapped[int] = mapped_column(sa.ForeignKey("address.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[dt.datetime]


class ConsentRow(Base):
    """That a person agreed to take part, to exactly these words, in this language, then."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    wording: Mapped[str] = mapped_column(sa.Text())
    language: Mapped[str] = mapped_column(sa.String(8))
    at: Mapped[dt.datetime]


class ParticipationRow(Base):
    """A person in a session, and when they came to the end of its questions.

    ``shown`` is the version of a led session that they saw last: who lags behind is shown where the session stands.
    ``ready`` is the version in which they said that they have no more ideas.
    """

    __tablename__ = "participation"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id"), primary_key=True, index=True)
    joined_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    shown: Mapped[int | None]
    ready: Mapped[int | None]


class TombstoneRow(Base):
    """Who was erased: only the id, so that a restored backup forgets again. ``kind``: a person, or a consultation."""

    __tablename__ = "tombstone"
    person_public_id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16), default="person", server_default="person")
    keep_notes: Mapped[bool]
    at: Mapped[dt.datetime]
