"""Who works with the answers: staff, the links that invited them, their open sessions, and the audit log."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class StaffRow(Base):
    """Somebody who works for a town in one role. ``label`` is what colleagues call the desk: "library", never needed.

    ``town_id`` is empty until there is a town: the first of all makes it. ``address_id`` is the chat from which they
    may also work. After ``revoked_at`` nothing opens any more.
    """

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    language: Mapped[str | None] = mapped_column(sa.String(8))
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    address_id: Mapped[int | None] = mapped_column(sa.ForeignKey("address.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class DepartmentRow(Base):
    """A department of the town hall, to which notes can be referred; reminded every ``remind_days`` of what waits."""

    __tablename__ = "department"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    town_id: Mapped[int] = mapped_column(sa.ForeignKey("town.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    remind_days: Mapped[int] = mapped_column(default=14)
    created_at: Mapped[dt.datetime]


class InviteRow(Base):
    """A one-time link: whoever opens it first gets the role. Only a hash of its token is kept."""

    __tablename__ = "invite"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    town_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"))
    role: Mapped[str] = mapped_column(sa.String(16))
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    department_id: Mapped[int | None] = mapped_column(sa.ForeignKey("department.id"))
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class StaffSessionRow(Base):
    """A browser in which somebody of the staff is at work: a hash of its cookie. Ends at ``expires_at``, or at once."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)


class StaffGroupRow(Base):
    """That a facilitator looks after a group. She sees no other."""

    __tablename__ = "staff_group"
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("group.id", ondelete="CASCADE"), primary_key=True, index=True)


class AuditRow(Base):
    """Who did or saw what: ids and verbs only. Rows are only ever added."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    town_id: Mapped[int | None] = mapped_column(sa.ForeignKey("town.id"), index=True)
    staff: Mapped[str] = mapped_column(sa.String(16))
    role: Mapped[str] = mapped_column(sa.String(16))
    verb: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(24), default="")
    object_id: Mapped[str] = mapped_column(sa.String(32), default="")
