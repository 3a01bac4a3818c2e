"""A house on SQLite with the demo consultation, the fake Telegram, and a bot between them, all fast."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.channels.telegram import Telegram, Tempo
from bot.channels.telegram_poll import Pauses
from bot.demo import add_demo
from bot.settings import Settings
from bot.wiring import House, build, now
from scheduler.limits import SECOND
from storage.pace import Rate
from tests.channels.fake_bot_api import FakeTelegram
from tests.support.world import SECRET, KnownSuggester, ready, sqlite_url

MILLI = dt.timedelta(milliseconds=1)
FAST = Rate(1000, SECOND, burst=100)
QUICK = Tempo(
    chat=FAST,
    group=FAST,
    pauses=Pauses(wait=SECOND, lease=2 * SECOND, first=10 * MILLI, longest=100 * MILLI),
    first_retry=20 * MILLI,
)


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


MakeHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def make_house(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[MakeHouse]:
    """Builds houses on one database, as several processes of one server would."""
    houses: list[House] = []

    async def make(**settings: object) -> House:
        url = sqlite_url(tmp_path)
        await ready(url)
        chosen = {"telegram_token": fake.token, "telegram_api_url": fake.url, "telegram_rate": 1000, **settings}
        made = Settings(_env_file=None, database_url=url, secret_key=SECRET, **chosen)  # type: ignore[arg-type]
        seed = random.Random(len(houses))  # noqa: S311 -- repeatable, and another one for each process
        house = await build(made, clock=now, source=seed, suggester=KnownSuggester())
        await add_demo(house.database, now(), house.source)
        houses.append(house)
        return house

    yield make
    for house in houses:
        await house.close()


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    return await make_house()


@asynccontextmanager
async def running(house: House, tempo: Tempo = QUICK, *, send: bool = True) -> AsyncIterator[Telegram]:
    """A Telegram channel that receives and sends meanwhile."""
    telegram = await Telegram.connect(house, tempo)
    task = asyncio.create_task(telegram.run(send=send))
    try:
        yield telegram
        assert not task.done(), "the channel ended by itself"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await telegram.close()


@asynccontextmanager
async def served(make_house: MakeHouse) -> AsyncIterator[tuple[House, str]]:
    """A house that receives by webhook, with its web server; yields the webhook's address too."""
    site_port = _free_port()
    house = await make_house(telegram_mode="webhook", public_url=f"http://127.0.0.1:{site_port}")
    telegram = await Telegram.connect(house, QUICK)
    app = web.Application(client_max_size=1024)
    app.add_routes(telegram.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", site_port).start()
    task = asyncio.create_task(telegram.run())
    try:
        yield house, f"http://127.0.0.1:{site_port}/telegram/webhook"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await telegram.close()
        await runner.cleanup()


def _free_port() -> int:

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def telegram(house: House) -> AsyncIterator[Telegram]:
    async with running(house) as channel:
        yield channel
