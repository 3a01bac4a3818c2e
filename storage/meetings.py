"""Leading a session: its steps, each taken once however many facilitators press at once; and who lags behind.

Every change of a session is a conditional UPDATE on its ``version``: whoever saw an older version changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Move, SessionKind
from storage.ids import NewId
from storage.keys import Keyring
from storage.tables import AddressRow, ConversationRow, GroupRow, NoteRow, ParticipationRow, SessionRow

MOVES: tuple[Move, ...] = ("start", "next", "back", "pause", "go_on", "close", "reopen")
LED_FOR = dt.timedelta(days=60)
"""How old a led session may be that is still looked after."""
BATCH = 200
"""How many people are brought to the current question in one go."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who is in a session, as numbers: ``writing`` are those who have not said that they are ready."""

    people: int
    writing: int
    notes: int
    step_notes: int


@dataclass(frozen=True, slots=True)
class Lagging:
    """An address whose person has not seen where a session stands."""

    address_id: int
    person_id: int
    channel: str
    address: str
    language: str


def new_session(
    group: GroupRow,
    kind: SessionKind,
    questions: Sequence[int],
    now: dt.datetime,
    new_id: NewId,
    *,
    led: bool = True,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> SessionRow:
    """A session of a group, for the caller to add: planned if it is led, else running at once."""
    return SessionRow(
        public_id=new_id(),
        group_id=group.id,
        kind=kind,
        state="planned" if led else "running",
        questions=list(questions),
        led=led,
        version=0,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=now,
    )


def possible(row: SessionRow) -> tuple[Move, ...]:
    """What can be done with a session now, the most likely first."""
    if row.state == "closed":
        return ("reopen",)
    if not row.led:
        return ("close",)
    if row.state == "planned":
        return ("start",)
    at = _place(row)
    moves: list[Move] = ["go_on"] if row.state == "paused" else []
    moves.append("next" if at + 1 < len(row.questions) else "close")
    if at > 0:
        moves.append("back")
    if row.state == "running":
        moves.append("pause")
    return tuple(dict.fromkeys((*moves, "close")))


async def move(session: AsyncSession, row: SessionRow, what: Move, version: int) -> bool:
    """Take a step from ``version``; ``False`` if somebody was quicker, or it is not possible now."""
    if row.version != version or what not in possible(row):
        return False
    values = _after(row, what)
    changed = await session.scalar(
        sa.update(SessionRow)
        .where(SessionRow.id == row.id, SessionRow.version == version)
        .values(**values, version=version + 1)
        .returning(SessionRow.id)
        .execution_options(synchronize_session=False)
    )
    await session.refresh(row)
    return changed is not None


def _after(row: SessionRow, what: Move) -> dict[str, Any]:
    at = _place(row)
    match what:
        case "start":
            return {"state": "running", "question": row.questions[0]}
        case "next" | "back":
            to = row.questions[at + (1 if what == "next" else -1)]
            return {"state": "running", "question": to, "timer_until": None}
        case "pause":
            return {"state": "paused", "timer_until": None}
        case "close":
            return {"state": "closed", "timer_until": None}
    return {"state": "running"}


def _place(row: SessionRow) -> int:
    return row.questions.index(row.question) if row.question in row.questions else 0


async def set_timer(session: AsyncSession, row: SessionRow, until: dt.datetime | None) -> None:
    """Show until when people write; nothing happens then."""
    row.timer_until = until
    await session.flush()


async def here(session: AsyncSession, row: SessionRow) -> Here:
    """How many people are in a session, how many of them still write, and how many notes there are."""
    reached = sa.select(AddressRow.person_id).where(AddressRow.left_at.is_(None), AddressRow.person_id.is_not(None))
    ready = sa.func.sum(sa.case((ParticipationRow.ready == row.version, 1), else_=0))
    people, done = (
        await session.execute(
            sa.select(sa.func.count(), ready).where(
                ParticipationRow.session_id == row.id, ParticipationRow.person_id.in_(reached)
            )
        )
    ).one()
    in_step = sa.func.sum(sa.case((NoteRow.question == row.question, 1), else_=0))
    notes, step_notes = (
        await session.execute(
            sa.select(sa.func.count(), in_step).where(NoteRow.session_id == row.id, NoteRow.deleted_at.is_(None))
        )
    ).one()
    writing = people - (done or 0) if row.state == "running" else 0
    return Here(people, writing, notes, step_notes or 0)


async def behind(session: AsyncSession, now: dt.datetime) -> Sequence[tuple[int, str, int]]:
    """Recent led sessions in which somebody who can be reached lags behind: key, public id, version."""
    query = (
        _reachable(sa.select(SessionRow.id, SessionRow.public_id, SessionRow.version))
        .join(SessionRow, SessionRow.id == ParticipationRow.session_id)
        .where(SessionRow.led, SessionRow.created_at > now - LED_FOR, _lags(SessionRow.version))
        .distinct()
    )
    return [(key, public_id, version) for key, public_id, version in await session.execute(query)]


async def lagging(session: AsyncSession, keyring: Keyring, key: int, version: int) -> Sequence[Lagging]:
    """The addresses of people in a session who have not seen ``version``; not of those who left or said stop."""
    query = (
        _reachable(sa.select(AddressRow))
        .where(ParticipationRow.session_id == key, _lags(version))
        .order_by(AddressRow.id)
        .limit(BATCH)
    )
    found = []
    for row in await session.scalars(query):
        try:
            address = keyring.open(row.sealed).decode()
        except LookupError:
            address = ""  # sealed with a key that is lost: the others are not held up
        found.append(Lagging(row.id, row.person_id or 0, row.channel, address, row.language))
    return found


async def caught_up(session: AsyncSession, key: int, version: int, people: Sequence[int]) -> None:
    """These people have seen ``version``."""
    await session.execute(
        sa.update(ParticipationRow)
        .where(ParticipationRow.session_id == key, ParticipationRow.person_id.in_(people), _lags(version))
        .values(shown=version)
    )


def _reachable(query: Any) -> Any:
    """Of participations, those with an address that has a conversation, and whose person neither left nor said stop."""
    return (
        query.select_from(ParticipationRow)
        .join(AddressRow, AddressRow.person_id == ParticipationRow.person_id)
        .join(ConversationRow, ConversationRow.address_id == AddressRow.id)
        .where(AddressRow.left_at.is_(None), AddressRow.stopped_at.is_(None))
    )


def _lags(version: int | sa.orm.InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(ParticipationRow.shown, -1) < version


async def sessions_of(session: AsyncSession, group: GroupRow) -> Sequence[SessionRow]:
    """All sessions of a group, the newest first."""
    query = sa.select(SessionRow).where(SessionRow.group_id == group.id).order_by(SessionRow.id.desc())
    return list(await session.scalars(query))


async def newest_of(session: AsyncSession, group: GroupRow) -> SessionRow | None:
    """The newest session of a group."""
    return next(iter(await sessions_of(session, group)), None)
