"""Messages to many, for tests: people who take part, a message to them, and the ticks that send it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Choice, Command, Content, Inbound
from locales import render_lines
from scheduler.broadcast import Broadcasts
from storage import messages
from storage.messages import Audience, Counts, Draft
from storage.tables import ConsultationRow, GroupRow, OutboxRow, RecipientRow, SessionRow, TownRow
from storage.wire import reply_from_json

LEASE = dt.timedelta(seconds=60)


async def joins(house: House, *addresses: str, hint: str = "en", channel: str = "telegram", code: str = "DEMO") -> None:
    """These people take part, and what they were told has arrived."""
    begin: tuple[Content, ...] = (Command("start", code), Choice("in"))
    for one in addresses:
        for number, content in enumerate(begin):
            external_id = f"{one}-{number}-{house.clock().timestamp()}-{code}"
            await house.runner.handle(Inbound(channel, external_id, one, content, house.clock(), hint))
    await delivers(house)


async def delivers(house: House) -> list[tuple[str, str]]:
    """Everything that may be sent now arrives; returns who was told what."""
    told = []
    while claimed := await house.outbox.claim("telegram", 100, house.clock(), LEASE):
        for one in claimed:
            told.append((one.address, render_lines(one.reply.body, one.language)))
            await house.outbox.sent(one.id, "1", house.clock())
    return told


def broadcasts(house: House, rate: float = 30) -> Broadcasts:
    return Broadcasts(house.database, house.clock, house.bell.ring, rate)


async def tick(house: House) -> list[tuple[str, str]]:
    """The tick does its work, and what it put out arrives, until nothing is left; returns who was told what."""
    told: list[tuple[str, str]] = []
    while True:
        await broadcasts(house).work()
        new = await delivers(house)
        told.extend(new)
        if not new:
            return told


async def draft(house: House, text: str = "Hello", *, minutes: float = 0, **more: Any) -> Draft:
    """A message to everybody of the demo's first group, due now or later."""
    async with house.database.read() as session:
        town = (await session.scalars(sa.select(TownRow).order_by(TownRow.id))).first()
        consultation = (await session.scalars(sa.select(ConsultationRow).order_by(ConsultationRow.id))).first()
        group = (await session.scalars(sa.select(GroupRow).order_by(GroupRow.id))).first()
    assert town
    assert consultation
    assert group
    values: dict[str, Any] = {
        "kind": "free",
        "town": town.public_id,
        "consultation": consultation.public_id,
        "audience": Audience("group", group.public_id),
        "due_at": house.clock() + dt.timedelta(minutes=minutes),
        "texts": {"en": text},
        **more,
    }
    return Draft(**values)


async def plan(house: House, text: str = "Hello", **more: Any) -> str:
    """Plan such a message."""
    made = await draft(house, text, **more)
    async with house.database.write() as session:
        return await messages.plan(session, made, now=house.clock(), new_id=lambda: f"m{house.source.random()}"[:14])


async def counts(house: House, message: str) -> Counts:
    async with house.database.read() as session:
        return await messages.counts(session, message)


async def state(house: House, message: str) -> str:
    async with house.database.read() as session:
        return (await messages.one(session, message)).state


async def rows(house: House) -> list[OutboxRow]:
    """The rows of the outbox that say something to many."""
    async with house.database.read() as session:
        query = sa.select(OutboxRow).where(OutboxRow.message_id.is_not(None)).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def recipients(house: House) -> Counter[str]:
    async with house.database.read() as session:
        return Counter(await session.scalars(sa.select(RecipientRow.state)))


async def second_town(house: House, code: str = "OTHER", timezone: str = "Europe/Athens") -> None:
    """Another town beside the demo's, with one group."""
    async with house.database.write() as session:
        now = house.clock()
        town = TownRow(
            public_id=f"t{code}", name=code.title(), timezone=timezone, default_language="el", created_at=now
        )
        session.add(town)
        await session.flush()
        asking = ConsultationRow(
            public_id=f"c{code}",
            town_id=town.id,
            title=code,
            languages=["el", "en"],
            who_asks={},
            influence={},
            starts_at=now,
            quiet_from=dt.time(20),
            quiet_until=dt.time(9),
            retention_days=30,
            voice_days=14,
            created_at=now,
        )
        session.add(asking)
        await session.flush()
        group = GroupRow(
            public_id=f"g{code}", consultation_id=asking.id, name=code, kind="open", join_code=code, created_at=now
        )
        session.add(group)
        await session.flush()
        session.add(
            SessionRow(
                public_id=f"s{code}", group_id=group.id, kind="open", state="running", questions=[1], created_at=now
            )
        )


def said(row: OutboxRow, language: str = "en") -> str:
    """What a row of the outbox says."""
    return render_lines(reply_from_json(row.payload).body, language)
