"""The pace of a channel and of a chat, over all processes."""

import asyncio
import datetime as dt
import itertools

from bot.wiring import House
from scheduler.limits import CHAT, GROUP, SECOND
from storage.outbox import Outgoing, Paces
from storage.pace import Rate
from tests.integration.test_outbox import LEASE, say, write_to
from tests.support.world import Clock

PACES = Paces(Rate(10, SECOND), lambda address: GROUP if address.startswith("-") else CHAT)


async def claim(house: House, limit: int = 10, sender: str = "a") -> list[Outgoing]:
    return list(await house.outbox.claim("telegram", limit, house.clock(), LEASE, paces=PACES, sender=sender))


async def test_several_processes_share_one_pace(either_house: House) -> None:
    for number in range(40):
        await write_to(either_house, str(number), say("x"))
    taken = await asyncio.gather(*(claim(either_house, 5, f"p{number}") for number in range(8)))
    places = sorted(one.at for batch in taken for one in batch if one.at)
    assert len(places) == 40
    assert {later - earlier for earlier, later in itertools.pairwise(places)} == {SECOND / 10}
    assert places[0] == either_house.clock()


async def sent_to(house: House, clock: Clock, address: str, seconds: int) -> int:
    """How many of many messages to one chat leave within some seconds, by two processes in turn."""
    for _ in range(30):
        await write_to(house, address, say("x"))
    count, end = 0, clock() + seconds * SECOND
    while clock() < end:
        for one in await claim(house, 1, f"p{count % 2}"):
            await house.outbox.sent(one.id, "1", clock())
            count += 1
        due = await house.outbox.next_due("telegram", clock())
        assert due
        clock.now = max(due, clock() + SECOND / 100)
    return count


async def test_a_chat_gets_a_burst_then_one_a_second(either_house: House, clock: Clock) -> None:
    assert await sent_to(either_house, clock, "1", 10) in (12, 13)


async def test_a_group_gets_twenty_a_minute(house: House, clock: Clock) -> None:
    assert await sent_to(house, clock, "-1", 60) in (22, 23)


async def test_a_chat_or_all_are_closed_for_every_process(either_house: House, clock: Clock) -> None:
    first = await write_to(either_house, "1", say("x"))
    await write_to(either_house, "2", say("y"))
    await either_house.outbox.close_chat(first, clock() + dt.timedelta(seconds=9))
    (one,) = await claim(either_house)
    assert one.address == "2"
    await either_house.outbox.later(one.id, clock(), "429")
    await either_house.outbox.close("telegram", clock() + dt.timedelta(seconds=5))
    (one,) = await claim(either_house, sender="b")
    assert one.at == clock() + dt.timedelta(seconds=5)
    clock.forward(seconds=9)
    (one,) = await claim(either_house, sender="b")
    assert one.address == "1"


async def test_what_a_dead_process_had_claimed_is_taken_up_at_once_and_what_a_living_one_has_is_not(
    either_house: House, clock: Clock
) -> None:
    from storage.leases import Lease
    from storage.outbox import SENDER

    await write_to(either_house, "1", say("x"))
    alive = Lease(either_house.database, SENDER + "a", "a")
    await alive.take(clock(), dt.timedelta(seconds=10))
    (first,) = await claim(either_house, sender="a")
    clock.forward(seconds=9)
    assert await claim(either_house, sender="b") == []
    await alive.take(clock(), dt.timedelta(seconds=10))
    clock.forward(seconds=9)
    assert await claim(either_house, sender="b") == []
    clock.forward(seconds=2)
    assert await claim(either_house, sender="a") == [], "nobody takes up what they are sending themselves"
    (again,) = await claim(either_house, sender="b")
    assert again.id == first.id
