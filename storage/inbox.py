"""Messages that a channel fetches by itself: the conversation of one address, as it stands and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Reply
from storage.quoting import as_said
from storage.tables import OutboxRow
from storage.wire import reply_from_json

SHOWN = 200
"""How many messages a page shows; older ones are reached through /mine."""
LAST_FIRST = (sa.func.coalesce(OutboxRow.place, OutboxRow.id).desc(), OutboxRow.id.desc())


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message for a page: ``id`` grows with each message, ``place`` says where it stands."""

    id: int
    place: int
    slot: str | None
    reply: Reply


async def fetch(session: AsyncSession, address_id: int, after: int = 0) -> Sequence[Fetched]:
    """The messages of an address that came after the id ``after``, in the order in which they stand."""
    query = sa.select(OutboxRow).where(_shown(address_id), OutboxRow.id > after).order_by(*LAST_FIRST).limit(SHOWN)
    rows = list(await session.scalars(query))[::-1]
    replies = await as_said(session, [reply_from_json(row.payload) for row in rows])
    return [Fetched(row.id, row.place or row.id, row.slot, said) for row, said in zip(rows, replies, strict=True)]


async def one(session: AsyncSession, address_id: int, message_id: int) -> Reply | None:
    """A message of an address, if it has one with this id."""
    query = sa.select(OutboxRow.payload).where(_shown(address_id), OutboxRow.id == message_id)
    payload = await session.scalar(query)
    return None if payload is None else reply_from_json(payload)


async def standing(session: AsyncSession, address_id: int) -> Sequence[int]:
    """The ids of all messages that a page shows now, in their order: whatever else it shows has been replaced."""
    query = sa.select(OutboxRow.id).where(_shown(address_id)).order_by(*LAST_FIRST).limit(SHOWN)
    return list(await session.scalars(query))[::-1]


async def changed(session: AsyncSession, channel: str, after: int) -> dict[int, int]:
    """By address, the id of its newest message on this channel, of those that have messages after the id ``after``."""
    query = (
        sa.select(OutboxRow.address_id, sa.func.max(OutboxRow.id))
        .where(OutboxRow.channel == channel, OutboxRow.id > after)
        .group_by(OutboxRow.address_id)
    )
    return {address_id: newest for address_id, newest in await session.execute(query)}  # noqa: C416 -- rows, not tuples


async def newest(session: AsyncSession, channel: str) -> int:
    """The id of the newest message on a channel, 0 if there is none."""
    return await session.scalar(sa.select(sa.func.max(OutboxRow.id)).where(OutboxRow.channel == channel)) or 0


async def last_id(session: AsyncSession, address_id: int) -> int:
    """The id of the last message that was ever made for an address, 0 if there is none."""
    return await session.scalar(sa.select(sa.func.max(OutboxRow.id)).where(OutboxRow.address_id == address_id)) or 0


def _shown(address_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(OutboxRow.address_id == address_id, OutboxRow.state == "inbox")
