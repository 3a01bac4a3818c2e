"""Web Push in the database: browsers that may be told of news, and who of them is due; the key, made once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.keys import Keyring
from storage.tables import AddressRow, OutboxRow, PersonRow, SubscriptionRow, VaultRow

MOST_EACH = 5
"""Browsers of one address; the oldest is let go."""
LOOKUP = "push"


@dataclass(frozen=True, slots=True)
class Due:
    """A browser that has to be told, in the language of its person. ``news``: the newest message that it is told of."""

    id: int
    endpoint: str = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)
    language: str
    news: int
    attempts: int


async def subscribe(
    session: AsyncSession, keyring: Keyring, address_id: int, endpoint: str, keys: Mapping[str, str], now: dt.datetime
) -> None:
    """This browser may be told from now on; one that another person used before is theirs no more."""
    lookups = keyring.lookups(LOOKUP, endpoint)
    await session.execute(sa.delete(SubscriptionRow).where(SubscriptionRow.lookup.in_(lookups)))
    newest = await session.scalar(sa.select(sa.func.max(OutboxRow.id)).where(OutboxRow.address_id == address_id)) or 0
    session.add(
        SubscriptionRow(
            address_id=address_id,
            lookup=lookups[0],
            sealed=keyring.seal(json.dumps({"endpoint": endpoint, "keys": dict(keys)}).encode()),
            told_id=newest,
            due_at=now,
            created_at=now,
        )
    )
    await session.flush()
    kept = sa.select(SubscriptionRow.id).where(SubscriptionRow.address_id == address_id)
    old = list(await session.scalars(kept.order_by(SubscriptionRow.id.desc()).offset(MOST_EACH)))
    await session.execute(sa.delete(SubscriptionRow).where(SubscriptionRow.id.in_(old)))


async def unsubscribe(session: AsyncSession, address_id: int) -> None:
    """No browser of this address is told any more."""
    await session.execute(sa.delete(SubscriptionRow).where(SubscriptionRow.address_id == address_id))


async def subscribed(session: AsyncSession, people: Sequence[str]) -> int:
    """How many of these people (public ids) have a browser that may be told."""
    query = (
        sa.select(sa.func.count(sa.distinct(PersonRow.id)))
        .join(AddressRow, AddressRow.person_id == PersonRow.id)
        .join(SubscriptionRow, SubscriptionRow.address_id == AddressRow.id)
        .where(PersonRow.public_id.in_(people))
    )
    return await session.scalar(query) or 0


class Subscriptions:
    """The sender's side: claiming browsers that are due, and noting what became of each."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring

    async def claim(self, limit: int, now: dt.datetime, lease: dt.timedelta) -> Sequence[Due]:
        """Take browsers with news that they have not been told of, leased until ``now + lease``.

        News is an unasked message that is in the inbox; several at once are one notification.
        """
        news = (
            sa.select(sa.func.max(OutboxRow.id))
            .where(OutboxRow.address_id == SubscriptionRow.address_id, OutboxRow.message_id.is_not(None))
            .where(OutboxRow.state == "inbox")
            .correlate(SubscriptionRow)
            .scalar_subquery()
        )
        free = sa.or_(SubscriptionRow.lease_until.is_(None), SubscriptionRow.lease_until < now)
        due = (
            sa.select(SubscriptionRow.id)
            .where(free, SubscriptionRow.due_at <= now, news > SubscriptionRow.told_id)
            .order_by(SubscriptionRow.due_at, SubscriptionRow.id)
            .limit(limit)
        )
        if not self._database.is_sqlite:
            due = due.with_for_update(skip_locked=True)
        take = (
            sa.update(SubscriptionRow)
            .where(SubscriptionRow.id.in_(due.scalar_subquery()))
            .values(lease_until=now + lease, attempts=SubscriptionRow.attempts + 1)
            .returning(SubscriptionRow.id)
            .execution_options(synchronize_session=False)
        )
        async with self._database.write() as session:
            taken = list(await session.scalars(take))
            rows = await session.execute(
                sa.select(SubscriptionRow, AddressRow.language, news)
                .join(AddressRow, AddressRow.id == SubscriptionRow.address_id)
                .where(SubscriptionRow.id.in_(taken))
                .order_by(SubscriptionRow.id)
            )
            found = []
            for row, language, newest in rows.all():
                try:
                    opened = json.loads(self._keyring.open(row.sealed))
                except LookupError:
                    await session.delete(row)  # sealed with a key that is lost: nobody can tell it anything
                    continue
                found.append(Due(row.id, opened["endpoint"], opened["keys"], language, newest, row.attempts))
            return found

    async def told(self, due: Due, now: dt.datetime) -> None:
        """It arrived at the push service."""
        await self._set(due, told_id=due.news, told_at=now, lease_until=None, attempts=0)

    async def later(self, due: Due, due_at: dt.datetime) -> None:
        """Try again then."""
        await self._set(due, due_at=due_at, lease_until=None)

    async def given_up(self, due: Due) -> None:
        """These news are not told any more, later ones are."""
        await self._set(due, told_id=due.news, lease_until=None, attempts=0)

    async def gone(self, due: Due) -> None:
        """The browser wants nothing any more."""
        async with self._database.write() as session:
            await session.execute(sa.delete(SubscriptionRow).where(SubscriptionRow.id == due.id))

    async def _set(self, due: Due, **values: object) -> None:
        async with self._database.write() as session:
            await session.execute(sa.update(SubscriptionRow).where(SubscriptionRow.id == due.id).values(**values))


async def kept_key(
    database: Database, keyring: Keyring, name: str, make: Callable[[], bytes], now: dt.datetime
) -> bytes:
    """The key of this name, made on the first call of all hosts together; anew if the secret that sealed it is lost."""
    async with database.write() as session:
        insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(VaultRow)
        fresh = insert.values(name=name, sealed=keyring.seal(make()), created_at=now).on_conflict_do_nothing()
        await session.execute(fresh)
        row = await session.get_one(VaultRow, name)
        try:
            return keyring.open(row.sealed)
        except LookupError:  # what was subscribed with it cannot be opened either
            made = make()
            row.sealed, row.created_at = keyring.seal(made), now
            return made
