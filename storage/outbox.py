"""The outbox: adding, claiming, and noting what became of each message.

Claiming is one conditional UPDATE, the same on SQLite and PostgreSQL. Of each address only the oldest waiting message
can be claimed, and none while one is on its way, so a person gets messages in the order in which they were said.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from handlers.types import PULL_CHANNELS, Reply
from storage import pace, quoting
from storage.database import Database
from storage.keys import Keyring
from storage.pace import Rate
from storage.tables import AddressRow, ChatPaceRow, LeaseRow, MessageRow, OutboxRow, RecipientRow
from storage.tables.base import UtcTime
from storage.wire import reply_from_json, reply_to_json

REPLY, BROADCAST = 0, 10
"""Priorities: replies to what somebody just wrote go ahead of messages to many."""
ABOUT_NOTES = ("answer", "correction")
"""Kinds of messages to many that make no sense to somebody whose notes are gone."""
SENDER = "sender "
"""Begins the name of the lease that a sender renews as long as it lives; then comes its own name."""

NOW = sa.bindparam("now", type_=UtcTime())
ARRIVED = (
    sa.update(OutboxRow)
    .where(OutboxRow.id == sa.bindparam("key"), OutboxRow.state == "sending")
    .values(state="sent", sent_ref=sa.bindparam("ref"), sent_at=sa.bindparam("at"), lease_until=None, error=None)
)
LATE = (
    sa.update(ChatPaceRow)
    .where(ChatPaceRow.address_id == sa.bindparam("chat"), ChatPaceRow.ready_at < sa.bindparam("ready"))
    .values(ready_at=sa.bindparam("ready"))
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claimed message, ready to be drawn and sent, not before ``at``.

    ``edits`` is the channel's id of the message that it replaces.
    """

    id: int
    channel: str
    address_id: int
    address: str
    language: str
    reply: Reply
    edits: str | None
    attempts: int
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Paces:
    """How fast may be sent: over all, and to one address."""

    overall: Rate
    chat: Callable[[str], Rate]


async def add(
    session: AsyncSession,
    address: AddressRow,
    reply: Reply,
    now: dt.datetime,
    priority: int = REPLY,
    *,
    message_id: int | None = None,
    until: dt.datetime | None = None,
) -> int:
    """Put a reply into the outbox, in the caller's transaction; what it replaces and still waits is dropped.

    ``message_id``: it says this message to many, and is not sent after ``until``.
    """
    pull = address.channel in PULL_CHANNELS
    row = OutboxRow(
        address_id=address.id,
        channel=address.channel,
        message_id=message_id,
        until=until,
        priority=priority,
        payload=reply_to_json(reply),
        slot=reply.slot,
        fresh=reply.fresh,
        state="inbox" if pull else "pending",
        due_at=now,
        created_at=now,
        sent_at=now if pull else None,
    )
    gone = [*reply.replaces, *([reply.slot] if reply.slot else [])]
    if gone:
        dropped = await session.execute(
            sa.update(OutboxRow)
            .where(OutboxRow.address_id == address.id, OutboxRow.slot.in_(gone))
            .where(OutboxRow.state == ("inbox" if pull else "pending"))
            .values(state="superseded")
            .returning(OutboxRow.slot, OutboxRow.fresh, sa.func.coalesce(OutboxRow.place, OutboxRow.id))
        )
        for slot, was_fresh, place in dropped:
            if pull and slot == reply.slot and not reply.fresh:
                row.place = place  # it stands where the one stood that it replaces
            elif not pull and was_fresh:
                row.fresh = True  # it takes the place at the end of the chat that the dropped one would have had
    session.add(row)
    await session.flush()
    return row.id


class Outbox:
    """The pacer's side of the outbox; each call is a transaction of its own."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._arrived: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._late: list[dict[str, Any]] = []
        self._noting: asyncio.Task[None] | None = None

    async def claim(
        self,
        channel: str,
        limit: int,
        now: dt.datetime,
        lease: dt.timedelta,
        *,
        paces: Paces | None = None,
        sender: str | None = None,
    ) -> Sequence[Outgoing]:
        """Take up to ``limit`` messages that are due, first by priority, then by age; leased until ``now + lease``.

        A message whose lease ran out, or whose ``sender`` shows no sign of life, is due again. With ``paces`` each gets
        a place among the messages of all processes, and a chat that had enough for the moment gets none.
        """
        take = TAKE_ON_SQLITE if self._database.is_sqlite else TAKE
        wanted = {"on": channel, "most": limit, "now": now, "leased": now + lease, "claimant": sender}
        async with self._database.write() as session:
            rows = sorted(await session.scalars(take, wanted), key=lambda row: (row.priority, row.due_at, row.id))
            query = sa.select(AddressRow).where(AddressRow.id.in_([row.address_id for row in rows]))
            addresses = {one.id: one for one in await session.scalars(query)} if rows else {}
            claimed = [one for row in rows if (one := await self._opened(session, row, addresses[row.address_id]))]
            return await _paced(session, channel, claimed, now, paces) if paces and claimed else claimed

    async def another_place(self, outgoing: Outgoing, now: dt.datetime, paces: Paces) -> dt.datetime:
        """From when on a further part of a claimed message may be sent."""
        async with self._database.write() as session:
            (at,) = await pace.places(session, outgoing.channel, 1, now, paces.overall)
            (at,) = await pace.take(session, [(outgoing.address_id, at, paces.chat(outgoing.address))])
            return at

    async def close(self, channel: str, until: dt.datetime) -> None:
        """The channel said: nothing more to anybody before ``until``."""
        async with self._database.write() as session:
            await pace.close(session, channel, until)

    async def close_chat(self, address_id: int, until: dt.datetime) -> None:
        """The channel said: nothing more to this address before ``until``."""
        async with self._database.write() as session:
            await pace.close_chat(session, address_id, until)

    async def sent(
        self, message_id: int, ref: str | None, now: dt.datetime, ready: tuple[int, dt.datetime] | None = None
    ) -> None:
        """It arrived; ``ref`` is the channel's id of it. On the disk when this returns; neighbours share a commit.

        ``ready``: it left later than it had its place, so its address gets the next one not before this moment.
        """
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrived.append(({"key": message_id, "ref": ref, "at": now}, noted))
        if ready:
            self._late.append({"chat": ready[0], "ready": ready[1]})
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note())
        await noted

    async def _note(self) -> None:
        """Write down what arrived, all that came together in one transaction, until there is nothing more."""
        while self._arrived:
            batch, self._arrived = self._arrived, []
            late, self._late = self._late, []
            try:
                async with self._database.write() as session:
                    connection = await session.connection()  # not the session, which wants primary keys for many rows
                    await connection.execute(ARRIVED, [values for values, _ in batch])
                    if late:
                        await connection.execute(LATE, late)
            except Exception as error:  # noqa: BLE001 -- each sender is told
                for _, noted in batch:
                    if not noted.done():
                        noted.set_exception(error)
            else:
                for _, noted in batch:
                    if not noted.done():
                        noted.set_result(None)

    async def later(self, message_id: int, due_at: dt.datetime, error: str) -> None:
        """It could not be sent now; try again at ``due_at``."""
        await self._set(message_id, state="pending", due_at=due_at, lease_until=None, error=error)

    async def postpone(self, message_id: int, due_at: dt.datetime) -> None:
        """Its chat has had enough for the moment; this was not an attempt."""
        await self._set(message_id, state="pending", due_at=due_at, lease_until=None, attempts=OutboxRow.attempts - 1)

    async def failed(self, message_id: int, error: str) -> None:
        """It can never be sent."""
        await self._set(message_id, state="failed", lease_until=None, error=error)

    async def left(self, address_id: int, now: dt.datetime) -> None:
        """The person left: nothing more can be sent to this address until they come back."""
        async with self._database.write() as session:
            await session.execute(sa.update(AddressRow).where(AddressRow.id == address_id).values(left_at=now))
            await session.execute(
                sa.update(OutboxRow)
                .where(OutboxRow.address_id == address_id, OutboxRow.state.in_(["pending", "sending"]))
                .values(state="left", lease_until=None)
            )

    async def next_due(self, channel: str, now: dt.datetime) -> dt.datetime | None:
        """When the next message that could be claimed is due, or ``None`` if none waits.

        Messages behind others of their address do not count: they would be due at once and wake the pacer for nothing.
        """
        moment = sa.case((OutboxRow.state == "sending", OutboxRow.lease_until), else_=OutboxRow.due_at)
        moment = sa.case((ChatPaceRow.ready_at > moment, ChatPaceRow.ready_at), else_=moment)
        query = (
            sa.select(sa.func.min(moment))
            .select_from(OutboxRow)
            .outerjoin(ChatPaceRow, ChatPaceRow.address_id == OutboxRow.address_id)
            .where(OutboxRow.channel == channel, OutboxRow.state.in_(["pending", "sending"]), ~_blocked())
            .where(_in_time())
        )
        async with self._database.read() as session:
            due: dt.datetime | None = await session.scalar(query, {"now": now})
            return due

    async def _set(self, message_id: int, **values: object) -> None:
        async with self._database.write() as session:
            await session.execute(
                sa.update(OutboxRow).where(OutboxRow.id == message_id, OutboxRow.state == "sending").values(**values)
            )

    async def _opened(self, session: AsyncSession, row: OutboxRow, address: AddressRow) -> Outgoing | None:
        """The claimed message; one whose address was sealed with a key that is lost fails alone, not its neighbours.

        One to many that was stopped or cancelled while an earlier try was on its way is not sent either; nor an answer
        whose reader has deleted the notes that it is about.
        """
        if row.message_id is not None:
            message = await session.get_one(MessageRow, row.message_id)
            over = "cancelled" if message.state == "cancelled" else "stopped" if address.stopped_at else None
            if over is None and message.kind in ABOUT_NOTES and await _about_nothing(session, row):
                over = "cancelled"
            if over:
                row.state, row.lease_until = over, None
                return None
        try:
            return await self._outgoing(session, row, address)
        except LookupError:
            row.state, row.lease_until, row.error = "failed", None, "sealed with a key that is not known"
            return None

    async def _outgoing(self, session: AsyncSession, row: OutboxRow, address: AddressRow) -> Outgoing:
        edits = None
        if row.slot and not row.fresh:
            edits = await session.scalar(
                sa.select(OutboxRow.sent_ref)
                .where(OutboxRow.address_id == row.address_id, OutboxRow.slot == row.slot)
                .where(OutboxRow.sent_ref.is_not(None))
                .order_by(OutboxRow.sent_at.desc(), OutboxRow.id.desc())
                .limit(1)
            )
        (reply,) = await quoting.as_said(session, [reply_from_json(row.payload)])
        return Outgoing(
            id=row.id,
            channel=row.channel,
            address_id=row.address_id,
            address=self._keyring.open(address.sealed).decode(),
            language=address.language,
            reply=reply,
            edits=edits,
            attempts=row.attempts,
        )


async def _paced(
    session: AsyncSession, channel: str, claimed: Sequence[Outgoing], now: dt.datetime, paces: Paces
) -> list[Outgoing]:
    """Each with its place; its chat waits until it may get the next one."""
    found = await pace.places(session, channel, len(claimed), now, paces.overall)
    taken = [(one.address_id, at, paces.chat(one.address)) for one, at in zip(claimed, found, strict=True)]
    await pace.take(session, taken)
    return [replace(one, at=at) for one, at in zip(claimed, found, strict=True)]


async def _about_nothing(session: AsyncSession, row: OutboxRow) -> bool:
    """Whether an answer, alone and not in a digest, quotes none of its reader's notes any more."""
    inside = sa.select(sa.func.count()).where(RecipientRow.outbox_id == row.id)
    if (await session.scalar(inside) or 0) > 1:
        return False
    before = reply_from_json(row.payload)
    (after,) = await quoting.as_said(session, [before])
    return quoting.has_lost_all(before, after)


def _waits(row: type[OutboxRow] = OutboxRow) -> sa.ColumnElement[bool]:
    """That nobody is sending a row: it waits, or whoever took it is dead."""
    sender = sa.bindparam("claimant", None, type_=sa.String())
    alive = sa.exists().where(LeaseRow.name == SENDER + row.sender, LeaseRow.until > NOW)
    dead = sa.and_(row.sender.is_not(None), row.sender != sa.func.coalesce(sender, ""), ~alive)
    return sa.or_(
        row.state == "pending",
        sa.and_(row.state == "sending", sa.or_(row.lease_until < NOW, dead)),
    )


def _in_time() -> sa.ColumnElement[bool]:
    """That quiet hours have not begun for a row."""
    return sa.or_(OutboxRow.until.is_(None), OutboxRow.until > NOW)


def _take(*, locks: bool) -> sa.UpdateBase:
    """Claiming, made once: putting the statement together takes longer than running it."""
    due = (
        sa.select(OutboxRow.id)
        .outerjoin(ChatPaceRow, ChatPaceRow.address_id == OutboxRow.address_id)
        .where(OutboxRow.channel == sa.bindparam("on"), _waits(), OutboxRow.due_at <= NOW, ~_blocked())
        .where(_in_time(), sa.or_(ChatPaceRow.ready_at.is_(None), ChatPaceRow.ready_at <= NOW))
        .order_by(OutboxRow.priority, OutboxRow.due_at, OutboxRow.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )
    if locks:
        due = due.with_for_update(skip_locked=True, of=OutboxRow)
    return (
        sa.update(OutboxRow)
        .where(OutboxRow.id.in_(due.scalar_subquery()))
        .values(
            state="sending",
            lease_until=sa.bindparam("leased", type_=UtcTime()),
            sender=sa.bindparam("claimant", type_=sa.String()),
            attempts=OutboxRow.attempts + 1,
        )
        .returning(OutboxRow)
        .execution_options(synchronize_session=False)
    )


def _blocked() -> sa.Exists:
    """That a row must wait: one of its address is on its way, or another that waits comes first.

    So of each address one row at most is on its way, whatever its priority; and rows of a dead sender, being rows that
    wait, never hold one another up.
    """
    other = aliased(OutboxRow)
    first = sa.or_(
        other.priority < OutboxRow.priority,
        sa.and_(other.priority == OutboxRow.priority, other.id < OutboxRow.id),
    )
    return sa.exists().where(
        other.address_id == OutboxRow.address_id,
        other.id != OutboxRow.id,
        other.state.in_(["pending", "sending"]),
        sa.or_(first, sa.and_(other.state == "sending", ~_waits(other))),
    )


TAKE, TAKE_ON_SQLITE = _take(locks=True), _take(locks=False)
