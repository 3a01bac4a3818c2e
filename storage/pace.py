"""How fast may be sent, over all processes.

One row says when a channel's next message may go, and one for each address when its own may. Both keep the generic cell
rate algorithm (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm): a moment that moves on with each message.
Places are handed out in the transaction that claims the messages, so no two processes get the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import ChatPaceRow, PaceRow


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` messages per ``period``, with ``burst`` at once after a rest."""

    count: float
    period: dt.timedelta
    burst: int = 1

    @property
    def spacing(self) -> dt.timedelta:
        """The average time between two messages."""
        return self.period / self.count

    @property
    def slack(self) -> dt.timedelta:
        """By how much a burst may be ahead of the average."""
        return self.spacing * (self.burst - 1)


async def places(session: AsyncSession, channel: str, count: int, now: dt.datetime, rate: Rate) -> list[dt.datetime]:
    """The moments from which ``count`` messages may be sent, the first not before now."""
    ready = await _locked(session, channel, now)
    first = max(ready, now)
    await _move(session, channel, first + count * rate.spacing)
    return [first + number * rate.spacing for number in range(count)]


async def close(session: AsyncSession, channel: str, until: dt.datetime) -> None:
    """The other side said so: nothing more of this channel is handed out before ``until``."""
    ready = await _locked(session, channel, until)
    await _move(session, channel, max(ready, until))


async def take(session: AsyncSession, chats: Sequence[tuple[int, dt.datetime, Rate]]) -> list[dt.datetime]:
    """To each of these addresses a message goes, at its moment or when the address is ready; returns when."""
    ready = await _ready(session, [address_id for address_id, _, _ in chats])
    found, moved = [], []
    for address_id, wanted, rate in chats:
        at = max(wanted, ready.get(address_id, wanted))
        full = max(ready[address_id] + rate.slack, at) if address_id in ready else at
        found.append(at)
        moved.append({"address_id": address_id, "ready_at": full + rate.spacing - rate.slack})
    await _store(session, moved)
    return found


async def close_chat(session: AsyncSession, address_id: int, until: dt.datetime) -> None:
    """The other side said so: nothing more goes to this address before ``until``."""
    ready = await _ready(session, [address_id])
    await _store(session, [{"address_id": address_id, "ready_at": max(ready.get(address_id, until), until)}])


async def _ready(session: AsyncSession, addresses: Sequence[int]) -> dict[int, dt.datetime]:
    query = sa.select(ChatPaceRow.address_id, ChatPaceRow.ready_at).where(ChatPaceRow.address_id.in_(addresses))
    return {address_id: ready for address_id, ready in await session.execute(query)}  # noqa: C416 -- rows, not tuples


async def _store(session: AsyncSession, moved: Sequence[dict[str, Any]]) -> None:
    insert = _insert(session)(ChatPaceRow)
    store = insert.on_conflict_do_update(
        index_elements=[ChatPaceRow.address_id], set_={"ready_at": insert.excluded.ready_at}
    )
    await (await session.connection()).execute(store, moved)


async def _locked(session: AsyncSession, channel: str, now: dt.datetime) -> dt.datetime:
    query = sa.select(PaceRow.ready_at).where(PaceRow.channel == channel).with_for_update()
    ready = await session.scalar(query)
    if ready is None:
        insert = _insert(session)(PaceRow)
        await session.execute(insert.values(channel=channel, ready_at=now).on_conflict_do_nothing())
        ready = (await session.scalars(query)).one()
    return ready


async def _move(session: AsyncSession, channel: str, ready: dt.datetime) -> None:
    await session.execute(sa.update(PaceRow).where(PaceRow.channel == channel).values(ready_at=ready))


def _insert(session: AsyncSession) -> Any:
    return (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
