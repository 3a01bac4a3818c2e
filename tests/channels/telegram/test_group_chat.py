"""A group's own chat on Telegram has bad luck: the facilitator is told in one sentence, and nobody misses her words."""

from __future__ import annotations

import asyncio

import pytest

from bot.wiring import House
from scheduler.broadcast import Broadcasts
from tests.channels.fake_bot_api import FakeTelegram, User
from tests.channels.fake_bot_api.users import Group
from tests.channels.telegram.test_facilitator import come_in, joins, make_group, telegram, town

PATIENCE = 30
__all__ = ["telegram", "town"]
REFUSED = "The group's chat cannot be written to. Add the bot again, or let it write there."


async def linked(fake: FakeTelegram, house: House, town: str) -> tuple[User, User, Group, str]:
    """A facilitator, somebody of her group, the group's chat, and the group."""
    her, citizen, chat = fake.user(1), fake.user(2), fake.group()
    await come_in(her, town)
    group = await make_group(house, her)
    await joins(citizen, group.join_code)
    chat.says(her, f"/link {group.join_code}")
    await fake.world.until(lambda: chat.seen_from_bot)
    her.presses_data(f"f:g:{group.public_id}", her.last.id)
    await her.until("Start")
    her.presses("Start")
    await her.until("It has begun")
    return her, citizen, chat, group.public_id


async def tells(house: House, her: User, citizen: User, group: str, words: str) -> None:
    """Words to all, and a look at what became of them, until everybody has them."""
    her.presses_data(f"f:w:{group}", her.last.id)
    await her.until("in one message")
    her.says(words)
    await her.until(words)
    her.presses("Send")
    await her.until("on its way")
    await Broadcasts(house.database, house.clock, house.bell.ring, 1000).work()
    await citizen.until(words)


@pytest.mark.usefixtures("telegram")
@pytest.mark.parametrize("told", [True, False])
async def test_the_bot_is_removed_from_the_chat_and_let_in_again(
    fake: FakeTelegram,
    house: House,
    town: str,
    told: bool,  # noqa: FBT001 -- a case
) -> None:
    her, citizen, chat, group = await linked(fake, house, town)
    before = len(chat.seen_from_bot)
    chat.removes_bot(citizen, told=told)
    await tells(house, her, citizen, group, "Coffee is ready")
    await until_told(her, "How many got it?", REFUSED)
    assert her.sees("1 delivered")
    assert len(chat.seen_from_bot) == before
    chat.lets_bot_back()
    await tells(house, her, citizen, group, "Cake is ready")
    await fake.world.until(lambda: any("Cake" in one.text for one in chat.seen_from_bot))
    await until_told(her, "How many got it?", "It is in the group's chat.")


@pytest.mark.usefixtures("telegram")
async def test_the_bot_loses_the_right_to_write(
    fake: FakeTelegram,
    house: House,
    town: str,
) -> None:
    her, citizen, chat, group = await linked(fake, house, town)
    chat.mutes_bot()
    await tells(house, her, citizen, group, "Coffee is ready")
    await until_told(her, "How many got it?", REFUSED)
    chat.lets_bot_back()
    await tells(house, her, citizen, group, "Cake is ready")
    await fake.world.until(lambda: any("Cake" in one.text for one in chat.seen_from_bot))


@pytest.mark.usefixtures("telegram")
async def test_the_chat_becomes_a_supergroup_and_nobody_says_so(
    fake: FakeTelegram,
    house: House,
    town: str,
) -> None:
    her, citizen, chat, group = await linked(fake, house, town)
    moved = chat.moves(-1000000002001, told=False)
    await tells(house, her, citizen, group, "Coffee is ready")
    await fake.world.until(lambda: any("Coffee" in one.text for one in moved.seen_from_bot), PATIENCE)
    await until_told(her, "How many got it?", "It is in the group's chat.")
    assert sum("Coffee" in one.text for one in moved.seen_from_bot) == 1


async def until_told(her: User, label: str, words: str) -> None:
    """Look again until it is so."""
    her.presses(label)
    await her._world.until(lambda: "delivered" in her.last.text)
    async with asyncio.timeout(PATIENCE):
        while words not in her.last.text:
            her.presses("Look again", her.last.id)
            await asyncio.sleep(0.3)
