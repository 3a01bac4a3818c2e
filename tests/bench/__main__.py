"""``make bench``: medians of several runs, each beside a named baseline that is measured in the same run.

Machines are shared and noisy, so the ratio is what counts.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import sqlalchemy as sa

from handlers.types import Choice, Command, Content, Inbound, Text
from storage.database import Database
from tests.bench import numbers, wall
from tests.bench.pace import LIMIT, measure
from tests.support.world import demo_house, ready, sqlite_url

RUNS = 5
PEOPLE, NOTES = 20, 10


async def turns() -> float:
    """Seconds for 200 notes of 20 people writing at the same time, each a whole turn with its receipt."""
    with tempfile.TemporaryDirectory() as folder:
        house = await demo_house(sqlite_url(Path(folder)))

        async def person(name: str) -> None:
            begin: tuple[Content, ...] = (Command("start", "DEMO"), Choice("in"))
            for number, content in enumerate(begin):
                await house.runner.handle(Inbound("web", f"{name}-{number}", name, content, house.clock(), "en"))
            for number in range(NOTES):
                said = Text(f"friends {number}", str(number))
                await house.runner.handle(Inbound("web", f"{name}-n{number}", name, said, house.clock(), "en"))

        began = time.perf_counter()
        await asyncio.gather(*(person(f"p{number}") for number in range(PEOPLE)))
        spent = time.perf_counter() - began
        await house.close()
        return spent


async def commits() -> float:
    """Seconds for as many bare commits of one row, on the same kind of file: what a turn could cost at best."""
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder))
        await ready(url)
        database = Database(url)
        began = time.perf_counter()
        for number in range(PEOPLE * (NOTES + 2)):
            async with database.write() as session:
                await session.execute(
                    sa.text("INSERT INTO inbound VALUES ('bench', :id, '2026-05-12')"), {"id": str(number)}
                )
        spent = time.perf_counter() - began
        await database.close()
        return spent


def median(work: Callable[[], Awaitable[float]]) -> float:
    """The median of several runs."""

    async def once() -> float:
        return await work()

    return statistics.median(asyncio.run(once()) for _ in range(RUNS))


def main() -> None:
    """Measure and print."""
    count = PEOPLE * (NOTES + 2)
    ours, baseline = median(turns), median(commits)
    print(f"turns                 {count / ours:8.0f} /s")  # noqa: T201 -- a command
    print(f"bare SQLite commits   {count / baseline:8.0f} /s   (baseline)")  # noqa: T201 -- a command
    print(f"ratio                 {ours / baseline:8.1f}")  # noqa: T201 -- a command
    wall.main()
    numbers.main()
    for senders in (1, 3):
        print(f"{senders} sender(s): {asyncio.run(measure(senders))}   (limit {LIMIT} /s)")  # noqa: T201 -- a command


if __name__ == "__main__":
    main()
