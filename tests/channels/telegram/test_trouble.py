"""When Telegram refuses, is slow, or is away: nothing is lost, nothing doubled beyond what is in flight."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from bot.channels import telegram_send
from bot.wiring import House
from locales.translator import POP_ISOLATE
from scheduler.limits import SECOND
from storage.pace import Rate
from tests.channels.fake_bot_api import FakeTelegram, Fault, User
from tests.channels.telegram.conftest import QUICK, MakeHouse, running
from tests.channels.telegram.steps import addresses, notes, settled, takes_part


def copies(user: User, text: str) -> int:
    return sum(text in one.text for one in user.seen_from_bot)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", status=429, retry_after=0.05, times=2),
        Fault("sendMessage", status=500, times=3),
        Fault("sendMessage", status=502, times=1),
        Fault("sendMessage", "garbage", times=2),
        Fault("sendMessage", "drop", times=2),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
@pytest.mark.usefixtures("telegram")
async def test_a_refused_message_arrives_later_and_once(fake: FakeTelegram, house: House, fault: Fault) -> None:
    user = fake.user()
    await takes_part(user)
    fake.trouble.plan(fault)
    user.says("quiet nights")
    await user.until("quiet nights")
    assert copies(user, "quiet nights") == 1
    assert len(await notes(house)) == 1
    await settled(house)


@pytest.mark.usefixtures("telegram")
async def test_a_time_out_after_telegram_accepted_doubles_at_most_once(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.pacer.SEND_LIMIT", dt.timedelta(milliseconds=300))
    user = fake.user()
    await takes_part(user)
    fake.trouble.plan(Fault("sendMessage", "hang", accepted=True))
    user.says("quiet nights")
    await fake.world.until(lambda: copies(user, "quiet nights") == 2)
    user.says("friends")
    await user.until("friends")
    assert len(await notes(house)) == 2


@pytest.mark.usefixtures("telegram")
async def test_whoever_blocks_the_bot_is_left_alone_until_they_write(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.blocks(told=False)
    user.says("quiet nights")
    await fake.world.until(lambda: fake.world.calls("sendMessage", user.id, 403))
    async with asyncio.timeout(5):
        while (await addresses(house))[0].left_at is None:
            await asyncio.sleep(0.01)
    house.bell.ring("telegram")
    await asyncio.sleep(0.1)
    assert len(fake.world.calls("sendMessage", user.id, 403)) == 1
    user.unblocks()
    user.says("friends")
    await user.until("friends")
    assert (await addresses(house))[0].left_at is None


@pytest.mark.usefixtures("telegram")
async def test_telegrams_word_that_somebody_left_is_enough(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.blocks()
    async with asyncio.timeout(5):
        while (await addresses(house))[0].left_at is None:
            await asyncio.sleep(0.01)
    assert not fake.world.calls("sendMessage", user.id, 403)


@pytest.mark.usefixtures("telegram")
async def test_a_receipt_that_cannot_be_edited_comes_anew(fake: FakeTelegram) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    receipt = await user.until("quiet nights")
    action = receipt.rows[0][0]["callback_data"]
    del fake.world.chats[user.id].messages[receipt.id]
    user.presses_data(action, receipt.id)
    assert "✓" in (await user.until("quiet nights")).text


@pytest.mark.usefixtures("telegram")
async def test_an_edit_that_changes_nothing_counts_as_sent(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    receipt = await user.until("quiet nights")
    ids = (await notes(house))[0].public_id
    user.presses_data(f"card:{ids}", receipt.id)
    await fake.world.until(lambda: fake.world.calls("editMessageText", user.id, 400))
    user.says("friends")
    await user.until("friends")
    assert copies(user, "quiet nights") == 1
    await settled(house)


async def test_fifty_messages_in_a_second_are_fifty_notes_and_few_receipts(
    fake: FakeTelegram, make_house: MakeHouse
) -> None:
    interval = 0.2
    fake.trouble.chat_interval = interval * 0.5  # a busy machine holds one up, and the next seems early
    fake.trouble.retry_after = interval
    house = await make_house()
    tempo = replace(QUICK, chat=Rate(1 / interval, SECOND))
    async with running(house, tempo):
        user = fake.user()
        await takes_part(user)
        for n in range(50):
            user.says(f"idea number {n}")
        async with asyncio.timeout(30):
            while len(await notes(house)) < 50:
                await asyncio.sleep(0.05)
        await settled(house, 30)
    stored = await notes(house)
    assert sorted(one.number for one in stored) == list(range(1, 51))
    assert [one.text for one in stored] == [f"idea number {n}" for n in range(50)], "in the order they were written"
    seen = "\n".join(one.text for one in user.seen_from_bot)
    assert all(f"idea number {n}{POP_ISOLATE}" in seen for n in range(50)), "every note has its receipt"
    assert len(user.seen_from_bot) < 30
    assert fake.trouble.refusals == 0, "the pace of a chat is kept"


async def test_the_limits_of_telegram_are_kept_over_all_chats(fake: FakeTelegram, make_house: MakeHouse) -> None:
    fake.trouble.overall = 30
    house = await make_house(telegram_rate=28)
    async with running(house):
        users = [fake.user(n) for n in range(1, 61)]
        for user in users:
            user.says("/start DEMO")
        for user in users:
            await user.until("I take part", 20)
    assert [copies(user, "Hello!") for user in users] == [1] * 60
    assert fake.trouble.refusals == 0


async def test_when_telegram_refuses_all_everybody_waits_and_nobody_is_forgotten(
    fake: FakeTelegram, make_house: MakeHouse
) -> None:
    fake.trouble.overall = 10
    fake.trouble.retry_after = 1
    house = await make_house(telegram_rate=1000)
    async with running(house):
        users = [fake.user(n) for n in range(1, 31)]
        for user in users:
            user.says("/start DEMO")
        for user in users:
            await user.until("I take part", 20)
    assert [copies(user, "Hello!") for user in users] == [1] * 30
    assert fake.trouble.refusals <= 3 * 16, "at most what is in flight, each time"


@pytest.mark.usefixtures("telegram")
async def test_one_flooded_chat_does_not_hold_up_the_others(fake: FakeTelegram) -> None:
    slow, quick = fake.user(1), fake.user(2)
    fake.trouble.plan(Fault("sendMessage", status=429, retry_after=30, chat=slow.id))
    slow.says("/start DEMO")
    await fake.world.until(lambda: fake.world.calls("sendMessage", slow.id, 429))
    quick.says("/start DEMO")
    await quick.until("I take part", 3)
    assert not slow.seen_from_bot


async def test_a_wrong_token_is_said_once_and_waited_out(
    fake: FakeTelegram, make_house: MakeHouse, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.token = "4242:another"
    house = await make_house(telegram_token="4242:mistyped-and-secret")
    async with running(house):
        await fake.world.until(lambda: fake.world.calls("getMe", status=401))
        await asyncio.sleep(0.1)
    assert len(fake.world.calls("getMe")) == 2, "once when it is connected, once when it begins; then it waits"
    out = capsys.readouterr().out
    assert "WELLSAY_TELEGRAM_TOKEN" in out
    assert "mistyped" not in out


@pytest.mark.usefixtures("telegram")
async def test_nothing_personal_is_logged(fake: FakeTelegram, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    user = fake.user(987654321)
    await takes_part(user)
    for kind in ("status", "garbage", "drop"):
        fake.trouble.plan(Fault("sendMessage", kind))
    fake.trouble.plan(Fault("sendMessage", status=400))
    fake.trouble.plan(Fault("getUpdates", "garbage"))
    fake.trouble.plan(Fault("getUpdates", "drop"))
    user.says("my neighbour Maria drinks")
    user.sends(text="my neighbour Maria drinks", poll={"odd": 1})
    await fake.world.until(lambda: not any(one.times for one in fake.trouble.faults))
    await settled(house)
    logged = capsys.readouterr()
    assert "send_refused" in logged.out
    for secret in ("987654321", "Maria", fake.token, fake.token.partition(":")[2]):
        assert secret not in logged.out + logged.err


def test_previews_of_links_are_off() -> None:
    assert telegram_send.NO_PREVIEW.is_disabled


async def pages(house: House, most: int | None = None) -> int:
    """How big the database is, in pages; ``most``: it may not grow beyond."""
    async with house.database.engine.connect() as connection:
        if most is not None:
            await connection.exec_driver_sql(f"PRAGMA max_page_count={most}")
        return int((await connection.exec_driver_sql("PRAGMA page_count")).scalar_one())


@pytest.mark.usefixtures("telegram")
async def test_when_the_disk_is_full_people_hear_it_once_and_nothing_is_lost(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    await settled(house)
    await pages(house, await pages(house))
    for number in range(12):
        user.says(f"quiet {number} " + "and long " * 200)
    await user.until("I cannot keep anything right now")
    await asyncio.sleep(0.3)
    assert copies(user, "I cannot keep anything right now") == 1
    await pages(house, 1_000_000)
    async with asyncio.timeout(20):
        while len(await notes(house)) < 12:
            await asyncio.sleep(0.05)
    await settled(house, 20)
    assert sorted(one.number for one in await notes(house)) == list(range(1, 13))
