"""Leases and addresses that move, on both databases."""

from __future__ import annotations

import datetime as dt

from bot.wiring import House
from handlers.types import Command, Inbound
from storage.addresses import move_address
from storage.leases import Lease
from tests.channels.telegram.steps import addresses
from tests.support.world import Clock

MINUTE = dt.timedelta(minutes=1)


async def test_only_one_holds_a_lease_until_it_runs_out_or_is_given_back(either_house: House, clock: Clock) -> None:
    one, two = (Lease(either_house.database, "work", holder) for holder in ("one", "two"))
    assert await one.take(clock(), MINUTE)
    assert not await two.take(clock(), MINUTE)
    clock.forward(seconds=40)
    assert await one.take(clock(), MINUTE), "renewed"
    clock.forward(seconds=40)
    assert not await two.take(clock(), MINUTE)
    clock.forward(seconds=20)
    assert await two.take(clock(), MINUTE)
    assert not await one.take(clock(), MINUTE)
    await one.give_back(clock())
    assert not await one.take(clock(), MINUTE), "what one does not hold, one cannot give back"
    await two.give_back(clock())
    assert await one.take(clock(), MINUTE)


async def test_a_group_that_moves_keeps_its_conversation(either_house: House, clock: Clock) -> None:
    async def posts(address: str, number: int) -> None:
        content = Command("question", "DEMO")
        await either_house.runner.handle(Inbound("telegram", str(number), address, content, clock(), place="group"))

    await posts("-1", 1)
    await move_address(either_house.database, either_house.keyring, "telegram", "-1", "-100")
    await posts("-100", 2)
    (moved,) = await addresses(either_house)
    assert either_house.keyring.open(moved.sealed) == b"-100"
    await posts("-2", 3)
    await move_address(either_house.database, either_house.keyring, "telegram", "-2", "-100")
    assert [one.id for one in await addresses(either_house)] == [moved.id], "the new one was known already"
