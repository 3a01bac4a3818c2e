"""Files that wait to be imported."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, BigKey


class ImportDraftRow(Base):
    """A file that a colleague has sent and looks at before it is stored; kept sealed, for a day at most.

    ``session_id`` is the session that its notes go to; empty: the file says where each belongs. ``state``: ready →
    storing (since ``started_at``; again ready if that fails) → done, then ``import_id`` names what was stored, and
    ``count`` how many notes.
    """

    __tablename__ = "import_draft"
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"))
    sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(sa.String(16), default="ready")
    started_at: Mapped[dt.datetime | None]
    import_id: Mapped[str | None] = mapped_column(sa.String(16))
    count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
