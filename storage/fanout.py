"""Sending messages to many: from a planned message to rows in the outbox, a few people in each transaction.

Whatever stops half-way goes on where it stopped: who is still "new" has no row in the outbox, and the row comes in the
same transaction in which they cease to be new. Two processes may do this at the same time: each locks the people it
works on.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import InLanguages, Message, Reply
from storage import audience, outbox, quoting
from storage.audience import Reach
from storage.messages import OWN_TEXT, take_back
from storage.tables import (
    ConsultationRow,
    MessageRow,
    OutboxRow,
    ParticipationRow,
    PersonRow,
    RecipientRow,
    SessionRow,
    TownRow,
)
from storage.tables.base import UtcTime
from storage.wire import reply_from_json

MOST, WEEK = 2, dt.timedelta(days=7)
"""So many unasked messages a person gets in a week; see docs/delivery.md."""
INVITING = ("second", "third", "question4", "reminder")
"""Kinds that lead into a session: of no use when that is closed."""
REMINDER = "reminder"
LOST = ("failed", "left", "superseded", "stopped", "cancelled")
"""States of the outbox in which nobody got anything."""

MakeDigest = Callable[[Sequence[Reply]], Reply]


@dataclass(frozen=True, slots=True)
class Going:
    """A message that goes out now, with what decides about its hours."""

    key: int
    town: int
    timezone: str
    quiet: tuple[dt.time, dt.time, Sequence[int]] | None
    exempt: bool


@dataclass(frozen=True, slots=True)
class Queued:
    """What one step did: how many people were settled, and on which channels there is something new."""

    people: int
    channels: frozenset[str]


async def anything(session: AsyncSession, now: dt.datetime) -> bool:
    """Whether a message goes out, or should begin to."""
    due = sa.and_(MessageRow.state == "planned", MessageRow.due_at <= now)
    query = sa.select(MessageRow.id).where(sa.or_(due, MessageRow.state == "sending")).limit(1)
    return (await session.scalar(query)) is not None


async def start_due(session: AsyncSession, now: dt.datetime) -> int:
    """Messages whose time has come begin to go out: now it is settled who gets them. Returns how many began."""
    query = sa.select(MessageRow).where(MessageRow.state == "planned", MessageRow.due_at <= now)
    rows = list(await session.scalars(query.order_by(MessageRow.due_at).limit(20).with_for_update(skip_locked=True)))
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(RecipientRow)
    for row in rows:
        row.state = "sending"
        listed = sa.exists().where(RecipientRow.message_id == row.id)
        if row.audience == "people" or await session.scalar(sa.select(listed)):
            continue
        who = audience.of(row).subquery()
        values = (sa.literal(row.id), who.c.person_id, sa.literal("new"), sa.literal(now, UtcTime()))
        columns = ["message_id", "person_id", "state", "due_at"]
        found = sa.select(*values).where(sa.true())  # without a condition SQLite misreads what follows
        await session.execute(insert.from_select(columns, found).on_conflict_do_nothing())
    return len(rows)


async def going(session: AsyncSession) -> Sequence[Going]:
    """All messages that go out now, the oldest first."""
    query = (
        sa.select(MessageRow, TownRow.timezone, ConsultationRow)
        .join(TownRow, TownRow.id == MessageRow.town_id)
        .outerjoin(ConsultationRow, ConsultationRow.id == MessageRow.consultation_id)
        .where(MessageRow.state == "sending")
        .order_by(MessageRow.due_at, MessageRow.id)
    )
    found = []
    message: MessageRow
    asking: ConsultationRow | None
    for message, timezone, asking in await session.execute(query):
        quiet = (asking.quiet_from, asking.quiet_until, asking.quiet_days) if asking else None
        found.append(Going(message.id, message.town_id, timezone, quiet, message.exempt))
    return found


async def drop_late(session: AsyncSession, now: dt.datetime) -> None:
    """Whoever has not got a message when it expires, gets it no more."""
    late = sa.select(MessageRow.id).where(MessageRow.state == "sending", MessageRow.expires_at <= now)
    for key in list(await session.scalars(late)):
        await take_back(session, OutboxRow.message_id == key)
        await session.execute(_new().where(RecipientRow.message_id == key).values(state="dropped"))


async def hold_back(session: AsyncSession, now: dt.datetime, until: Mapping[int, dt.datetime | None]) -> None:
    """What waits in the outbox keeps to the hours as they are now.

    ``until`` has the messages that may go out now, and when they must stop. Rows of others are taken back, and people
    wait again.
    """
    waiting = sa.select(OutboxRow.message_id, OutboxRow.until).where(
        OutboxRow.state == "pending", OutboxRow.message_id.is_not(None)
    )
    for key, end in await session.execute(waiting.distinct()):
        if key is None or key not in until or (end is not None and end <= now):
            await take_back(session, OutboxRow.message_id == key)
        elif end != until[key]:
            row = sa.and_(OutboxRow.message_id == key, OutboxRow.state == "pending")
            await session.execute(sa.update(OutboxRow).where(row).values(until=until[key]))
    cancelled = sa.select(MessageRow.id).where(MessageRow.state == "cancelled")
    await session.execute(_new().where(RecipientRow.message_id.in_(cancelled)).values(state="cancelled"))


async def in_stock(session: AsyncSession, town: int) -> int:
    """How many rows of a town's messages to many wait to be sent."""
    query = (
        sa.select(sa.func.count())
        .select_from(OutboxRow)
        .join(MessageRow, MessageRow.id == OutboxRow.message_id)
        .where(OutboxRow.state == "pending", MessageRow.town_id == town)
    )
    return await session.scalar(query) or 0


async def queue_some(
    session: AsyncSession,
    until: Mapping[int, dt.datetime | None],
    limit: int,
    now: dt.datetime,
    digest: MakeDigest,
) -> Queued:
    """Settle up to ``limit`` people who wait for one of these messages; ``until``: message key to end of its hours."""
    due = sa.and_(RecipientRow.state == "new", RecipientRow.due_at <= now, RecipientRow.message_id.in_(list(until)))
    some = list(await session.scalars(sa.select(RecipientRow.person_id).where(due).distinct().limit(limit)))
    locked = sa.select(PersonRow.id).where(PersonRow.id.in_(some)).order_by(PersonRow.id)
    people = list(await session.scalars(locked.with_for_update(skip_locked=True, key_share=True)))
    rows = (
        sa.select(RecipientRow, MessageRow, TownRow.default_language)
        .join(MessageRow, MessageRow.id == RecipientRow.message_id)
        .join(TownRow, TownRow.id == MessageRow.town_id)
        .where(due, RecipientRow.person_id.in_(people))
        .order_by(MessageRow.due_at, MessageRow.id)
    )
    waiting: dict[int, list[_Item]] = defaultdict(list)
    for recipient, message, language in await session.execute(rows):
        if await _needed(session, recipient, message):
            waiting[recipient.person_id].append(_Item(recipient, message, language, until[message.id]))
        else:
            recipient.state = "dropped"
    step = _Step(
        session, now, digest, await audience.reach(session, _keys(waiting)), await _last_sent(session, waiting, now)
    )
    for person_id, items in waiting.items():
        await step.settle(person_id, items)
    await session.flush()
    return Queued(len(people), frozenset(step.channels))


async def finish(session: AsyncSession, now: dt.datetime) -> None:
    """Messages that have nobody left who waits are done."""
    waits = (
        sa.exists().where(RecipientRow.message_id == MessageRow.id, RecipientRow.state == "new").correlate(MessageRow)
    )
    on_its_way = (
        sa.select(RecipientRow.message_id)
        .join(OutboxRow, OutboxRow.id == RecipientRow.outbox_id)
        .where(RecipientRow.message_id == MessageRow.id, OutboxRow.state.in_(["pending", "sending"]))
        .correlate(MessageRow)
        .exists()
    )
    done = sa.update(MessageRow).where(MessageRow.state == "sending", ~waits, ~on_its_way)
    await session.execute(done.values(state="done", done_at=now).execution_options(synchronize_session=False))


@dataclass(frozen=True, slots=True)
class _Item:
    """A message that somebody waits for."""

    recipient: RecipientRow
    message: MessageRow
    language: str
    until: dt.datetime | None

    def reply(self) -> Reply:
        """What they are told, with the staff's own words in their place."""
        said = reply_from_json(self.recipient.payload or self.message.args)
        own = InLanguages(self.message.texts, self.language)
        return Reply(tuple(_with_text(one, own) for one in said.body), said.buttons, document=said.document)


class _Step:
    """Settles people, within one transaction."""

    def __init__(
        self,
        session: AsyncSession,
        now: dt.datetime,
        digest: MakeDigest,
        reach: Mapping[int, Reach],
        sent: Mapping[int, Sequence[dt.datetime]],
    ) -> None:
        self._session = session
        self._now = now
        self._digest = digest
        self._reach = reach
        self._sent = sent
        self.channels: set[str] = set()

    async def settle(self, person_id: int, items: Sequence[_Item]) -> None:
        """Put what one person waits for into the outbox, or note why not."""
        reach = self._reach.get(person_id, Reach(None))
        if reach.address is None:
            for one in items:
                one.recipient.state = "stopped" if reach.stopped else "unreachable"
            return
        for one in items:
            if one.message.exempt:
                await self._queue(reach, [one])
        rest = [one for one in items if not one.message.exempt]
        sent = self._sent.get(person_id, ())
        free = MOST - len(sent)
        if free <= 0:
            again = sorted(sent)[-MOST] + WEEK
            for one in rest:
                one.recipient.due_at = again
            return
        alone = len(rest) if len(rest) <= free else free - 1
        for one in rest[:alone]:
            await self._queue(reach, [one])
        if rest[alone:]:
            await self._queue(reach, rest[alone:])

    async def _queue(self, reach: Reach, items: Sequence[_Item]) -> None:
        if reach.address is None:
            return
        replies = [one.reply() for one in items]
        ends = [one.until for one in items if one.until is not None]
        row = await outbox.add(
            self._session,
            reach.address,
            replies[0] if len(replies) == 1 else self._digest(replies),
            self._now,
            outbox.BROADCAST,
            message_id=items[0].message.id,
            until=min(ends, default=None),
        )
        for one in items:
            one.recipient.state, one.recipient.queued_at, one.recipient.outbox_id = "queued", self._now, row
        self.channels.add(reach.channel)


async def _needed(session: AsyncSession, recipient: RecipientRow, message: MessageRow) -> bool:
    """Whether the message still makes sense to this person."""
    if message.kind in outbox.ABOUT_NOTES and recipient.payload is not None:
        before = reply_from_json(recipient.payload)
        (after,) = await quoting.as_said(session, [before])
        return not quoting.has_lost_all(before, after)
    if message.kind not in INVITING or message.session_id is None:
        return True
    meeting = await session.get_one(SessionRow, message.session_id)
    if meeting.state == "closed":
        return False
    if message.kind != REMINDER:
        return True
    part = await session.get(ParticipationRow, (recipient.person_id, meeting.id))
    return part is not None and part.finished_at is None


async def _last_sent(
    session: AsyncSession, people: Collection[int], now: dt.datetime
) -> Mapping[int, Sequence[dt.datetime]]:
    """When each of these people was told something unasked in the last week; a digest counts once.

    Times after now count too: the clock may have been set back.
    """
    query = (
        sa.select(RecipientRow.person_id, RecipientRow.outbox_id, RecipientRow.queued_at)
        .join(MessageRow, MessageRow.id == RecipientRow.message_id)
        .join(OutboxRow, OutboxRow.id == RecipientRow.outbox_id)
        .where(RecipientRow.person_id.in_(list(people)), RecipientRow.queued_at > now - WEEK)
        .where(MessageRow.exempt.is_(False), OutboxRow.state.not_in(LOST))
        .distinct()
    )
    found: dict[int, list[dt.datetime]] = defaultdict(list)
    for person_id, _, at in await session.execute(query):
        if at is not None:
            found[person_id].append(at)
    return found


def _with_text(message: Message, own: InLanguages) -> Message:
    args = {
        name: _with_text(value, own) if isinstance(value, Message) else own if value == OWN_TEXT else value
        for name, value in message.args.items()
    }
    return Message(message.id, args)


def _keys(people: Collection[int]) -> sa.Select[int]:
    return sa.select(PersonRow.id).where(PersonRow.id.in_(list(people)))


def _new() -> sa.Update:
    return sa.update(RecipientRow).where(RecipientRow.state == "new").execution_options(synchronize_session=False)
