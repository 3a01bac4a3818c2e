"""What keeps numbers quick and what was published of them: packs for tallies, targets, frozen snapshots."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class TallyPackRow(Base):
    """What tallies need to know of all notes of a session, packed: see ``storage.packs``. Made anew at any time."""

    __tablename__ = "tally_pack"
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    contexts: Mapped[list[Any]]
    data: Mapped[bytes]


class TallyDirtyRow(Base):
    """A session whose notes changed since its pack was made. Triggers on ``note`` add these rows."""

    __tablename__ = "tally_dirty"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"), index=True)


class TargetRow(Base):
    """Which share (0 to 1) of a consultation's people a town wants to hear from groups with a tag."""

    __tablename__ = "target"
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    share: Mapped[float]


class SnapshotRow(Base):
    """Results as they were published, and stay: ``tables`` holds only what everybody may see.

    See ``storage.snapshots`` for its shape. ``threshold`` is the number of people below which a cell was left out.
    """

    __tablename__ = "snapshot"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    tables: Mapped[list[Any]]
    threshold: Mapped[int]
    coding: Mapped[str] = mapped_column(sa.String(16))
    published_at: Mapped[dt.datetime]
