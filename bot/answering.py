"""Answers on their way to people: who is told what, in which words; and what the tick does about answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rendering import draw
from bot.wiring import House
from handlers.citizen.cards import quoted
from handlers.officer import words
from handlers.types import AuthorNote, InLanguages, Message, Reply
from scheduler.hours import Hours
from scheduler.protocols import Drawn
from storage import answer_messages, answer_people, answers, messages, outbox, push, referrals
from storage.answers import Answer
from storage.ids import new_id
from storage.messages import Audience, Draft, Preview
from storage.referrals import Waiting
from storage.roads import local_day
from storage.staff import Staff, audited
from storage.tables import TownRow

log = structlog.get_logger()

SAMPLES = 200
"""So many people's messages can be looked at before an answer is sent."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message as one of its readers will see it."""

    language: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Look:
    """What sending an answer would do: whom it reaches, in which languages, and what they read.

    ``lacking``: for each language without a text (or reason) of its own, the one that is taken instead. ``nobodys``:
    notes whose author nobody knows. ``fetch``: people who see it when they come back to the page; ``pushed`` of them
    get a notification before.
    """

    preview: Preview
    lacking: Mapping[str, str]
    nobodys: int
    fetch: int
    pushed: int
    samples: Sequence[Sample]


async def look(session: AsyncSession, house: House, answer: Answer, *, every: bool = False) -> Look:
    """What would happen; ``samples`` has one message a language, or with ``every`` all of them."""
    notes = answers.notes_of(answer.key)
    got = await answer_messages.told_of(session, answer.corrects) if answer.corrects else set()
    town = await session.get_one(TownRow, await answers.town_of(session, answer.key))
    said = _replies(answer, town.timezone, house, await answer_people.authors(session, notes), got)
    draft = Draft("answer", town.public_id, Audience("people", people=said), house.clock(), texts=answer.texts)
    preview = await messages.preview(session, draft, rate=house.settings.telegram_rate)
    reached = await answer_people.languages_of(session, list(said))
    samples: dict[str, Sample] = {}
    for person, language in list(reached.items())[: SAMPLES if every else None]:
        samples.setdefault(person if every else language, Sample(language, draw(said[person], language)))
    return Look(
        preview,
        _lacking(answer, Counter(reached.values())),
        await answer_people.nobodys(session, notes),
        preview.people - preview.sent,
        await push.subscribed(session, list(said)),
        sorted(samples.values(), key=lambda one: one.language),
    )


async def send(house: House, me: Staff, answer_id: str) -> bool:
    """Send a draft; ``False`` if it lacks something, or was sent already."""
    now = house.clock()
    async with house.database.write() as session:
        answer = await answers.one(session, me.town_id, answer_id)
        if answer is None or answer.lacks or not await answers.settle(session, answer, me.key, now):
            return False
        got = await answer_messages.stop_waiting(session, answer.corrects, now) if answer.corrects else set()
        await _tell(session, house, answer, answers.notes_of(answer.key), got, me.id)
        await _refer(session, house, answer)
        audited(session, me, "corrected" if answer.corrects else "answered", now, "answer", answer.id)
    return True


async def chores(house: House) -> None:
    """What the tick does: standing answers for new notes, and reminders of what waits at departments."""
    async with house.database.read() as session:
        standing = await answers.standing(session)
    for town_id, answer_id in standing:
        async with house.database.write() as session:
            await _answer_new(session, house, town_id, answer_id)
    async with house.database.write() as session:
        for one in await referrals.to_remind(session, house.clock()):
            if Hours(one.timezone).decent(house.clock()):
                await _write_to_department(session, house, one, "referral.reminder")
                await referrals.reminded(session, one, house.clock())
    house.bell.ring("telegram")


async def _answer_new(session: AsyncSession, house: House, town_id: int, answer_id: str) -> None:
    answer = await answers.one(session, town_id, answer_id)
    new = await answers.take_new(session, answer, house.clock()) if answer else None
    if answer is None or new is None:
        return
    await _tell(session, house, answer, new, set(), None)
    await _refer(session, house, answer)
    log.info("standing_answer", answer=answer.id)


async def _tell(
    session: AsyncSession, house: House, answer: Answer, notes: answer_people.Notes, got: set[str], staff: str | None
) -> None:
    """Plan the message to the authors of these notes; ``got``: those who get a correction."""
    town = await session.get_one(TownRow, await answers.town_of(session, answer.key))
    people = _replies(answer, town.timezone, house, await answer_people.authors(session, notes), got)
    if not people:
        return
    draft = Draft(
        kind="correction" if answer.corrects else "answer",
        town=town.public_id,
        audience=Audience("people", people=people),
        due_at=house.clock(),
        consultation=await answer_people.consultation_of(session, notes),
        texts=answer.texts,
        staff=staff,
    )
    planned = await messages.plan(session, draft, now=house.clock(), new_id=lambda: new_id(house.source))
    await answer_messages.told(session, answer.key, planned)


def _replies(
    answer: Answer, timezone: str, house: House, authors: Mapping[str, Sequence[AuthorNote]], got: set[str]
) -> dict[str, Reply]:
    step = answers.as_step(answer, local_day(house.clock(), timezone))
    return {
        person: words.correction(step, notes) if person in got else words.answer(step, notes, len(authors))
        for person, notes in authors.items()
    }


def _lacking(answer: Answer, languages: Mapping[str, int]) -> dict[str, str]:
    found = {}
    for language in languages:
        for texts in (answer.texts, answer.reasons):
            if any(texts.values()) and not texts.get(language):
                order = InLanguages(texts, answer.default_language).order(language)
                found[language] = next(one for one in order if texts.get(one))
    return found


async def _refer(session: AsyncSession, house: House, answer: Answer) -> None:
    await referrals.settle(session, house.clock())
    one = await referrals.opened(session, answer.key, house.clock())
    if one is not None:
        await _write_to_department(session, house, one, "referral.new")


async def _write_to_department(session: AsyncSession, house: House, one: Waiting, message: str) -> None:
    lines = [Message(message, {"n": one.notes, "department": one.department})]
    lines += [Message("referral.note", {"text": quoted(text)}) for text in one.some]
    link = f"{house.settings.public_url}/staff/answers?department={one.department_id}"
    lines.append(Message("referral.link", {"link": link}))
    for address in await referrals.chats(session, one.department_key):
        await outbox.add(session, address, Reply(tuple(lines)), house.clock(), outbox.BROADCAST)
