"""Messages to many: planning, looking at them before they go out, changing, cancelling, and counting who got them.

Each function works in the caller's transaction. Ids are the public ones. Who exactly gets a message is settled when it
is due, so that whoever joins until then gets it too (``storage.audience``); ``storage.fanout`` sends it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import PULL_CHANNELS, InLanguages, Message, Per, Reply, Rows
from storage import audience
from storage.audience import People
from storage.ids import NewId
from storage.tables import (
    ConsultationRow,
    GroupRow,
    MessageRow,
    OutboxRow,
    PersonRow,
    RecipientRow,
    SessionRow,
    StaffRow,
    TownRow,
)
from storage.wire import reply_from_json, reply_to_json

OWN_TEXT = InLanguages({}, "")
"""In a draft's body: here stands the message's own text, in the reader's language."""
AS_WRITTEN = (Message("raw", {"text": OWN_TEXT}),)
WAITING = ("new", "queued")

Whom = Literal["people", "session", "unfinished", "group", "consultation"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a message is for.

    ``kind`` with the public ``id`` of its session, group or consultation: all who take part in it; ``unfinished``:
    those of a session who did not come to its end. Or ``people``: persons by public id, each with the reply that only
    they get, or ``None`` for everybody's.
    """

    kind: Whom
    id: str = ""
    people: Mapping[str, Reply | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is planned.

    ``town`` and ``consultation`` are public ids; the consultation's quiet hours and languages count, without one the
    usual hours. ``texts`` is what staff wrote; it appears where ``body`` has ``OWN_TEXT``. ``exempt``: quiet hours and
    the limit of two a week do not count, because the people asked for it or are in a running session. After
    ``expires_at`` nobody is told any more. ``session``: where it leads; of no use once that is closed. ``document``: as
    in ``Reply``.
    """

    kind: str
    town: str
    audience: Audience
    due_at: dt.datetime
    consultation: str | None = None
    texts: Per = field(default_factory=dict)
    body: tuple[Message, ...] = AS_WRITTEN
    buttons: Rows = ()
    document: str | None = None
    exempt: bool = False
    expires_at: dt.datetime | None = None
    staff: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen now. ``people`` will get it, ``languages`` says how many in which.

    ``lacking``: for each of these languages without a text, the one that is taken instead (empty: there is none).
    ``stopped`` wanted no more messages, ``unreachable`` have no address; both get nothing. ``sent``: how many of the
    people are sent to (the others fetch it at once), ``seconds`` how long that takes at the channel's rate.
    """

    people: int
    languages: Mapping[str, int]
    lacking: Mapping[str, str]
    stopped: int
    unreachable: int
    sent: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a message, in people. Who was forgotten since is not counted."""

    delivered: int = 0
    failed: int = 0
    left: int = 0
    stopped: int = 0
    unreachable: int = 0
    dropped: int = 0
    cancelled: int = 0
    waiting: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return sum(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Planned:
    """A message as staff see it; times are aware UTC."""

    id: str
    kind: str
    state: str
    texts: Per
    reply: Reply
    created_at: dt.datetime
    due_at: dt.datetime
    expires_at: dt.datetime | None
    done_at: dt.datetime | None
    group: str | None
    session: str | None


class NoSuchMessageError(LookupError):
    """There is no message, town, consultation, group, session or person with this id."""


async def plan(session: AsyncSession, draft: Draft, *, now: dt.datetime, new_id: NewId) -> str:
    """Plan a message; returns its public id.

    Children get none after their meeting: whatever a message is, they are not among its people unless it is ``exempt``.

    Raises:
        NoSuchMessageError: the draft names something that is not there.
    """
    town_id = await _key(session, TownRow, draft.town)
    group_id, session_id = await _place(session, draft.audience)
    if draft.session is not None:
        session_id = await _key(session, SessionRow, draft.session)
    row = MessageRow(
        public_id=new_id(),
        town_id=town_id,
        consultation_id=await _key(session, ConsultationRow, draft.consultation) if draft.consultation else None,
        group_id=group_id,
        session_id=session_id,
        kind=draft.kind,
        audience=draft.audience.kind,
        texts=dict(draft.texts),
        args=reply_to_json(Reply(draft.body, draft.buttons, document=draft.document)),
        exempt=draft.exempt,
        state="planned",
        staff_id=await _key(session, StaffRow, draft.staff) if draft.staff else None,
        created_at=now,
        due_at=draft.due_at,
        expires_at=draft.expires_at,
    )
    session.add(row)
    await session.flush()
    await _list_people(session, row, draft.audience.people)
    return row.public_id


async def change(
    session: AsyncSession,
    message_id: str,
    *,
    texts: Per | None = None,
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> bool:
    """Change what was planned; ``False`` if it goes out already, or was cancelled."""
    values: dict[str, Any] = {}
    if texts is not None:
        values["texts"] = dict(texts)
    if due_at is not None:
        values["due_at"] = due_at
    if expires_at is not None:
        values["expires_at"] = expires_at
    if not values:
        return False
    changed = await session.scalar(
        sa.update(MessageRow)
        .where(MessageRow.public_id == message_id, MessageRow.state == "planned")
        .values(**values)
        .returning(MessageRow.id)
    )
    if changed is not None and due_at is not None:
        await session.execute(
            sa.update(RecipientRow)
            .where(RecipientRow.message_id == changed, RecipientRow.state == "new")
            .values(due_at=due_at)
        )
    return changed is not None


async def cancel(session: AsyncSession, message_id: str, now: dt.datetime) -> bool:
    """Nobody gets it who has not got it yet; ``False`` if all have, or it was cancelled before.

    What is on its way at this moment arrives. Other messages that waited in the same digest go out again without it.
    """
    cancelled = await session.scalar(
        sa.update(MessageRow)
        .where(MessageRow.public_id == message_id, MessageRow.state.in_(["planned", "sending"]))
        .values(state="cancelled", done_at=now)
        .returning(MessageRow.id)
    )
    if cancelled is None:
        return False
    await take_back(session, OutboxRow.id.in_(outbox_ids(cancelled)))
    await session.execute(
        sa.update(RecipientRow)
        .where(RecipientRow.message_id == cancelled, RecipientRow.state == "new")
        .values(state="cancelled")
    )
    return True


async def take_back(session: AsyncSession, which: sa.ColumnElement[bool]) -> int:
    """Rows of the outbox that nobody has begun to send become people who wait again; returns how many rows."""
    waiting = sa.select(OutboxRow.id).where(which, OutboxRow.state == "pending", OutboxRow.message_id.is_not(None))
    rows = list(await session.scalars(waiting.with_for_update(skip_locked=True)))
    await session.execute(
        sa.update(RecipientRow)
        .where(RecipientRow.outbox_id.in_(rows))
        .values(state="new", outbox_id=None, queued_at=None)
        .execution_options(synchronize_session=False)
    )
    gone = sa.delete(OutboxRow).where(OutboxRow.id.in_(rows), OutboxRow.state == "pending")
    await session.execute(gone.execution_options(synchronize_session=False))
    return len(rows)


async def preview(session: AsyncSession, draft: Draft, *, rate: float) -> Preview:
    """What a draft would do now; ``rate`` is how many messages a second are sent.

    Raises:
        NoSuchMessageError: the draft names something that is not there.
    """
    town_id = await _key(session, TownRow, draft.town)
    if draft.audience.people or draft.audience.kind == "people":
        who: People = sa.select(PersonRow.id).where(PersonRow.public_id.in_(list(draft.audience.people)))
        who = who if draft.exempt else audience.not_children(who)
    else:
        consultation = await _key(session, ConsultationRow, draft.consultation) if draft.consultation else None
        who = audience.people(draft.audience.kind, *await _place(session, draft.audience), consultation)
        who = who if draft.exempt else audience.not_children(who, of_consultation=consultation)
    default = (await session.get_one(TownRow, town_id)).default_language
    return await _preview(session, who, draft.texts, default, rate)


async def preview_of(session: AsyncSession, message_id: str, *, rate: float) -> Preview:
    """As ``preview``, for a message that is planned.

    Raises:
        NoSuchMessageError: there is no such message.
    """
    row = await _row(session, message_id)
    default = (await session.get_one(TownRow, row.town_id)).default_language
    return await _preview(session, audience.of(row), row.texts, default, rate)


async def _preview(session: AsyncSession, who: People, texts: Per, default: str, rate: float) -> Preview:
    found = await audience.reach(session, who)
    languages = Counter(one.language for one in found.values() if one.address is not None)
    said = InLanguages(texts, default)
    lacking = {}
    if texts:
        for one in languages:
            if not texts.get(one):
                lacking[one] = next((other for other in said.order(one) if texts.get(other)), "")
    people = languages.total()
    sent = sum(one.address is not None and one.channel not in PULL_CHANNELS for one in found.values())
    stopped = sum(one.stopped for one in found.values())
    return Preview(people, dict(languages), lacking, stopped, len(found) - people - stopped, sent, sent / rate)


async def counts(session: AsyncSession, message_id: str) -> Counts:
    """What became of a message so far. Before it is due nobody is counted.

    Raises:
        NoSuchMessageError: there is no such message.
    """
    row = await _row(session, message_id)
    state = sa.func.coalesce(RecipientRow.outcome, OutboxRow.state, RecipientRow.state)
    query = (
        sa.select(state, sa.func.count())
        .select_from(RecipientRow)
        .outerjoin(OutboxRow, OutboxRow.id == RecipientRow.outbox_id)
        .where(RecipientRow.message_id == row.id)
        .group_by(state)
    )
    found: Counter[str] = Counter()
    for name, count in await session.execute(query):
        found[COUNTED[name]] += count
    return Counts(**found)


COUNTED = {
    "new": "waiting",
    "queued": "waiting",
    "pending": "waiting",
    "sending": "waiting",
    "sent": "delivered",
    "inbox": "delivered",
    "failed": "failed",
    "left": "left",
    "superseded": "cancelled",
    "stopped": "stopped",
    "unreachable": "unreachable",
    "dropped": "dropped",
    "cancelled": "cancelled",
}
"""By the state of a recipient, or of their row in the outbox: what it counts as."""


async def planned(session: AsyncSession, consultation: str, *, group: str | None = None) -> Sequence[Planned]:
    """The messages of a consultation, or of one of its groups, the next or latest first.

    Raises:
        NoSuchMessageError: there is no such consultation or group.
    """
    query = sa.select(MessageRow).where(
        MessageRow.consultation_id == await _key(session, ConsultationRow, consultation)
    )
    if group is not None:
        query = query.where(MessageRow.group_id == await _key(session, GroupRow, group))
    return [await _shown(session, row) for row in await session.scalars(query.order_by(MessageRow.due_at.desc()))]


async def one(session: AsyncSession, message_id: str) -> Planned:
    """A message.

    Raises:
        NoSuchMessageError: there is no such message.
    """
    return await _shown(session, await _row(session, message_id))


def outbox_ids(message_key: int) -> sa.Select[int | None]:
    """The rows of the outbox in which a message is said, alone or in a digest."""
    return sa.select(RecipientRow.outbox_id).where(
        RecipientRow.message_id == message_key, RecipientRow.outbox_id.is_not(None)
    )


async def _shown(session: AsyncSession, row: MessageRow) -> Planned:
    group = await session.get(GroupRow, row.group_id) if row.group_id else None
    meeting = await session.get(SessionRow, row.session_id) if row.session_id else None
    return Planned(
        row.public_id,
        row.kind,
        row.state,
        row.texts,
        reply_from_json(row.args),
        row.created_at,
        row.due_at,
        row.expires_at,
        row.done_at,
        group.public_id if group else None,
        meeting.public_id if meeting else None,
    )


async def _row(session: AsyncSession, message_id: str) -> MessageRow:
    row = await session.scalar(sa.select(MessageRow).where(MessageRow.public_id == message_id))
    if row is None:
        raise NoSuchMessageError(message_id)
    return row


async def _key(session: AsyncSession, table: Any, public_id: str) -> int:
    key: int | None = await session.scalar(sa.select(table.id).where(table.public_id == public_id))
    if key is None:
        raise NoSuchMessageError(public_id)
    return key


async def _place(session: AsyncSession, whom: Audience) -> tuple[int | None, int | None]:
    """The keys of the audience's group and session."""
    if whom.kind in ("session", "unfinished"):
        key = await _key(session, SessionRow, whom.id)
        return (await session.get_one(SessionRow, key)).group_id, key
    return (await _key(session, GroupRow, whom.id) if whom.kind == "group" else None), None


async def _list_people(session: AsyncSession, row: MessageRow, people: Mapping[str, Reply | None]) -> None:
    if not people:
        return
    listed: People = sa.select(PersonRow.id).where(PersonRow.public_id.in_(list(people)))
    who = listed if row.exempt else audience.not_children(listed)
    query = sa.select(PersonRow.public_id, PersonRow.id).where(PersonRow.id.in_(who.scalar_subquery()))
    keys = {public_id: key for public_id, key in await session.execute(query)}  # noqa: C416 -- rows, not tuples
    for public_id, reply in people.items():
        if public_id not in keys:
            continue  # forgotten meanwhile, or a child after the meeting
        session.add(
            RecipientRow(
                message_id=row.id,
                person_id=keys[public_id],
                payload=None if reply is None else reply_to_json(reply),
                state="new",
                due_at=row.due_at,
            )
        )
    await session.flush()
