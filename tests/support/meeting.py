"""A led meeting in the demo consultation, and a facilitator who moves it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.wiring import House
from handlers.types import Move, SessionKind
from storage.ids import new_id
from storage.meetings import move, new_session
from storage.tables import GroupRow, SessionRow

CODE = "MEET22"


async def meeting(house: House, questions: Sequence[int] = (1, 2, 3), kind: SessionKind = "first") -> str:
    """A new group in the demo consultation, with a led session that waits to begin."""
    async with house.database.write() as session:
        demo = (await session.scalars(sa.select(GroupRow).where(GroupRow.join_code == "DEMO"))).one()
        group = await session.scalar(sa.select(GroupRow).where(GroupRow.join_code == CODE))
        if group is None:
            group = GroupRow(
                public_id=new_id(house.source),
                consultation_id=demo.consultation_id,
                name="Pensioners",
                kind="meeting",
                join_code=CODE,
                created_at=house.clock(),
            )
            session.add(group)
            await session.flush()
        row = new_session(group, kind, questions, house.clock(), lambda: new_id(house.source))
        session.add(row)
    return row.public_id


async def lead(house: House, session_id: str, what: Move, version: int | None = None) -> bool:
    """A facilitator's step, and everybody brought there."""
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.public_id == session_id))).one()
        done = await move(session, row, what, row.version if version is None else version)
    await house.leader.sweep()
    return done
