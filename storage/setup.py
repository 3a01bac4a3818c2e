"""Making consultations and groups: what a facilitator sets up before a first meeting."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import ConsultationKind, Per, SessionKind, Step
from storage.ids import NewId
from storage.meetings import new_session
from storage.staff import Staff
from storage.tables import (
    ConsultationRow,
    GroupRow,
    GroupTagRow,
    QuestionRow,
    SessionRow,
    StaffGroupRow,
    StaffRow,
    TownRow,
)

PURPOSES = ("who", "chose", "part")
GROUP_KINDS = ("meeting", "class", "alone", "open", "mixed")
"""People who meet; children at school; a group of whom each answers when they like; everybody in town; all groups."""
TAGS = ("youth", "women", "newcomers", "workplace", "seniors")
LONGEST_TAG = 64
VOWELS, CONSONANTS, DIGITS = "aeiou", "bdfgklmnprstv", "23456789"
SYLLABLES = 3
RESERVED = frozenset({"events", "messages", "send", "next", "voice", "mydata", "qr"})
"""Words that stand in the chat's addresses where a code stands; a code with digits at its end is none of them."""
FIRST = (1, 2, 3)
SECOND = (int(Step.CHECK), 4)
RESULTS_AFTER, ANSWER_AFTER, END_AFTER = dt.timedelta(days=60), dt.timedelta(days=120), dt.timedelta(days=180)
"""Until when a town usually looks at the results, answers, and asks."""
LED = ("meeting", "class", "mixed")
"""Kinds of group whose sessions are led."""
THIRD = (int(Step.TOPICS), int(Step.IDEAS), int(Step.CHOICE))


@dataclass(frozen=True, slots=True)
class Asking:
    """What a new consultation says of itself. ``texts`` has "who", "chose", "part" and "influence" in ``language``."""

    kind: ConsultationKind
    title: str
    language: str
    texts: Per
    languages: Sequence[str]
    results_on: dt.date | None
    answer_by: dt.date | None
    ends_at: dt.datetime | None
    quiet_from: dt.time = dt.time(20)
    quiet_until: dt.time = dt.time(9)
    retention_days: int = 90
    voice_days: int = 14
    budget: str = ""
    follow_up_days: int | None = None


@dataclass(frozen=True, slots=True)
class Gathering:
    """A new group. ``starts_at`` and ``ends_at`` say when a group without a meeting can answer."""

    name: str
    kind: str
    tags: Sequence[str] = field(default_factory=tuple)
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


async def consultations(session: AsyncSession, me: Staff) -> Sequence[ConsultationRow]:
    """The consultations of somebody's town, the newest first; not the demo."""
    query = sa.select(ConsultationRow).where(ConsultationRow.town_id == me.town_id, ~ConsultationRow.demo)
    return list(await session.scalars(query.order_by(ConsultationRow.id.desc())))


async def consultation_for(session: AsyncSession, me: Staff, public_id: str) -> ConsultationRow | None:
    """A consultation of somebody's town by its public id."""
    return await session.scalar(
        sa.select(ConsultationRow).where(ConsultationRow.town_id == me.town_id, ConsultationRow.public_id == public_id)
    )


async def make_consultation(
    session: AsyncSession, town_key: int, asking: Asking, now: dt.datetime, new_id: NewId
) -> ConsultationRow:
    """A new consultation, open from now on."""
    row = ConsultationRow(
        public_id=new_id(),
        town_id=town_key,
        kind=asking.kind,
        title=asking.title,
        languages=list(asking.languages),
        who_asks={},
        purpose={name: {asking.language: asking.texts[name]} for name in PURPOSES},
        influence={asking.language: asking.texts["influence"]},
        budget=asking.budget or None,
        results_on=asking.results_on,
        answer_by=asking.answer_by,
        starts_at=now,
        ends_at=asking.ends_at,
        quiet_from=asking.quiet_from,
        quiet_until=asking.quiet_until,
        retention_days=asking.retention_days,
        voice_days=asking.voice_days,
        follow_up_days=asking.follow_up_days,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def make_town(
    session: AsyncSession, me: Staff, name: str, country: str, zone: str, language: str, now: dt.datetime, new_id: NewId
) -> TownRow | None:
    """The town of its first colleague; ``None``: they have one already."""
    row = await session.get_one(StaffRow, me.key)
    if row.town_id is not None:
        return None
    town = TownRow(
        public_id=new_id(), name=name, timezone=zone, country=country, default_language=language, created_at=now
    )
    session.add(town)
    await session.flush()
    row.town_id = town.id
    return town


def usual(
    kind: ConsultationKind, town: TownRow, language: str, texts: Per, languages: Sequence[str], now: dt.datetime
) -> Asking:
    """A consultation with the usual dates, named after town and year."""
    zone = ZoneInfo(town.timezone)
    today = now.astimezone(zone).date()
    return Asking(
        kind=kind,
        title=f"{town.name} {today.year}",
        language=language,
        texts=texts,
        languages=languages,
        results_on=today + RESULTS_AFTER,
        answer_by=today + ANSWER_AFTER,
        ends_at=dt.datetime.combine(today + END_AFTER + dt.timedelta(days=1), dt.time(), zone),
    )


async def say_in(session: AsyncSession, row: ConsultationRow, language: str, texts: Per) -> None:
    """The texts of a consultation in one more language, or in other words; ``q1`` to ``q5`` are its own questions."""
    row.purpose = {name: _with(row.purpose.get(name, {}), language, texts[name]) for name in PURPOSES}
    row.influence = _with(row.influence, language, texts["influence"])
    for number in range(1, Step.IDEAS + 1):
        found = await session.scalar(
            sa.select(QuestionRow).where(QuestionRow.consultation_id == row.id, QuestionRow.number == number)
        )
        said = _with(found.text if found else {}, language, texts.get(f"q{number}", ""))
        if found is not None and said:
            found.text = said
        elif found is not None:
            await session.delete(found)
        elif said:
            session.add(QuestionRow(consultation_id=row.id, number=number, text=said))
    await session.flush()


async def own_questions(session: AsyncSession, row: ConsultationRow) -> dict[int, Per]:
    """How a consultation words its questions itself, by number."""
    query = sa.select(QuestionRow.number, QuestionRow.text).where(QuestionRow.consultation_id == row.id)
    return {number: text for number, text in await session.execute(query)}  # noqa: C416 -- rows, not tuples


async def make_group(
    session: AsyncSession,
    me: Staff,
    consultation: ConsultationRow,
    wanted: Gathering,
    now: dt.datetime,
    source: random.Random,
    new_id: NewId,
) -> GroupRow:
    """A new group with its first session; who made it looks after it."""
    row = GroupRow(
        public_id=new_id(),
        consultation_id=consultation.id,
        name=wanted.name,
        kind=wanted.kind,
        join_code=await _free_code(session, source),
        shared_device=wanted.kind == "class",
        created_at=now,
    )
    session.add(row)
    await session.flush()
    row.consultation = consultation
    session.add(StaffGroupRow(staff_id=me.key, group_id=row.id))
    await set_tags(session, row, wanted.tags)
    kind, questions = plan_of(row)
    led = wanted.kind in LED
    meeting = new_session(
        row, kind, questions, now, new_id, led=led, starts_at=wanted.starts_at, ends_at=wanted.ends_at
    )
    session.add(meeting)
    await session.flush()
    return row


def plan_of(group: GroupRow, *, again: bool = False) -> tuple[SessionKind, tuple[int, ...]]:
    """The kind and steps of a group's first session, or of the one after it."""
    if group.kind == "mixed":
        return "third", THIRD
    if again:
        return "second", SECOND
    if group.consultation.kind == "short":
        return "first", (*FIRST, *THIRD)
    return ("open" if group.kind == "open" else "first"), FIRST


async def set_tags(session: AsyncSession, group: GroupRow, tags: Sequence[str]) -> None:
    """Give a group exactly these tags."""
    await session.execute(sa.delete(GroupTagRow).where(GroupTagRow.group_id == group.id))
    for tag in dict.fromkeys(one.strip().lower()[:LONGEST_TAG] for one in tags):
        if tag:
            session.add(GroupTagRow(group_id=group.id, tag=tag))
    await session.flush()


async def tags_of(session: AsyncSession, group: GroupRow) -> Sequence[str]:
    """The tags of a group, in the order of the alphabet."""
    query = sa.select(GroupTagRow.tag).where(GroupTagRow.group_id == group.id).order_by(GroupTagRow.tag)
    return list(await session.scalars(query))


async def group_of(session: AsyncSession, public_id: str) -> GroupRow | None:
    """A group by its public id, whoever asks."""
    return await session.scalar(sa.select(GroupRow).where(GroupRow.public_id == public_id))


async def newest_sessions(session: AsyncSession, groups: Sequence[GroupRow]) -> dict[int, SessionRow]:
    """By the key of each group, its newest session."""
    newest = sa.select(sa.func.max(SessionRow.id)).where(SessionRow.group_id.in_([one.id for one in groups]))
    rows = await session.scalars(sa.select(SessionRow).where(SessionRow.id.in_(newest.group_by(SessionRow.group_id))))
    return {row.group_id: row for row in rows}


def readable_code(source: random.Random) -> str:
    """A code that can be read aloud and typed on a phone: three different syllables and two digits."""
    syllables: list[str] = []
    while len(syllables) < SYLLABLES:
        one = source.choice(CONSONANTS) + source.choice(VOWELS)
        if one not in syllables:
            syllables.append(one)
    return "".join(syllables) + "".join(source.choice(DIGITS) for _ in range(2))


async def _free_code(session: AsyncSession, source: random.Random) -> str:
    while True:
        code = readable_code(source)
        taken = await session.scalar(sa.select(GroupRow.id).where(sa.func.lower(GroupRow.join_code) == code))
        if taken is None and code not in RESERVED:
            return code


def _with(texts: Per, language: str, text: str) -> dict[str, str]:
    said = {**texts, language: text.strip()}
    return {one: words for one, words in said.items() if words}
