"""Reading the audit log."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.staff import Staff
from storage.tables import AuditRow, StaffRow

PAGE = 200
AT_ONCE = 1000
COLUMNS = ("at", "staff", "role", "verb", "kind", "object")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``label`` is what colleagues call the desk, for the screen only."""

    key: int
    at: dt.datetime
    staff: str
    role: str
    label: str
    verb: str
    kind: str
    object_id: str

    def values(self) -> tuple[str, ...]:
        """As in ``COLUMNS``, for a file: ids and verbs."""
        return (self.at.isoformat(), self.staff, self.role, self.verb, self.kind, self.object_id)


async def newest(session: AsyncSession, me: Staff, before: int | None) -> tuple[list[Line], bool]:
    """A page of the town's log, newest first, older than the key ``before``; and whether there is more."""
    query = _lines(me).order_by(AuditRow.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(AuditRow.id < before)
    lines = [_line(row, label) for row, label in await session.execute(query)]
    return lines[:PAGE], len(lines) > PAGE


async def in_parts(session: AsyncSession, me: Staff) -> AsyncIterator[list[Line]]:
    """All of the town's log, oldest first."""
    after = 0
    while True:
        query = _lines(me).where(AuditRow.id > after).order_by(AuditRow.id).limit(AT_ONCE)
        lines = [_line(row, label) for row, label in await session.execute(query)]
        if not lines:
            return
        yield lines
        after = lines[-1].key


def _lines(me: Staff) -> sa.Select[AuditRow, str]:
    """The town's own lines, and those of the command line, which belong to no town."""
    ours = AuditRow.town_id.is_(None) if me.town_id is None else AuditRow.town_id == me.town_id
    command = sa.and_(AuditRow.town_id.is_(None), AuditRow.staff == "command")
    label = sa.func.coalesce(StaffRow.label, "")
    return (
        sa.select(AuditRow, label)
        .outerjoin(StaffRow, StaffRow.public_id == AuditRow.staff)
        .where(sa.or_(ours, command))
    )


def _line(row: AuditRow, label: str) -> Line:
    return Line(row.id, row.at, row.staff, row.role, label, row.verb, row.kind, row.object_id)
