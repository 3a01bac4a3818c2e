import asyncio
import contextlib
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator

from bot.wiring import House, now
from handlers.types import Message, Reply
from scheduler.limits import Limits
from scheduler.pacer import Pacer
from scheduler.protocols import Drawn, PersonLeftError, RefusedError, TryLaterError
from storage import outbox
from storage.outbox import Outgoing
from storage.pace import Rate
from storage.tables import AddressRow, OutboxRow
from tests.integration.test_outbox import say
from tests.support.world import Clock

SECOND = dt.timedelta(seconds=1)
FAST = Limits(Rate(10_000, SECOND), Rate(10_000, SECOND, burst=50), Rate(10_000, SECOND, burst=50))


class Post:
    """A channel that notes what it delivers, and can be told to misbehave."""

    name = "telegram"

    def __init__(self) -> None:
        self.delivered: list[tuple[str, str]] = []
        self.errors: dict[str, list[Exception]] = {}

    def parts(self, drawn: Drawn) -> tuple[Drawn, ...]:
        return (drawn,)

    async def send(self, outgoing: Outgoing, drawn: Drawn) -> str | None:
        if self.errors.get(drawn.text):
            raise self.errors[drawn.text].pop(0)
        self.delivered.append((outgoing.address, drawn.text))
        return str(len(self.delivered))

    def is_group(self, address: str) -> bool:
        return address.startswith("-")


@contextlib.asynccontextmanager
async def running(house: House, post: Post, limits: Limits = FAST) -> AsyncIterator[Pacer]:
    pacer = Pacer(post, house.outbox, house.drawing, limits, now)
    task = asyncio.create_task(pacer.run())
    try:
        yield pacer
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def write(house: House, address: str, *replies: Reply, at: dt.datetime | None = None) -> None:
    async with house.database.write() as session:
        row = AddressRow(
            channel="telegram",
            lookup=house.keyring.lookups("telegram", address)[0],
            sealed=house.keyring.seal(address.encode()),
            language="en",
            created_at=now(),
        )
        session.add(row)
        await session.flush()
        for reply in replies:
            await outbox.add(session, row, reply, at or now())


async def until(post: Post, count: int) -> None:
    async with asyncio.timeout(10):
        while len(post.delivered) < count:
            await asyncio.sleep(0.01)


async def states(house: House) -> Counter[str]:
    import sqlalchemy as sa

    async with house.database.read() as session:
        return Counter(await session.scalars(sa.select(OutboxRow.state)))


async def settled(house: House, **wanted: int) -> None:
    async with asyncio.timeout(10):
        while await states(house) != Counter(wanted):
            await asyncio.sleep(0.02)


async def test_everything_arrives_once_and_in_order(house: House) -> None:
    post = Post()
    for number in range(20):
        await write(house, str(number), *(say(f"{number}.{part}") for part in range(3)))
    async with running(house, post):
        await until(post, 60)
        await settled(house, sent=60)
    for number in range(20):
        mine = [text for address, text in post.delivered if address == str(number)]
        assert mine == [f"{number}.{part}" for part in range(3)]


async def test_what_failed_is_tried_again_and_then_the_rest_follows_in_order(house: House) -> None:
    post = Post()
    post.errors["a"] = [TryLaterError("busy", dt.timedelta(milliseconds=50)), ConnectionError()]
    await write(house, "1", say("a"), say("b"))
    async with running(house, post) as pacer:
        await until(post, 2)
        await settled(house, sent=2)
    assert [text for _, text in post.delivered] == ["a", "b"]
    assert pacer.counts.retried == 2


async def test_a_refused_message_does_not_hold_up_the_next(house: House) -> None:
    post = Post()
    post.errors["a"] = [RefusedError("message is too strange")]
    await write(house, "1", say("a"), say("b"))
    async with running(house, post):
        await settled(house, failed=1, sent=1)
    assert [text for _, text in post.delivered] == ["b"]


async def test_to_somebody_who_left_nothing_more_is_sent(house: House) -> None:
    post = Post()
    post.errors["a"] = [PersonLeftError()]
    await write(house, "1", say("a"), say("b"))
    await write(house, "2", say("c"))
    async with running(house, post):
        await settled(house, left=2, sent=1)
    assert post.delivered == [("2", "c")]


async def test_a_wait_for_everybody_holds_everybody(house: House) -> None:
    post = Post()
    limits = Limits(Rate(10_000, SECOND), Rate(10_000, SECOND, burst=50))
    post.errors["a"] = [TryLaterError("flood", dt.timedelta(milliseconds=300), everybody=True)]
    await write(house, "1", say("a"))
    began = now()
    async with running(house, post, limits):
        async with asyncio.timeout(5):
            while post.errors["a"]:
                await asyncio.sleep(0.005)
        await write(house, "2", say("b"))
        await until(post, 2)
    assert now() - began >= dt.timedelta(milliseconds=290)


async def test_a_chat_gets_a_small_burst_then_waits_while_others_go_on(house: House) -> None:
    post = Post()
    limits = Limits(Rate(10_000, SECOND), Rate(1, SECOND, burst=3))
    await write(house, "1", *(say(f"x{number}") for number in range(6)))
    for number in range(2, 10):
        await write(house, str(number), say("hello"))
    async with running(house, post, limits):
        await until(post, 11)
    assert sum(address == "1" for address, _ in post.delivered) == 3


async def test_a_pause_of_the_chat_is_not_an_attempt(house: House) -> None:
    post = Post()
    limits = Limits(Rate(10_000, SECOND), Rate(5, SECOND, burst=1))
    await write(house, "1", say("a"), say("b"), say("c"))
    async with running(house, post, limits):
        await settled(house, sent=3)
    import sqlalchemy as sa

    async with house.database.read() as session:
        assert set(await session.scalars(sa.select(OutboxRow.attempts))) == {1}


async def test_a_message_that_cannot_be_drawn_does_not_stop_the_others(house: House) -> None:
    post = Post()
    await write(house, "1", Reply((Message("no.such.message"),)))
    await write(house, "2", say("b"))
    async with running(house, post):
        await until(post, 1)
    assert post.delivered == [("2", "b")]


async def test_a_telegram_that_is_away_for_an_hour_gets_everything_afterwards_once(house: House, clock: Clock) -> None:
    back = clock() + dt.timedelta(hours=1)
    tries = 0

    class Away(Post):
        async def send(self, outgoing: Outgoing, drawn: Drawn) -> str | None:
            nonlocal tries
            tries += 1
            if clock() < back:
                raise ConnectionError
            return await super().send(outgoing, drawn)

    post = Away()
    for number in range(10):
        await write(house, str(number), say("a"), say("b"), at=clock())
    pacer = Pacer(post, house.outbox, house.drawing, FAST, clock)
    while clock() < back + dt.timedelta(minutes=6):
        await pacer._start_some()
        if pacer._on_the_way:
            await asyncio.wait(set(pacer._on_the_way))
        due = await house.outbox.next_due("telegram", clock())
        clock.now = max(due or clock(), clock() + SECOND)
    assert await states(house) == {"sent": 20}
    assert sorted(post.delivered) == sorted((str(number), text) for number in range(10) for text in "ab")
    assert tries < 10 * 35, "with growing pauses, not all the time"
