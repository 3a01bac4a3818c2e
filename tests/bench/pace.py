"""How fast messages to many go out, against the fake Telegram with strict limits and answers after 80 ms."""

from __future__ import annotations

import asyncio
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram import Telegram
from bot.demo import add_demo
from bot.settings import Settings
from bot.wiring import House, build, now
from handlers.types import Message, Reply
from storage import outbox
from storage.tables import AddressRow
from tests.channels.fake_bot_api import FakeTelegram
from tests.support.world import SECRET, KnownSuggester, ready, sqlite_url

MESSAGES, LATENCY, LIMIT = 900, 0.08, 30


@dataclass(frozen=True, slots=True)
class Measured:
    """``rate``: messages that arrived, a second; ``refusals`` of the strict limit; ``lost`` and ``twice``: messages."""

    rate: float
    refusals: int
    lost: int
    twice: int


async def measure(senders: int, count: int = MESSAGES) -> Measured:
    """Send ``count`` messages to as many people with several senders on one database."""
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        await ready(url)
        async with FakeTelegram() as fake:
            fake.trouble.latency, fake.trouble.overall, fake.trouble.chat_interval = LATENCY, LIMIT, 1.0
            houses = [await _house(url, fake, number) for number in range(senders)]
            await _write(houses[0], fake, count)
            channels = [await Telegram.connect(one) for one in houses]
            running = [asyncio.create_task(one.run(receive=False)) for one in channels]
            await fake.world.until(lambda: len(fake.world.calls("sendMessage", status=200)) >= count, 120)
            for one in running:
                one.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            for channel, house in zip(channels, houses, strict=True):
                await channel.close()
                await house.close()
            arrived = fake.world.calls("sendMessage", status=200)
            got = [len(fake.user(number).seen_from_bot) for number in range(1, count + 1)]
            spent = arrived[-1].at - arrived[0].at
            return Measured((len(arrived) - 1) / spent, fake.trouble.refusals, got.count(0), sum(n > 1 for n in got))


async def _house(url: str, fake: FakeTelegram, number: int) -> House:
    settings = Settings(
        _env_file=None,
        database_url=url,
        secret_key=SECRET,
        telegram_token=fake.token,
        telegram_api_url=fake.url,
    )
    house = await build(settings, clock=now, source=random.Random(number), suggester=KnownSuggester())  # noqa: S311 -- repeatable
    await add_demo(house.database, now(), house.source)
    return house


async def _write(house: House, fake: FakeTelegram, count: int) -> None:
    async with house.database.write() as session:
        for number in range(1, count + 1):
            fake.user(number)
            address = AddressRow(
                channel="telegram",
                lookup=house.keyring.lookups("telegram", str(number))[0],
                sealed=house.keyring.seal(str(number).encode()),
                language="en",
                created_at=now(),
            )
            session.add(address)
            await session.flush()
            said = Reply((Message("raw", {"text": f"News for {number}"}),))
            await outbox.add(session, address, said, now(), outbox.BROADCAST)
