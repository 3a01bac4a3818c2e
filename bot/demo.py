"""The demo consultation: a town that is plainly a demonstration, join code DEMO, and DEMO2 for a second meeting."""

from __future__ import annotations

import datetime as dt
import random

import sqlalchemy as sa

from handlers.types import Message
from locales import complete_languages, render
from storage.database import Database
from storage.ids import new_id
from storage.tables import ConsultationRow, GroupRow, HelpLineRow, SessionRow, TownRow

JOIN_CODE, SECOND_CODE = "DEMO", "DEMO2"
RETENTION_DAYS, VOICE_DAYS = 30, 14
RESULTS_AFTER, ANSWER_AFTER = dt.timedelta(days=30), dt.timedelta(days=60)


async def add_demo(database: Database, now: dt.datetime, source: random.Random, *, blind_share: float = 0) -> bool:
    """Add the demo to an empty database; ``False`` if there is a town already.

    ``blind_share`` is 0, so that everybody who tries the demo sees suggestions.
    """
    async with database.write() as session:
        if await session.scalar(sa.select(TownRow.id).limit(1)):
            return False
        town = TownRow(
            public_id=new_id(source), name="Wellsay", timezone="Europe/Brussels", default_language="en", created_at=now
        )
        session.add(town)
        await session.flush()
        languages = complete_languages()
        consultation = ConsultationRow(
            public_id=new_id(source),
            town_id=town.id,
            kind="standard",
            title="Demo",
            languages=list(languages),
            who_asks={},
            influence={one: render(Message("demo.influence"), one) for one in languages},
            results_on=(now + RESULTS_AFTER).date(),
            answer_by=(now + ANSWER_AFTER).date(),
            starts_at=now,
            quiet_from=dt.time(20),
            quiet_until=dt.time(9),
            retention_days=RETENTION_DAYS,
            voice_days=VOICE_DAYS,
            demo=True,
            blind_share=blind_share,
            created_at=now,
        )
        session.add(consultation)
        await session.flush()
        for one in languages:
            numbers = render(Message("care.numbers"), one)
            session.add(HelpLineRow(consultation_id=consultation.id, language=one, text=numbers))
        for code, kind, questions in ((JOIN_CODE, "open", [1, 2, 3]), (SECOND_CODE, "second", [4])):
            group = GroupRow(
                public_id=new_id(source),
                consultation_id=consultation.id,
                name=f"Demo {code}",
                kind="open",
                join_code=code,
                created_at=now,
            )
            session.add(group)
            await session.flush()
            session.add(
                SessionRow(
                    public_id=new_id(source),
                    group_id=group.id,
                    kind=kind,
                    state="running",
                    questions=questions,
                    created_at=now,
                )
            )
    return True
