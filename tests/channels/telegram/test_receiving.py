"""Receiving: duplicates, odd orders and kinds, failing turns, two pollers, and a webhook that strangers try."""

from __future__ import annotations

import asyncio
import io
import json

import aiohttp
import pytest
from sqlalchemy.exc import OperationalError

from bot.wiring import House
from handlers.types import Inbound, Text
from tests.channels.fake_bot_api import FakeTelegram, Fault
from tests.channels.telegram.conftest import MakeHouse, running, served
from tests.channels.telegram.steps import notes, takes_part


@pytest.mark.usefixtures("telegram")
async def test_an_update_that_comes_twice_is_worked_on_once(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    await takes_part(user)
    user.says("quiet nights")
    again = fake.world.updates[-1]
    await user.until("quiet nights")
    fake.world.push("message", again["message"], update_id=again["update_id"])
    user.says("friends")
    await user.until("friends")
    assert [one.text for one in await notes(house)] == ["quiet nights", "friends"]


async def test_updates_out_of_order_are_all_kept(fake: FakeTelegram, house: House) -> None:
    user = fake.user()
    async with running(house):
        await takes_part(user)
    early, late = fake.world.next_update_id(), fake.world.next_update_id()
    user.says("the second idea")
    fake.world.updates[-1]["update_id"] = late
    user.says("the first idea")
    fake.world.updates[-1]["update_id"] = early
    async with running(house):
        await user.until("the second idea")
        await user.until("the first idea")
    assert [one.text for one in await notes(house)] == ["the first idea", "the second idea"]


@pytest.mark.parametrize("kind", ["message_reaction", "channel_post", "something_of_tomorrow", "poll"])
@pytest.mark.usefixtures("telegram")
async def test_unknown_kinds_of_update_are_passed_over(fake: FakeTelegram, kind: str) -> None:
    user = fake.user()
    fake.world.push(
        kind, {"chat": {"id": 1, "type": "channel", "title": "News"}, "message_id": 1, "date": 1, "text": "hi"}
    )
    await takes_part(user)
    assert not fake.world.updates


async def test_a_turn_that_fails_is_tried_again(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = Failing(house, times=1)
    monkeypatch.setattr(house.runner, "handle", fails)
    async with running(house):
        user = fake.user()
        await takes_part(user)
        user.says("quiet nights")
        await user.until("quiet nights")
    assert fails.raised == 1
    assert [one.text for one in await notes(house)] == ["quiet nights"]


async def test_a_turn_that_always_fails_does_not_block_what_follows(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = Failing(house, times=1000)
    monkeypatch.setattr(house.runner, "handle", fails)
    async with running(house):
        user = fake.user()
        await takes_part(user)
        user.says("quiet nights")
        user.says("friends")
        await user.until("friends")
    assert fails.raised == 3


async def test_while_the_database_is_away_nothing_is_given_up(
    fake: FakeTelegram, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = Failing(house, times=8, error=OperationalError("UPDATE", {}, Exception("database is locked")))
    monkeypatch.setattr(house.runner, "handle", fails)
    async with running(house):
        user = fake.user()
        await takes_part(user)
        user.says("quiet nights")
        await user.until("quiet nights")
    assert [one.text for one in await notes(house)] == ["quiet nights"]


class Failing:
    """A runner's ``handle`` that fails at "quiet nights"."""

    def __init__(self, house: House, times: int, error: Exception | None = None) -> None:
        self._handle = house.runner.handle
        self._times = times
        self._error = error or RuntimeError("a fault in the turn")
        self.raised = 0

    async def __call__(self, inbound: Inbound) -> object:
        if isinstance(inbound.content, Text) and inbound.content.text == "quiet nights" and self.raised < self._times:
            self.raised += 1
            raise self._error
        return await self._handle(inbound)


async def test_of_two_pollers_one_asks_and_the_other_takes_over(fake: FakeTelegram, make_house: MakeHouse) -> None:
    user = fake.user()
    async with running(await make_house(), send=False):
        await fake.world.until(lambda: fake.world.calls("getUpdates"))
        async with running(await make_house()):
            await takes_part(user)
            assert not fake.world.calls("getUpdates", status=409)
            asked = len(fake.world.calls("getUpdates"))
            await fake.world.until(lambda: len(fake.world.calls("getUpdates")) > asked)
    async with running(await make_house()):
        user.says("quiet nights")
        await user.until("quiet nights")
    assert not fake.world.calls("getUpdates", status=409)


@pytest.mark.usefixtures("telegram")
async def test_polling_outlives_telegrams_troubles(fake: FakeTelegram) -> None:
    for fault in (
        Fault("getUpdates", status=502, times=2),
        Fault("getUpdates", "garbage"),
        Fault("getUpdates", "drop"),
        Fault("getUpdates", status=429, retry_after=0.05),
        Fault("getUpdates", status=409),
    ):
        fake.trouble.plan(fault)
    await takes_part(fake.user())
    assert not any(one.times for one in fake.trouble.faults)


async def test_the_webhook_repeats_what_failed(
    fake: FakeTelegram, make_house: MakeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await make_house()
    fails = Failing(house, times=1)
    monkeypatch.setattr("bot.runner.Runner.handle", lambda _self, inbound: fails(inbound))
    async with served(make_house):
        user = fake.user()
        await takes_part(user)
        user.says("quiet nights")
        await fake.world.until(lambda: not fake.world.updates)
    assert 503 in fake.webhook_statuses
    assert [one.text for one in await notes(house)] == ["quiet nights"]


async def test_strangers_and_broken_bodies_are_refused_at_the_webhook(
    fake: FakeTelegram, make_house: MakeHouse
) -> None:
    async with served(make_house) as (house, url), aiohttp.ClientSession() as client:
        await takes_part(fake.user())
        good = fake.world.webhook["secret_token"]

        async def post(body: bytes, secret: str | None = good) -> int:
            headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
            async with client.post(url, data=io.BytesIO(body), headers=headers) as response:
                return response.status

        text = {"message_id": 900, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": "not from Telegram"}
        update = json.dumps({"update_id": 99999, "message": text}).encode()
        assert await post(update, None) == 403
        assert await post(update, "wrong") == 403
        assert await post(update, "wröng") == 403
        assert await post(update, good.upper()) == 403
        for broken in (b"", b"{", b"[]", b"[" * 100_000, b'{"update_id": "x"}', b"\xff\xfe\x00", b"null"):
            assert await post(broken) == 400
        assert await post(b" " * (1024 * 1024 + 1)) == 413
        assert await post(b'{"update_id": 100001, "message": {"odd": true}}') == 200
        assert await notes(house) == []
        assert await post(update) == 200
        assert [one.text for one in await notes(house)] == ["not from Telegram"]


async def test_webhook_mode_tells_telegram_where_and_what(fake: FakeTelegram, make_house: MakeHouse) -> None:
    async with served(make_house) as (_house, url):
        await fake.world.until(lambda: fake.world.webhook)
        assert fake.world.webhook["url"] == url
        assert set(fake.world.webhook["allowed_updates"]) == {
            "message",
            "edited_message",
            "callback_query",
            "my_chat_member",
        }
    async with running(await make_house()):
        await fake.world.until(lambda: fake.world.calls("getUpdates"))
        assert not fake.world.webhook


async def test_a_restart_finds_the_place_again(fake: FakeTelegram, make_house: MakeHouse) -> None:
    user = fake.user()
    async with running(await make_house()):
        await takes_part(user)
    user.says("quiet nights")
    async with running(await make_house()):
        await user.until("quiet nights")
        user.says("/next")
        await user.until("What is ill-being for you?")


async def test_what_was_not_sent_before_a_crash_is_sent_after_it(fake: FakeTelegram, make_house: MakeHouse) -> None:
    user = fake.user()
    house = await make_house()
    async with running(house, send=False):
        user.says("/start DEMO")
        await fake.world.until(lambda: fake.world.calls("getUpdates") and not fake.world.updates)
        await asyncio.sleep(0)
    assert not user.seen_from_bot
    async with running(await make_house()):
        await user.until("I take part")
    assert len(user.seen_from_bot) == 1
