"""People in a session, and its wall as everybody sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from bot.web.wall_live import Key, look
from bot.wiring import House
from storage.tables import ConsultationRow, NoteRow, SessionRow
from tests.support.person import Person


async def crowd(house: House, people: int, language: str = "en") -> list[Person]:
    """So many people who have taken part, in earnest: the demonstration's wall protects nobody."""
    async with house.database.write() as session:
        await session.execute(sa.update(ConsultationRow).values(demo=False))
    made = [Person(house, language) for _ in range(people)]
    for one in made:
        await one.joins()
    return made


async def demo_session(house: House) -> str:
    """The public id of the session behind DEMO."""
    async with house.database.read() as session:
        return str((await session.scalars(sa.select(SessionRow.public_id).where(SessionRow.kind == "open"))).one())


async def change_session(house: House, **values: Any) -> None:
    """Change the session behind DEMO, as a facilitator's page would."""
    async with house.database.write() as session:
        await session.execute(sa.update(SessionRow).where(SessionRow.kind == "open").values(values))


async def change_note(house: House, text: str, **values: Any) -> str:
    """Change a note; its public id."""
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(NoteRow).where(NoteRow.text == text))).one()
        for name, value in values.items():
            setattr(row, name, value)
        return row.public_id


async def on_wall(house: House, question: int | None = None) -> dict[str, list[str]]:
    """The texts on the wall now, by family."""
    seen = await look(house, Key(await demo_session(house), question))
    assert seen is not None
    return {family: [one.text for one in pane.notes] for family, pane in seen.board.panes.items()}


async def flood(house: House, notes: int, people: int, at: dt.datetime) -> None:
    """So many notes at once in the session behind DEMO, without a conversation, by people who are there already."""
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.kind == "open"))).one()
        for number in range(notes):
            family = "ABCDEFGH"[number % 8]
            text = f"note {at:%H%M%S} {number}"
            session.add(
                NoteRow(
                    public_id=f"{at:%H%M%S}{number:04}"[-10:],
                    session_id=row.id,
                    person_id=1 + number % people,
                    number=number + 1,
                    question=1,
                    text=text,
                    safe_text=text,
                    language="en",
                    source="own",
                    channel="web",
                    suggestions=[],
                    suggested_code=f"{family}1",
                    created_at=at,
                    changed_at=at,
                )
            )
