"""The connection, when things go wrong around it."""

import asyncio
import random
from pathlib import Path

import sqlalchemy as sa

from storage.database import Database
from tests.support.world import ready, sqlite_url


async def test_a_transaction_that_is_broken_off_anywhere_leaves_no_lock(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    await ready(url)
    database, other = Database(url), Database(url)
    chance = random.Random(1)  # noqa: S311 -- repeatable

    async def work() -> None:
        async with database.write() as session:
            for number in range(20):
                text = sa.text("INSERT INTO inbound VALUES ('x', :id, '2026-05-12') RETURNING channel")
                await session.execute(text, {"id": f"{number}-{chance.random()}"})

    kept = []
    for _ in range(40):
        task = asyncio.create_task(work())
        await asyncio.sleep(chance.random() * 0.02)
        task.cancel()
        kept.append((await asyncio.gather(task, return_exceptions=True), task))
        async with asyncio.timeout(5), other.write() as session:
            await session.execute(sa.text("DELETE FROM inbound"))
    await database.close()
    await other.close()
    assert len(kept) == 40
