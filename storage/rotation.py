"""Rotating the key: what an earlier key sealed is sealed anew, and addresses are looked up by the new hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.keys import Keyring
from storage.tables import AddressRow, Base

AT_ONCE = 200
"""Rows in one short transaction, so that turns need not wait."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many sealed things there are, were sealed anew, and cannot be opened with any known key."""

    seen: int = 0
    renewed: int = 0
    lost: int = 0

    def __add__(self, other: Rotated) -> Rotated:
        return Rotated(self.seen + other.seen, self.renewed + other.renewed, self.lost + other.lost)


def sealed_tables() -> list[sa.Table]:
    """The tables that hold something sealed."""
    return [one for one in Base.metadata.sorted_tables if "sealed" in one.columns]


async def rotate(database: Database, keyring: Keyring) -> Rotated:
    """Seal anew, in small steps, whatever the current key did not seal."""
    total = Rotated()
    for table in sealed_tables():
        key = next(iter(table.primary_key.columns))  # a number or, in the vault, a name
        query = sa.select(key, table.c.sealed).order_by(key).limit(AT_ONCE)
        after: int | str | None = None
        while True:
            async with database.read() as session:
                rows = (await session.execute(query if after is None else query.where(key > after))).all()
            if not rows:
                break
            after = rows[-1][0]
            old = [one for one, sealed in rows if not keyring.is_current(sealed)]
            done = await _renew(database, keyring, table, old) if old else Rotated()
            total += Rotated(len(rows)) + done
    return total


async def _renew(database: Database, keyring: Keyring, table: sa.Table, keys: Sequence[int | str]) -> Rotated:
    done = Rotated()
    async with database.write() as session:
        for key in keys:
            done += await _renew_one(session, keyring, table, key)
    return done


async def _renew_one(session: AsyncSession, keyring: Keyring, table: sa.Table, key: int | str) -> Rotated:
    """One row, read again under the lock: a turn may have changed it."""
    column = next(iter(table.primary_key.columns))
    row = (await session.execute(sa.select(table).where(column == key).with_for_update())).one_or_none()
    if row is None:
        return Rotated()
    try:
        content = keyring.open(row.sealed)
    except LookupError:
        return Rotated(lost=1)
    values: dict[str, object] = {"sealed": keyring.seal(content)}
    if table.name == AddressRow.__tablename__:
        lookup = keyring.lookups(row.channel, content.decode())[0]
        taken = sa.select(AddressRow.id).where(AddressRow.channel == row.channel, AddressRow.lookup == lookup)
        if await session.scalar(taken) in (None, key):  # else somebody came back while the old key was not known
            values["lookup"] = lookup
    await session.execute(sa.update(table).where(column == key).values(values))
    return Rotated(renewed=1)
