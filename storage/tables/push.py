"""Web Push: browsers that may show that there is news, and the key with which we speak to their push services."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class SubscriptionRow(Base):
    """A browser of a web address. ``sealed`` is its endpoint and keys, encrypted; found by keyed hash.

    ``told_id`` is the newest message of the outbox that it knows of: a later unasked one is news. ``lease_until``: a
    sender is at it; ``due_at``: not before, after a failure.
    """

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    address_id: Mapped[int] = mapped_column(sa.ForeignKey("address.id", ondelete="CASCADE"), index=True)
    lookup: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed: Mapped[bytes]
    told_id: Mapped[int] = mapped_column(BigKey)
    told_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime]
    lease_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]


class VaultRow(Base):
    """A key that was made on the first run and that all hosts share, sealed."""

    __tablename__ = "vault"
    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    sealed: Mapped[bytes]
    created_at: Mapped[dt.datetime]
