"""Leases: of several processes, one at a time does a certain work; if it dies, another takes over."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database
from storage.tables import LeaseRow


class Lease:
    """The right of one ``holder`` to do the work called ``name``, until it runs out or is given back."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self._database = database
        self._name = name
        self.holder = holder

    async def take(self, now: dt.datetime, length: dt.timedelta) -> bool:
        """Take the lease, or renew it, until ``now + length``; ``False`` while somebody else holds it."""
        insert = (sqlite if self._database.is_sqlite else postgresql).insert(LeaseRow)
        values = {"holder": self.holder, "until": now + length}
        take = insert.values(name=self._name, **values).on_conflict_do_update(
            index_elements=[LeaseRow.name],
            set_=values,
            where=sa.or_(LeaseRow.holder == self.holder, LeaseRow.until <= now),
        )
        async with self._database.write() as session:
            return (await session.execute(take.returning(LeaseRow.name))).first() is not None

    async def give_back(self, now: dt.datetime) -> None:
        """Let the next one begin at once; nothing happens if we do not hold it."""
        ours = sa.update(LeaseRow).where(LeaseRow.name == self._name, LeaseRow.holder == self.holder)
        async with self._database.write() as session:
            await session.execute(ours.values(until=now))
