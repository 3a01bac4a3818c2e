"""Addresses that change: a Telegram group that becomes a supergroup gets another id."""

from __future__ import annotations

import sqlalchemy as sa

from storage.database import Database
from storage.erasure import delete_addresses
from storage.keys import Keyring
from storage.tables import AddressRow, GroupRow
from storage.turns import find_address


async def move_address(database: Database, keyring: Keyring, channel: str, old: str, new: str) -> None:
    """What was at ``old`` is from now on at ``new``; if ``new`` is known already, ``old`` is given up."""
    async with database.write() as session:
        row = await find_address(session, keyring, channel, old, lock=True)
        if row is None:
            return
        there = await find_address(session, keyring, channel, new)
        if there is not None:
            await session.execute(sa.update(GroupRow).where(GroupRow.chat_id == row.id).values(chat_id=there.id))
            await delete_addresses(session, sa.select(AddressRow.id).where(AddressRow.id == row.id))
            return
        row.lookup = keyring.lookups(channel, new)[0]
        row.sealed = keyring.seal(new.encode())
