"""Many notes at once, put straight into the tables: as an import leaves them, without anybody in particular."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.tables import (
    CodingRow,
    ConsultationRow,
    GroupRow,
    GroupTagRow,
    NoteRow,
    PersonRow,
    SessionRow,
    TownRow,
)
from tests.support.world import START

# Published by the network: see the method. Groups and responses of each town; responses of each family.
TOWNS = {
    "Botkyrka": (9, 1144),
    "Braine-l'Alleud": (14, 2450),
    "Covilhã": (51, 3228),
    "Dębica": (9, 729),
    "Kavala": (10, 256),
    "Mulhouse": (22, 1783),
    "Pergine": (12, 1088),
    "Salaspils": (20, 3336),
}
FAMILIES = {"A": 3339, "B": 988, "C": 685, "D": 1445, "E": 2551, "F": 1989, "G": 834, "H": 2183}
ALL = 14_014
LANGUAGES = ("sv", "fr", "pt", "pl", "el", "fr", "it", "lv")


@dataclass(slots=True)
class Said:
    """A note to be stored; ``person`` is any number, 0 for nobody known."""

    group: int
    person: int = 0
    text: str = "quiet nights"
    code: str | None = "B1"
    suggested: str | None = None
    author: str | None = None
    question: int = 1
    language: str = "en"
    starred: bool = False
    at: dt.datetime = START
    source: str = "own"
    channel: str = "web"
    safe: str | None = ""
    review: str | None = None
    on_wall: bool = True
    secondary: str | None = None


async def add_town(
    session: AsyncSession, name: str, groups: Iterable[tuple[str, tuple[str, ...]]], timezone: str = "Europe/Athens"
) -> list[int]:
    """A town with one consultation (public id ``c-NAME``) and groups with their tags; the groups' sessions."""
    short = name[:12]
    town = TownRow(public_id=f"t-{short}", name=name, timezone=timezone, default_language="en", created_at=START)
    session.add(town)
    await session.flush()
    consultation = ConsultationRow(
        public_id=f"c-{short}", town_id=town.id, kind="standard", title=f"What matters in {name}",
        languages=["en"], who_asks={}, influence={}, starts_at=START, quiet_from=dt.time(20), quiet_until=dt.time(9),
        retention_days=30, voice_days=14, created_at=START,
    )  # fmt: skip
    session.add(consultation)
    await session.flush()
    made = []
    for number, (label, tags) in enumerate(groups):
        key = f"{town.id}-{number}"
        group = GroupRow(
            public_id=f"g{key}", consultation_id=consultation.id, name=label, kind="x", join_code=key, created_at=START
        )
        session.add(group)
        await session.flush()
        session.add_all([GroupTagRow(group_id=group.id, tag=tag) for tag in tags])
        row = SessionRow(
            public_id=f"s{key}", group_id=group.id, kind="first", state="ended", questions=[1, 2, 3], created_at=START
        )
        session.add(row)
        await session.flush()
        made.append(row.id)
    return made


async def add_notes(database: Database, said: Iterable[Said], at_once: int = 20_000) -> int:
    """Store notes (with a coding by import each), in transactions of ``at_once``; how many."""
    count = 0
    async with database.write() as session:
        start = await session.scalar(sa.select(sa.func.max(NoteRow.id))) or 0
        known = set(await session.scalars(sa.select(PersonRow.id)))
        town = await session.scalar(sa.select(TownRow.id).limit(1))
    for some in _batches(said, at_once):
        people = {one.person for one in some if one.person} - known
        known |= people
        rows = [_row(start + count + number, one) for number, one in enumerate(some, 1)]
        codings = [
            {"note_id": row["id"], "code": row["facilitator_code"], "rank": "primary", "by": "import", "at": START}
            for row in rows
            if row["facilitator_code"]
        ]
        codings += [
            {
                "note_id": row["id"], "code": row["suggested_code"], "rank": "primary", "by": "suggestion", "at": START,
                "model_version": "model-1", "probability": 0.6,
            }
            for row in rows
            if row["suggested_code"]
        ]  # fmt: skip
        async with database.write() as session:
            if people:
                await session.execute(
                    sa.insert(PersonRow),
                    [{"id": one, "public_id": f"p{one}", "town_id": town, "created_at": START} for one in people],
                )
            await session.execute(sa.insert(NoteRow), rows)
            for by in ("import", "suggestion"):
                if those := [one for one in codings if one["by"] == by]:
                    await session.execute(sa.insert(CodingRow), those)
        count += len(rows)
    return count


async def the_published_notes(database: Database) -> int:
    """As many notes of each town and of each family as were published, with ten people to a group."""
    async with database.write() as session:
        sessions = {
            name: await add_town(
                session, name, [(f"{name} {number}", ("youth",)[: number % 2]) for number in range(groups)]
            )
            for name, (groups, _) in TOWNS.items()
        }
    return await add_notes(database, published(sessions))


def published(sessions: dict[str, list[int]]) -> Iterator[Said]:
    """The published numbers of notes, one after the other."""
    families = [family for family, count in FAMILIES.items() for _ in range(count)]
    number = 0
    for (name, (_, notes)), language in zip(TOWNS.items(), LANGUAGES, strict=True):
        for nth in range(notes):
            group = sessions[name][nth % len(sessions[name])]
            family = families[number * 4_003 % ALL]  # 4 003 and 14 014 share no factor: each is taken once
            number += 1
            yield Said(
                group, group * 10 + nth // len(sessions[name]) % 10 + 1, f"what matters to us, {nth}", f"{family}0",
                question=nth % 3 + 1, language=language, at=START + dt.timedelta(days=number % 90),
            )  # fmt: skip


def _row(number: int, one: Said) -> dict[str, Any]:
    return {
        "id": number, "public_id": f"n{number}", "session_id": one.group, "person_id": one.person or None, "number": 1,
        "question": one.question, "text": one.text, "safe_text": one.text if one.safe == "" else one.safe,
        "language": one.language, "source": one.source, "channel": one.channel, "starred": one.starred,
        "suggestions": [], "suggested_code": one.suggested, "author_code": one.author, "facilitator_code": one.code,
        "review": one.review, "on_wall": one.on_wall, "secondary_code": one.secondary, "blind": False,
        "created_at": one.at, "changed_at": one.at,
    }  # fmt: skip


def _batches(said: Iterable[Said], size: int) -> Iterator[list[Said]]:
    rest = iter(said)
    while some := list(islice(rest, size)):
        yield some
