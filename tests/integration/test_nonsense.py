"""Sixty children have phones: whatever they send, nothing breaks, nothing real is lost, and the wall stays hers."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from bot.web.wall_live import Key, look
from bot.wiring import House
from handlers.types import Other
from storage.meetings import here
from storage.tables import ConsultationRow, GroupRow, NoteRow, SessionRow
from storage.wall_board import queued
from storage.wall_control import carry_out
from tests.support.meeting import CODE, lead, meeting
from tests.support.person import Person, texts

CHILDREN = 60
NONSENSE = (
    "asdfghjkl",
    "🤡🤡🤡",
    "HAHAHA" * 300,
    "???",
    "<script>alert('ha')</script>",
    "Z̸̢̛a̷͎͝l̶̰̈́g̵̙̈o̷̦͐",
    "\u202eolleh\u202e",
    "lol, lol, lol, lol, lol, lol",
    "' OR 1=1; --",
    "/stats /help",
)


async def test_sixty_children_post_nonsense(house: House) -> None:
    session_id = await meeting(house)
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(kind="children", demo=False))
        await session.execute(sa.update(GroupRow).values(kind="class", shared_device=True))
    children = [Person(house) for _ in range(CHILDREN)]
    await asyncio.gather(*(one.joins(CODE) for one in children))
    await lead(house, session_id, "start")
    key = Key(session_id)
    await steer(house, session_id, "moderate")  # she has seen such classes before

    async def plays(number: int, child: Person) -> None:
        await child.says(NONSENSE[number % len(NONSENSE)])
        assert texts(child.latest), "every child gets an answer"
        await child.tell(Other("sticker"))
        await child.says("my friends" if number % 3 == 0 else NONSENSE[(number + 3) % len(NONSENSE)])

    await asyncio.gather(*(plays(number, child) for number, child in enumerate(children)))
    seen = await look(house, key)
    assert seen is not None
    assert seen.board.panes == {}
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
        waiting, counted = await queued(session, row), await here(session, row)
        real = list(await session.scalars(sa.select(NoteRow.public_id).where(NoteRow.text == "my friends")))
    assert len(real) == CHILDREN / 3, "what was meant is all there"
    assert counted.people == CHILDREN
    assert CHILDREN / 3 <= waiting <= counted.notes
    for note in real:
        await steer(house, session_id, "pass", note)
    seen = await look(house, key)
    assert seen is not None
    assert {name: [one.text for one in pane.notes] for name, pane in seen.board.panes.items()} == {
        "D": ["my friends"] * len(real)
    }
    assert await lead(house, session_id, "next"), "and the meeting goes on"


async def steer(house: House, session_id: str, verb: str, note: str = "") -> None:
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
        assert await carry_out(session, row, verb, note, house.clock())
