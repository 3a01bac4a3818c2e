"""A facilitator with nothing but Telegram: in with a link, lead a meeting, speak to all, link the group's chat."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.channels.telegram import Telegram
from bot.wiring import House
from scheduler.broadcast import Broadcasts
from storage.erasure import purge
from storage.staff import invite
from storage.tables import AddressRow, ConsultationRow, GroupRow, SessionRow, StaffGroupRow, StaffRow, TownRow
from tests.channels.fake_bot_api import FakeTelegram, User
from tests.channels.telegram.conftest import running


@pytest.fixture
async def town(house: House) -> str:
    """A town with a consultation that is no demo, and an invitation's secret."""
    async with house.database.write() as session:
        row = (await session.scalars(sa.select(TownRow))).one()
        demo = (await session.scalars(sa.select(ConsultationRow))).one()
        demo.demo = False
        return await invite(session, "facilitator", house.clock(), town_id=row.id)


@pytest.fixture
async def telegram(house: House, town: str) -> AsyncIterator[Telegram]:  # noqa: ARG001 -- the town must be there first
    async with running(house) as channel:
        leading = asyncio.create_task(house.leader.run())
        yield channel
        leading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leading


async def come_in(user: User, token: str) -> None:
    user.says(f"/start s-{token}")
    await user.until("lead your groups")


async def make_group(house: House, user: User, name: str = "Library") -> GroupRow:
    user.says("/groups")
    await user.until("New group")
    user.presses("New group")
    await user.until("Write its name")
    user.says(name)
    await user.until("is ready", 60)  # the first text of all loads the coder
    async with house.database.read() as session:
        return (await session.scalars(sa.select(GroupRow).where(GroupRow.name == name))).one()


async def joins(user: User, code: str) -> None:
    user.says(f"/start {code}")
    await user.until("I take part")
    user.presses("I take part")
    await user.until("comes when everybody is here")


@pytest.mark.usefixtures("telegram")
async def test_from_the_link_to_a_meeting_on_the_phone(fake: FakeTelegram, house: House, town: str) -> None:
    her, citizen = fake.user(1), fake.user(2)
    await come_in(her, town)
    group = await make_group(house, her)
    await joins(citizen, group.join_code)
    her.says("/groups")
    await her.until("Which group?")
    her.presses("Library")
    await her.until("1 here")
    her.presses("Start")
    await her.until("It has begun")
    await citizen.until("1 of 3")
    citizen.says("quiet nights")
    await citizen.until("Just write")
    her.presses("Look again")
    await her.until("1 writing · 1 note")
    old = her.last.id
    her.presses("Next")
    await citizen.until("2 of 3")
    her.presses_data(f"f:m:{group.public_id}:1:next", old)
    await her.until("A colleague was quicker")
    her.presses("End the meeting")
    await citizen.until("This meeting is over")
    await her.until("Look again")
    her.presses("Look again")
    await her.until("Next meeting")
    her.presses("Next meeting")
    await her.until("The next meeting is ready")
    async with house.database.read() as session:
        kinds = list(await session.scalars(sa.select(SessionRow.kind).where(SessionRow.group_id == group.id)))
    assert kinds == ["first", "second"]


@pytest.mark.usefixtures("telegram")
async def test_the_link_works_once_and_for_nobody_else(fake: FakeTelegram, house: House, town: str) -> None:
    her, other = fake.user(1), fake.user(2)
    await come_in(her, town)
    group = await make_group(house, her)
    other.says(f"/start s-{town}")
    await other.until("used already")
    other.says("/groups")
    await other.until("do not know this command")
    assert not other.sees("Library")
    other.presses_data(f"f:m:{group.public_id}:0:start", other.last.id)
    other.presses_data(f"f:w:{group.public_id}", other.last.id)
    other.says("my words")
    await other.until("your text is waiting")
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.group_id == group.id))).one()
        assert row.state == "planned"
        assert len(list(await session.scalars(sa.select(StaffRow)))) == 1


@pytest.mark.usefixtures("telegram")
async def test_another_facilitators_group_is_like_an_old_button(fake: FakeTelegram, house: House, town: str) -> None:
    her, other = fake.user(1), fake.user(2)
    await come_in(her, town)
    group = await make_group(house, her)
    async with house.database.write() as session:
        key = (await session.scalars(sa.select(TownRow.id))).one()
        second = await invite(session, "facilitator", house.clock(), town_id=key)
    await come_in(other, second)
    other.presses_data(f"f:m:{group.public_id}:0:start", other.last.id)
    await other.until("no longer")
    other.presses_data("f:nonsense:::", other.last.id)
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(SessionRow).where(SessionRow.group_id == group.id))).one()
    assert row.state == "planned"


@pytest.mark.usefixtures("telegram")
async def test_words_to_all_go_out_once_and_to_the_groups_chat(fake: FakeTelegram, house: House, town: str) -> None:
    her, citizen, chat = fake.user(1), fake.user(2), fake.group()
    await come_in(her, town)
    group = await make_group(house, her)
    await joins(citizen, group.join_code)
    chat.says(citizen, f"/link@wellsay_test_bot {group.join_code}")
    await fake.world.until(lambda: chat.seen_from_bot)
    assert "Only a facilitator" in chat.seen_from_bot[-1].text
    chat.says(her, f"/link@wellsay_test_bot {group.join_code}")
    await fake.world.until(lambda: len(chat.seen_from_bot) > 1)
    her.presses("My groups")
    await her.until("Which group?")
    her.presses("Library")
    await her.until("Write to all")
    her.presses("Start")
    await her.until("It has begun")
    her.presses("Look again")
    await her.until("Write to all")
    her.presses("Write to all")
    await her.until("in one message")
    her.says("Coffee is ready in the next room")
    await her.until("To 1 person, about 1 second")
    query = her.last.id
    her.presses("Send")
    await her.until("on its way")
    her.presses_data(f"f:send:{group.public_id}", query)
    await her.until("no longer")
    await Broadcasts(house.database, house.clock, house.bell.ring, 1000).work()
    await citizen.until("Coffee is ready")
    await fake.world.until(lambda: any("Coffee" in one.text for one in chat.seen_from_bot))
    her.presses("How many got it?")
    await her.until("1 delivered")
    assert sum("Coffee" in one.text for one in citizen.seen_from_bot) == 1


@pytest.mark.usefixtures("telegram")
async def test_a_linked_chat_that_moves_stays_linked_and_is_kept(fake: FakeTelegram, house: House, town: str) -> None:
    her, chat = fake.user(), fake.group()
    await come_in(her, town)
    group = await make_group(house, her)
    chat.says(her, f"/link {group.join_code}")
    await fake.world.until(lambda: chat.seen_from_bot)
    moved = chat.moves(-1000000002001)
    moved.says(her, f"/link {group.join_code}")
    await fake.world.until(lambda: moved.seen_from_bot)
    async with house.database.write() as session:
        await session.execute(sa.update(AddressRow).values(expires_at=house.clock()))
        await purge(session, house.clock())
        row = (await session.scalars(sa.select(GroupRow).where(GroupRow.id == group.id))).one()
        kept = await session.get_one(AddressRow, row.chat_id)
    assert house.keyring.open(kept.sealed).decode() == "-1000000002001"
    her.says("/groups")
    await her.until("Which group?")


@pytest.mark.usefixtures("telegram")
async def test_no_qr_code_that_leads_nowhere(fake: FakeTelegram, house: House, town: str) -> None:
    her = fake.user()
    await come_in(her, town)
    group = await make_group(house, her)
    her.presses_data(f"f:q:{group.public_id}", her.last.id)
    await her.until(f"start={group.join_code}")
    assert her.sees("localhost")
    house.settings.public_url = "https://kavala.example"
    her.presses_data(f"f:q:{group.public_id}", her.last.id)
    await her.until(f"https://kavala.example/c/{group.join_code}")
    await fake.world.until(lambda: fake.world.calls("sendDocument"))


async def test_ending_somebodys_work_ends_it_on_telegram_too(
    fake: FakeTelegram, house: House, town: str, telegram: Telegram
) -> None:
    assert telegram.name
    her = fake.user()
    await come_in(her, town)
    await make_group(house, her)
    async with house.database.write() as session:
        await session.execute(sa.update(StaffRow).values(revoked_at=house.clock()))
        assert len(list(await session.scalars(sa.select(StaffGroupRow)))) == 1
    her.says("/groups")
    await her.until("do not know this command")
