"""Restoring a backup in one transaction: all of it or nothing, and without undoing what must not be undone.

What the replaced database knows better stays: who was erased, who stopped messages, which messages were sent already,
which colleagues and links are no longer good, and the audit log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import audit_guard, copying
from storage.copying import Progress
from storage.database import Database
from storage.keys import Keyring
from storage.staff import audited
from storage.tables import AddressRow, AuditRow, InviteRow, OutboxRow, StaffRow, StaffSessionRow, TownRow
from storage.tombstones import Tombstone, forget_again, tombstones

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows are there now, and how many people and consultations were forgotten again."""

    rows: int
    forgotten: int


@dataclass(frozen=True, slots=True)
class Newer:
    """What the replaced database knows better than a backup. Rows as (key, values)."""

    tombstones: list[Tombstone]
    addresses: dict[tuple[str, str], dict[str, Any]]
    staff: dict[str, dt.datetime | None]
    open_browsers: set[str]
    spent_links: dict[str, dt.datetime]
    log: list[dict[str, Any]]
    counters: dict[str, int]


class ForeignKeyringError(Exception):
    """The addresses in a backup were sealed with a key that is not known here."""


async def openable(backup: Database, keyring: Keyring) -> None:
    """Make sure that the known keys open a backup's addresses.

    Raises:
        ForeignKeyringError: they do not.
    """
    async with backup.read() as session:
        sealed = await session.scalar(sa.select(AddressRow.sealed).order_by(AddressRow.id.desc()).limit(1))
    if sealed is None:
        return
    try:
        keyring.open(sealed)
    except LookupError:
        raise ForeignKeyringError from None


async def restore(
    database: Database,
    backup: Database,
    known: Iterable[Tombstone],
    now: dt.datetime,
    told: Progress | None = None,
) -> Restored:
    """Put a backup in the place of everything that is in ``database``; ``known`` are tombstones from elsewhere.

    Raises:
        DifferentError: what was written is not what was read; then nothing has changed.
    """
    async with backup.read() as reading, database.write() as session:
        source, target = await reading.connection(), await session.connection()
        newer = await _newer(target, await tombstones(session))
        sent = await _sent(source, target)
        await target.run_sync(audit_guard.drop)
        await copying.empty(target)
        sums = await copying.copy(source, target, told)
        await copying.check(target, sums)
        await _keep(target, newer, sent)
        forgotten = await forget_again(session, [*newer.tombstones, *known])
        await copying.count_on(target, newer.counters, await copying.counters(source))
        audited(session, None, "restored", now)
        await session.flush()
        await target.run_sync(audit_guard.ensure)
    return Restored(sum(one.rows for one in sums.values()), forgotten)


async def _newer(target: AsyncConnection, known: list[Tombstone]) -> Newer:
    address, staff, invite = AddressRow, StaffRow, InviteRow
    stops = await target.execute(sa.select(address.channel, address.lookup, address.stopped_at, address.left_at))
    people = await target.execute(sa.select(staff.public_id, staff.revoked_at))
    links = await target.execute(sa.select(invite.token_hash, invite.used_at).where(invite.used_at.is_not(None)))
    log = await target.execute(sa.select(AuditRow.__table__).order_by(AuditRow.id))
    return Newer(
        known,
        {(channel, lookup): {"stopped_at": stopped, "left_at": left} for channel, lookup, stopped, left in stops},
        {public_id: revoked for public_id, revoked in people},  # noqa: C416 -- rows, not tuples
        set((await target.execute(sa.select(StaffSessionRow.token_hash))).scalars()),
        {token: used for token, used in links if used is not None},
        [dict(row._mapping) for row in log],  # noqa: SLF001 -- a row's public view
        await copying.counters(target),
    )


async def _sent(source: AsyncConnection, target: AsyncConnection) -> dict[int, dict[str, Any]]:
    """What became since of the messages that wait in the backup, so that nobody gets them twice."""
    row = OutboxRow
    waiting = sa.select(row.id, row.created_at).where(row.state.in_(["pending", "sending"]))
    ids = {key: created for key, created in await source.execute(waiting)}  # noqa: C416 -- rows, not tuples
    found = {}
    keys = sorted(ids)
    for start in range(0, len(keys), AT_ONCE):
        query = sa.select(row.id, row.created_at, row.state, row.sent_ref, row.sent_at, row.error).where(
            row.id.in_(keys[start : start + AT_ONCE]), row.state.not_in(["pending", "sending"])
        )
        for key, created, state, ref, at, error in await target.execute(query):
            if ids[key] == created:
                found[key] = {"state": state, "sent_ref": ref, "sent_at": at, "error": error, "lease_until": None}
    return found


async def _keep(target: AsyncConnection, newer: Newer, sent: dict[int, dict[str, Any]]) -> None:
    for key, values in sent.items():
        await target.execute(sa.update(OutboxRow).where(OutboxRow.id == key).values(values))
    there = await target.execute(
        sa.select(AddressRow.id, AddressRow.channel, AddressRow.lookup, AddressRow.stopped_at, AddressRow.left_at)
    )
    for key, channel, lookup, stopped, left in there.all():
        better = newer.addresses.get((channel, lookup))
        if better is not None and better != {"stopped_at": stopped, "left_at": left}:
            await target.execute(sa.update(AddressRow).where(AddressRow.id == key).values(better))
    for public_id, revoked in newer.staff.items():
        if revoked is not None:
            ended = {"revoked_at": revoked, "address_id": None}
            await target.execute(sa.update(StaffRow).where(StaffRow.public_id == public_id).values(ended))
    await _close_browsers(target, newer)
    for token, used in newer.spent_links.items():
        await target.execute(sa.update(InviteRow).where(InviteRow.token_hash == token).values(used_at=used))
    await _keep_log(target, newer.log)


async def _close_browsers(target: AsyncConnection, newer: Newer) -> None:
    """Those that were closed since the backup."""
    query = sa.select(StaffSessionRow.token_hash, StaffRow.public_id, StaffRow.revoked_at).join(
        StaffRow, StaffRow.id == StaffSessionRow.staff_id
    )
    for token, public_id, revoked in (await target.execute(query)).all():
        closed = public_id in newer.staff and token not in newer.open_browsers
        if closed or revoked is not None:
            await target.execute(sa.delete(StaffSessionRow).where(StaffSessionRow.token_hash == token))


async def _keep_log(target: AsyncConnection, log: list[dict[str, Any]]) -> None:
    """Add what was logged since the backup."""
    rows = await target.execute(sa.select(AuditRow.__table__))
    there = {_entry(dict(row._mapping)) for row in rows}  # noqa: SLF001 -- a row's public view
    towns = set((await target.execute(sa.select(TownRow.id))).scalars())
    await copying.count_on(target)
    for values in log:
        if _entry(values) not in there:
            town = values["town_id"] if values["town_id"] in towns else None
            added = {name: value for name, value in values.items() if name != "id"} | {"town_id": town}
            await target.execute(sa.insert(AuditRow).values(added))


def _entry(values: dict[str, Any]) -> tuple[object, ...]:
    return tuple(values[name] for name in ("at", "staff", "role", "verb", "kind", "object_id"))
