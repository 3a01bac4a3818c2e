"""The whole story of a consultation, with many people and several deaths of the program on the way.

A session; the follow-up three days later; results; one answer of an officer to everybody who wrote about the bus; a
pilot action with two milestones, and people who follow it. Time is moved on in between. In the end the fake Telegram's
log is held against what each person should have received.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot import acting, answering, feedback
from bot.demo import add_demo
from bot.settings import Settings
from bot.wiring import build
from handlers.types import Message
from locales import render
from storage import actions, answers
from storage.actions import ActionWords
from storage.answers import Words
from storage.ids import new_id
from storage.search import Theme
from storage.staff import Staff, accept, invite
from storage.tables import ConsultationRow, GroupRow, MessageRow, OutboxRow, SessionRow, TownRow
from tests.channels.fake_bot_api import FakeTelegram
from tests.crash.clock import AheadClock, tuesday_noon
from tests.crash.people import CROWD, LANGUAGES, Someone
from tests.crash.program import Program, settings
from tests.crash.received import SENT, Receipt, Wanted, compare, plain
from tests.support.world import SECRET, KnownSuggester, ready, sqlite_url

CODE = "STORY"
DAYS = 3
"""After so many days comes the follow-up."""
LATENCY = 0.02
END_LIMIT = 900.0
ORDER = ("session", "results", "follow-up", "answer", "session", "first milestone", "follow-up", "results", "session")
"""In which part of the story the program dies next; whatever is left dies with the last milestone."""
BUS = 5
"""One in so many writes about the bus."""
TITLE = {
    "en": "A bus at night",
    "fr": "Un bus la nuit",
    "el": "Λεωφορείο τη νύχτα",
    "ar": "حافلة ليلية",
    "hu": "Éjszakai busz",
}
ANSWER = {
    "en": "A bus goes from September.",
    "fr": "Un bus circule dès septembre.",
    "el": "Από τον Σεπτέμβριο έχει λεωφορείο.",
    "ar": "ستسير حافلة ابتداءً من أيلول.",
    "hu": "Szeptembertől jár a busz.",
}
MILESTONES = tuple({one: f"{title} {number}!" for one, title in TITLE.items()} for number in (1, 2))


class Story:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, people: int, kills: int, *, rate: int, seed: int = 1) -> None:
        self._url = sqlite_url(folder)
        self._clock = AheadClock(folder / "clock")
        self._clock_file = folder / "clock"
        self._chance = random.Random(seed)  # noqa: S311 -- repeatable
        self._count, self._rate = people, rate
        dying = list(ORDER[:kills]) + ["second milestone"] * max(0, kills - len(ORDER))
        self._dies = {part: dying.count(part) for part in dying}
        self._kills: list[float] = []
        self._sent = self._looked = 0

    async def run(self) -> Receipt:
        """Let it happen; the receipt is read from the log of the fake Telegram."""
        await ready(self._url)
        self._clock.set(tuesday_noon(ZoneInfo("Europe/Brussels")))
        async with FakeTelegram() as fake:
            self._fake = fake
            fake.trouble.latency, fake.trouble.overall = LATENCY, self._rate
            self._people = [
                Someone(number, fake.user(number, LANGUAGES[number % len(LANGUAGES)]), bus=number % BUS == 0)
                for number in range(1, self._count + 1)
            ]
            self._program = Program(["--clock", str(self._clock_file)], settings(self._url, fake, self._rate))
            made = Settings(_env_file=None, database_url=self._url, secret_key=SECRET)
            self._house = await build(made, clock=self._clock, source=self._chance, suggester=KnownSuggester())
            try:
                return await self._told()
            finally:
                await self._program.kill()
                await self._house.close()

    async def _told(self) -> Receipt:
        await self._prepare()
        await self._program.start()
        await self._part("session", 5 * self._count, self._session)
        await self._close()
        self._clock.forward(days=DAYS)
        await self._part("follow-up", self._count, self._follow_up)
        self._clock.forward(days=4)
        await self._part("results", self._count, self._results)
        self._clock.forward(days=8)
        await self._part("answer", self._count // BUS, self._answer)
        for days, name, texts in zip((1, 8), ("first milestone", "second milestone"), MILESTONES, strict=True):
            self._clock.forward(days=days)
            await self._part(name, self._count // BUS, partial(self._milestone, name, texts))
        return compare(self._fake.world.ledger, self._kills, {one.number: one.wanted for one in self._people})

    async def _part(self, name: str, messages: int, happens: Callable[[], Awaitable[None]]) -> None:
        """A part of the story in which at least so many messages are sent; the program dies while they are."""
        at = self._count_sent()
        deaths = sorted(at + round(messages * self._chance.uniform(0.1, 0.8)) for _ in range(self._dies.get(name, 0)))
        dying = asyncio.create_task(self._die(deaths))
        await happens()
        async with asyncio.timeout(END_LIMIT):
            await dying
            await self._come_to_rest()

    async def _die(self, deaths: Iterable[int]) -> None:
        for sent in deaths:
            async with asyncio.timeout(END_LIMIT):
                while self._count_sent() < sent:
                    await asyncio.sleep(0.005)
            self._kills.append(await self._program.kill())
            await self._program.start()

    def _count_sent(self) -> int:
        ledger = self._fake.world.ledger
        self._sent += sum(call.method in SENT for call in ledger[self._looked :])
        self._looked = len(ledger)
        return self._sent

    async def _prepare(self) -> None:
        """A consultation with a group that has a first meeting, an admin, and an action."""
        now = self._clock()
        await add_demo(self._house.database, now, self._chance)
        async with self._house.database.write() as session:
            asking = (await session.scalars(sa.select(ConsultationRow))).one()
            asking.follow_up_days = DAYS
            group = GroupRow(
                public_id=self._id(), consultation_id=asking.id, name="Neighbours", kind="meeting", join_code=CODE,
                created_at=now,
            )  # fmt: skip
            session.add(group)
            await session.flush()
            first = SessionRow(
                public_id=self._id(), group_id=group.id, kind="first", state="running", questions=[1], created_at=now
            )
            session.add(first)
            self._session_id = first.public_id
            town = (await session.scalars(sa.select(TownRow.id))).one()
            staff = await accept(session, await invite(session, "admin", now, town_id=town), now, self._id)
            assert staff is not None
            self._me: Staff = staff
            words = ActionWords(asking.public_id, TITLE, {}, "", (), shown=True)
            action = await actions.make(session, town, words, now, self._id)
            assert action is not None
            self._action = action.public_id

    async def _session(self) -> None:
        await self._each(self._people, lambda one: one.answers(CODE))

    async def _close(self) -> None:
        """The meeting is over; the program plans the follow-up by itself."""
        async with self._house.database.write() as session:
            which = SessionRow.public_id == self._session_id
            await session.execute(sa.update(SessionRow).where(which).values(state="closed"))
        planned = sa.select(MessageRow.id).where(MessageRow.kind == "question4")
        async with asyncio.timeout(END_LIMIT):
            while True:
                async with self._house.database.read() as session:
                    if await session.scalar(planned) is not None:
                        return
                await asyncio.sleep(0.1)

    async def _follow_up(self) -> None:
        for one in self._people:
            asked = render(Message("unasked.question4", {"text": Message("question.4")}), one.language)
            one.wanted.append(Wanted("follow-up", (plain(asked),)))
        await self._each(self._people[::4], Someone.answers_again)

    async def _results(self) -> None:
        async with self._house.database.write() as session:
            which = sa.select(SessionRow).where(SessionRow.public_id == self._session_id)
            told = await feedback.of_group(session, (await session.scalars(which)).one(), self._clock())
            texts = {one: f"{title}?" for one, title in TITLE.items()}
            for language in LANGUAGES:
                read = (await feedback.as_read(session, told, texts, language)).text
                for one in self._people:
                    if one.language == language:
                        one.wanted.append(Wanted("results", (plain(read),), photo=True))
            seen = told.fingerprint
            await feedback.approve(session, self._me, told, texts, None, seen, now=self._clock(), new_id=self._id)

    async def _answer(self) -> None:
        for one in self._people:
            if one.bus:
                one.wanted.append(Wanted("answer", (one.note, ANSWER[one.language])))
        followers = self._people[3 :: 5 * BUS]
        await self._each(followers, lambda one: one.follows(self._action, TITLE[one.language]))
        async with self._house.database.write() as session:
            made = await answers.draft(session, self._me, Theme(words="bus"), None, self._clock(), self._id)
            found = await answers.one(session, self._me.town_id, made or "")
            assert found is not None
            await answers.save(session, found, Words("accepted", ANSWER, {}, action=self._action))
        assert await answering.send(self._house, self._me, found.id)
        self._followers = {one.number for one in followers}

    async def _milestone(self, name: str, texts: dict[str, str]) -> None:
        for one in self._people:
            own = (one.note,) if one.bus else ()
            if one.bus or one.number in self._followers:
                one.wanted.append(Wanted(name, (*own, texts[one.language])))
        async with self._house.database.write() as session:
            action = await actions.action_of(session, self._me.town_id, self._action)
            assert action is not None
            today = self._clock().date()
            made = await actions.add_milestone(session, action, texts, today, self._clock(), self._id)
        assert await acting.announce(self._house, self._me, self._action, made)

    async def _each(self, people: Iterable[Someone], does: Callable[[Someone], Awaitable[None]]) -> None:
        """Some of them at a time."""
        room = asyncio.Semaphore(CROWD)

        async def one_of(one: Someone) -> None:
            async with room:
                await does(one)

        async with asyncio.TaskGroup() as tasks:
            for one in people:
                tasks.create_task(one_of(one))

    async def _come_to_rest(self) -> None:
        """Until all updates are taken and everything is sent."""
        quiet = 0
        while quiet < 3:
            quiet = 0 if await self._busy() else quiet + 1
            await asyncio.sleep(0.1)

    async def _busy(self) -> bool:
        if self._fake.world.updates:
            return True
        async with self._house.database.read() as session:
            waiting = sa.select(OutboxRow.id).where(OutboxRow.state.in_(["pending", "sending"])).limit(1)
            going = sa.select(MessageRow.id).where(
                MessageRow.state.in_(["planned", "sending"]), MessageRow.due_at <= self._clock()
            )
            return (await session.scalar(waiting)) is not None or (await session.scalar(going.limit(1))) is not None

    def _id(self) -> str:
        return new_id(self._chance)


def main() -> int:
    """``make ledger``: run and print; 1 if somebody did not get exactly what they should have."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.story", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rate", type=int, default=200, help="messages a second, of the program and of the fake")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder), asked.people, asked.kills, rate=asked.rate, seed=asked.seed)
        receipt = asyncio.run(story.run())
    shown = [f"  lost: {one}" for one in receipt.lost[:20]] + [
        f"  unexpected: {one}" for one in receipt.unexpected[:20]
    ]
    minutes = (time.monotonic() - begun) / 60
    sys.stdout.write("\n".join([f"{receipt}; {minutes:.1f} minutes", *shown]) + "\n")
    return 0 if receipt.good and receipt.kills == asked.kills else 1


if __name__ == "__main__":
    raise SystemExit(main())
