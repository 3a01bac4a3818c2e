"""Notifications: switched on from the page, told through a push service, dropped when they are over."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.push import NotASubscriptionError, PushService, our_key, parse, public_key
from bot.web.app import make_app
from bot.wiring import House
from scheduler.push import PushPacer
from storage.push import Subscriptions, subscribe
from storage.search import Theme
from storage.tables import SubscriptionRow, VaultRow
from storage.turns import find_address
from tests.channels.push.double import Browser, PushDouble
from tests.support.answering import answered, officer, says
from tests.support.many import tick
from tests.support.person import Person
from tests.support.world import Clock, demo_house, ready, sqlite_url


@pytest.fixture
async def double() -> AsyncIterator[PushDouble]:
    async with PushDouble() as made:
        yield made


@asynccontextmanager
async def pacing(house: House) -> AsyncIterator[PushPacer]:
    key = await our_key(house.database, house.keyring, house.clock)
    async with aiohttp.ClientSession() as session:
        teller = PushService(key, "https://kavala.example:8443", house.clock, session)
        yield PushPacer(Subscriptions(house.database, house.keyring), teller, house.clock)


async def switched_on(house: House, person: Person, browser: Browser) -> None:
    async with house.database.write() as session:
        address = await find_address(session, house.keyring, "web", person.address)
        assert address
        said = browser.subscription()
        await subscribe(session, house.keyring, address.id, said["endpoint"], said["keys"], house.clock())


async def with_news(house: House, double: PushDouble) -> tuple[Person, Browser]:
    person = Person(house)
    await person.joins()
    await person.says("A bus")
    browser = double.browser()
    await switched_on(house, person, browser)
    await answered(house, await officer(house), Theme(words="bus"), says())
    await tick(house)
    return person, browser


async def test_news_is_told_once_and_says_nothing_of_the_note(either_house: House, double: PushDouble) -> None:
    _, browser = await with_news(either_house, double)
    async with pacing(either_house) as pacer:
        assert await pacer.work() == 1
        assert await pacer.work() == 0
    assert browser.shown == [{"text": "There is news about your note.", "lang": "en", "dir": "ltr"}]
    assert double.seen[0]["TTL"]
    assert "A bus" not in json.dumps(double.seen)


async def test_replies_are_no_news(house: House, double: PushDouble) -> None:
    person = Person(house)
    await person.joins()
    await switched_on(house, person, double.browser())
    await person.says("A bus")
    async with pacing(house) as pacer:
        assert await pacer.work() == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_a_subscription_that_is_over_is_dropped(house: House, double: PushDouble, status: int) -> None:
    await with_news(house, double)
    double.status = status
    async with pacing(house) as pacer:
        await pacer.work()
    async with house.database.read() as session:
        assert list(await session.scalars(sa.select(SubscriptionRow))) == []


async def test_a_busy_push_service_is_asked_again_when_it_says(house: House, clock: Clock, double: PushDouble) -> None:
    _, browser = await with_news(house, double)
    double.status, double.retry_after = 429, "120"
    async with pacing(house) as pacer:
        assert await pacer.work() == 1
        clock.forward(seconds=119)
        assert await pacer.work() == 0
        double.status = 201
        clock.forward(seconds=2)
        assert await pacer.work() == 1
    assert len(browser.shown) == 1


async def test_a_sender_that_died_is_made_up_for(house: House, clock: Clock, double: PushDouble) -> None:
    _, browser = await with_news(house, double)
    subscriptions = Subscriptions(house.database, house.keyring)
    async with pacing(house) as pacer:
        from scheduler.push import LEASE

        assert len(await subscriptions.claim(5, clock(), LEASE)) == 1
        assert await pacer.work() == 0
        clock.forward(seconds=LEASE.total_seconds() + 1)
        assert await pacer.work() == 1
    assert len(browser.shown) == 1


async def test_forgetting_forgets_the_browser(either_house: House, double: PushDouble) -> None:
    person, _ = await with_news(either_house, double)
    await person.choose("forget:all")
    async with either_house.database.read() as session:
        assert list(await session.scalars(sa.select(SubscriptionRow))) == []


async def test_the_key_is_made_once_and_kept_sealed(either_house: House) -> None:
    house = either_house
    first = public_key(await our_key(house.database, house.keyring, house.clock))
    assert public_key(await our_key(house.database, house.keyring, house.clock)) == first
    async with house.database.read() as session:
        row = (await session.scalars(sa.select(VaultRow))).one()
    assert b"PRIVATE" not in row.sealed


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:22/x",
        "https://169.254.169.254/",
        "https://[::1/",
        "file:///etc/passwd",
        7,
        None,
    ],
)
def test_other_servers_are_not_called(endpoint: object) -> None:
    body = Browser("").subscription() | {"endpoint": endpoint}
    with pytest.raises(NotASubscriptionError):
        parse(json.dumps(body).encode(), ("fcm.googleapis.com",))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"endpoint": "https://fcm.googleapis.com/x", "keys": 1}', b"[" * 9999]
)
def test_what_is_no_subscription_is_refused(body: bytes) -> None:
    with pytest.raises(NotASubscriptionError):
        parse(body, ("fcm.googleapis.com",))


async def test_switching_on_and_off_from_the_page(tmp_path: Path, clock: Clock, double: PushDouble) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    house = await demo_house(url, clock, push_services=double.origin)
    client: TestClient[Any, Any] = TestClient(TestServer(make_app(house)))
    await client.start_server()
    try:
        assert (await client.get("/c/push")).status == 409
        page = await (await client.get("/c/DEMO")).text()
        who = page.partition('data-who="')[2].partition('"')[0]
        assert 'id="push" hidden' in page
        key = (await (await client.get("/c/push")).json())["key"]
        assert key == public_key(await our_key(house.database, house.keyring, clock))
        said = json.dumps(double.browser().subscription())
        assert (await client.post("/c/push", data=said)).status == 409
        assert (await client.post("/c/push", data="x", headers={"X-Who": who})).status == 400
        assert (await client.post("/c/push", data=said, headers={"X-Who": who})).status == 200
        assert (await client.post("/c/push", data=said, headers={"X-Who": who})).status == 200
        async with house.database.read() as session:
            row = (await session.scalars(sa.select(SubscriptionRow))).one()
            assert double.origin.encode() not in row.sealed
        assert (await client.post("/c/push/off", headers={"X-Who": who})).status == 200
        async with house.database.read() as session:
            assert list(await session.scalars(sa.select(SubscriptionRow))) == []
    finally:
        await client.close()
        await house.close()
