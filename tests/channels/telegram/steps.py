"""Steps that many tests take, and looks at what was stored."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.wiring import House
from storage.tables import AddressRow, NoteRow, OutboxRow
from tests.channels.fake_bot_api import User


async def takes_part(user: User) -> None:
    """Arrive, agree, and see the first question."""
    user.says("/start DEMO")
    await user.until("I take part")
    user.presses("I take part")
    await user.until("What is well-being for you?")


async def notes(house: House) -> list[NoteRow]:
    """All notes, oldest first."""
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.id)))


async def addresses(house: House) -> list[AddressRow]:
    """All addresses."""
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(AddressRow).order_by(AddressRow.id)))


async def settled(house: House, timeout: float = 5) -> None:  # noqa: ASYNC109 -- a test's patience
    """Wait until every message is sent, dropped for a newer one, or refused for good."""
    query = sa.select(sa.func.count()).where(OutboxRow.state.in_(["pending", "sending"]))
    async with asyncio.timeout(timeout):
        while True:
            async with house.database.read() as session:
                if not await session.scalar(query):
                    return
            await asyncio.sleep(0.02)
