"""A town with notes and an officer, for tests of answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot import answering
from bot.wiring import House
from handlers.types import Choice, Command, Content, Inbound, Status, Text
from storage import answers
from storage.answers import Answer, Words
from storage.ids import new_id
from storage.search import Theme
from storage.staff import Staff, accept, invite
from storage.tables import NoteRow, TownRow
from tests.support.many import delivers
from tests.support.world import Clock


async def writes(house: House, address: str, *texts: str, hint: str = "en", channel: str = "telegram") -> None:
    """Somebody takes part and writes notes; what they were told has arrived."""
    contents: list[Content] = [
        Command("start", "DEMO"),
        Choice("in"),
        *(Text(one, ref=str(i)) for i, one in enumerate(texts)),
    ]
    for number, content in enumerate(contents):
        external_id = f"{channel}-{address}-{number}-{house.clock().timestamp()}"
        await house.runner.handle(Inbound(channel, external_id, address, content, house.clock(), hint))
    await delivers(house)


def forward(house: House, **delta: float) -> None:
    """Let time pass."""
    assert isinstance(house.clock, Clock)
    house.clock.forward(**delta)


async def officer(house: House, department_id: int | None = None) -> Staff:
    """Somebody who answers for the demo's town."""
    async with house.database.write() as session:
        town = (await session.scalars(sa.select(TownRow.id).order_by(TownRow.id))).first()
        token = await invite(session, "officer", house.clock(), town_id=town, department_id=department_id)
        staff = await accept(session, token, house.clock(), lambda: new_id(house.source))
    assert staff is not None
    return staff


async def draft(house: House, me: Staff, theme: Theme, words: Words, notes: list[str] | None = None) -> Answer:
    """A draft for all that a theme finds, or for these notes."""
    async with house.database.write() as session:
        made = await answers.draft(session, me, theme, notes, house.clock(), lambda: new_id(house.source))
        assert made is not None
        found = await answers.one(session, me.town_id, made)
        assert found is not None
        await answers.save(session, found, words)
    return await again(house, me, made)


async def again(house: House, me: Staff, answer_id: str) -> Answer:
    """An answer as it is now."""
    async with house.database.read() as session:
        found = await answers.one(session, me.town_id, answer_id)
    assert found is not None
    return found


def says(status: Status = "accepted", text: str = "A bus goes from September.", **more: Any) -> Words:
    return Words(status=status, texts={"en": text} if text else {}, reasons=more.pop("reasons", {}), **more)


async def answered(house: House, me: Staff, theme: Theme, words: Words) -> Answer:
    """A sent answer to all that a theme finds."""
    made = await draft(house, me, theme, words)
    assert await answering.send(house, me, made.id)
    return await again(house, me, made.id)


async def notes(house: House) -> list[NoteRow]:
    """All notes, oldest first."""
    async with house.database.read() as session:
        return list(await session.scalars(sa.select(NoteRow).order_by(NoteRow.id)))
