"""Who may work with the answers: invitations, open browsers, groups, and the log of what was done."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage import roles
from storage.ids import NewId
from storage.tables import (
    AuditRow,
    ConsultationRow,
    GroupRow,
    InviteRow,
    SessionRow,
    StaffGroupRow,
    StaffRow,
    StaffSessionRow,
    TownRow,
)

Role = roles.Role
ROLES = roles.ROLES
INVITE_DAYS, SESSION_DAYS = 7, 14
logged: ContextVar[bool] = ContextVar("logged", default=False)
"""Whether something was added to the log by whoever is being answered; the console adds a line where not."""
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody at work: ``key`` and the other numbers are database keys, ``id`` is what people may see."""

    key: int
    id: str
    role: Role
    town_id: int | None
    department_id: int | None
    language: str | None


def hashed(token: str) -> str:
    """What is kept of a secret link or cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


async def invite(
    session: AsyncSession,
    role: Role,
    now: dt.datetime,
    *,
    town_id: int | None = None,
    label: str = "",
    department_id: int | None = None,
    staff_id: int | None = None,
) -> str:
    """A new one-time token, good for ``INVITE_DAYS``; with ``staff_id`` it opens another device of the same person."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        InviteRow(
            token_hash=hashed(token),
            role=role,
            town_id=town_id,
            label=label,
            department_id=department_id,
            staff_id=staff_id,
            created_at=now,
            expires_at=now + dt.timedelta(days=INVITE_DAYS),
        )
    )
    await session.flush()
    return token


async def accept(session: AsyncSession, token: str, now: dt.datetime, new_id: NewId) -> Staff | None:
    """Use an invitation up and return whom it made; ``None`` if it is unknown, used or too old."""
    used = (
        sa.update(InviteRow)
        .where(InviteRow.token_hash == hashed(token), InviteRow.used_at.is_(None), InviteRow.expires_at > now)
        .values(used_at=now)
        .returning(InviteRow.id)
    )
    key = await session.scalar(used)
    if key is None:
        return None
    invitation = await session.get_one(InviteRow, key)
    if invitation.staff_id is not None:
        row = await session.get_one(StaffRow, invitation.staff_id)
        return None if row.revoked_at else _staff(row)
    row = StaffRow(
        public_id=new_id(),
        town_id=invitation.town_id,
        role=invitation.role,
        label=invitation.label,
        department_id=invitation.department_id,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    staff = _staff(row)
    audited(session, staff, "joined", now)
    return staff


async def open_session(session: AsyncSession, staff: Staff, now: dt.datetime) -> str:
    """Open a browser for somebody; returns the cookie's secret."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = now + dt.timedelta(days=SESSION_DAYS)
    session.add(StaffSessionRow(token_hash=hashed(token), staff_id=staff.key, created_at=now, expires_at=until))
    await session.flush()
    return token


async def at_work(session: AsyncSession, token: str, now: dt.datetime) -> Staff | None:
    """Whose browser it is; ``None`` if it was closed, is too old, or its owner may no longer work here."""
    query = (
        sa.select(StaffRow)
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .where(StaffSessionRow.token_hash == hashed(token), StaffSessionRow.expires_at > now)
        .where(StaffRow.revoked_at.is_(None))
    )
    row = await session.scalar(query)
    return None if row is None else _staff(row)


async def by_address(session: AsyncSession, address_id: int) -> Staff | None:
    """Who works from a chat."""
    query = sa.select(StaffRow).where(StaffRow.address_id == address_id, StaffRow.revoked_at.is_(None))
    row = (await session.scalars(query.order_by(StaffRow.id.desc()).limit(1))).first()
    return None if row is None else _staff(row)


async def close_session(session: AsyncSession, token: str) -> None:
    """Close a browser."""
    await session.execute(sa.delete(StaffSessionRow).where(StaffSessionRow.token_hash == hashed(token)))


async def revoke(session: AsyncSession, staff: StaffRow, now: dt.datetime) -> None:
    """From now on nothing opens for them: browsers are closed, the chat is let go, their links are void."""
    staff.revoked_at, staff.address_id = now, None
    await session.execute(sa.delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff.id))
    await session.execute(sa.delete(InviteRow).where(InviteRow.staff_id == staff.id, InviteRow.used_at.is_(None)))


async def town_keys(session: AsyncSession) -> dict[str, int]:
    """The towns by name, with their keys."""
    return {name: key for key, name in await session.execute(sa.select(TownRow.id, TownRow.name).order_by(TownRow.id))}


async def colleagues(session: AsyncSession, me: Staff) -> list[StaffRow]:
    """Everybody who works or worked for the same town, oldest first."""
    return list(await session.scalars(sa.select(StaffRow).where(StaffRow.town_id == me.town_id).order_by(StaffRow.id)))


async def colleague(session: AsyncSession, me: Staff, staff_id: str) -> StaffRow | None:
    """A colleague by public id."""
    return await session.scalar(
        sa.select(StaffRow).where(StaffRow.town_id == me.town_id, StaffRow.public_id == staff_id)
    )


async def group_for(session: AsyncSession, me: Staff, group_id: str) -> GroupRow | None:
    """A group by its public id, if it is of this person's town and, for a facilitator, hers."""
    return await session.scalar(groups_query(me).where(GroupRow.public_id == group_id))


async def groups_for(session: AsyncSession, me: Staff) -> list[GroupRow]:
    """All groups that somebody may work with, newest first."""
    return list(await session.scalars(groups_query(me).order_by(GroupRow.id.desc())))


async def session_for(session: AsyncSession, me: Staff, session_id: str) -> SessionRow | None:
    """A session by its public id, if its group is one that they may work with."""
    allowed = groups_query(me).with_only_columns(GroupRow.id).scalar_subquery()
    return await session.scalar(
        sa.select(SessionRow).where(SessionRow.public_id == session_id, SessionRow.group_id.in_(allowed))
    )


def audited(
    session: AsyncSession, me: Staff | None, verb: str, now: dt.datetime, kind: str = "", object_id: str = ""
) -> None:
    """Add to the log: who did what to which thing; ids and verbs, never content. ``me`` empty: the command line."""
    logged.set(True)
    session.add(
        AuditRow(
            at=now,
            town_id=me.town_id if me else None,
            staff=me.id if me else "command",
            role=me.role if me else "",
            verb=verb,
            kind=kind,
            object_id=object_id,
        )
    )


def groups_query(me: Staff) -> sa.Select[GroupRow]:
    """The groups that somebody may work with: their town's; a facilitator's only where she looks after them."""
    query = (
        sa.select(GroupRow)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(ConsultationRow.town_id == me.town_id)
    )
    if me.role == "facilitator":
        mine = sa.select(StaffGroupRow.group_id).where(StaffGroupRow.staff_id == me.key)
        query = query.where(GroupRow.id.in_(mine))
    return query


def _staff(row: StaffRow) -> Staff:
    return Staff(row.id, row.public_id, cast("Role", row.role), row.town_id, row.department_id, row.language)
