"""How soon a note stands on ten pages that show a wall, at 300 notes a minute, beside pages that ask every second."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, web

from bot.demo import add_demo
from bot.settings import Settings
from bot.web.app import make_app
from bot.wiring import House, build, now
from handlers.types import Inbound, Text
from tests.support.crowd import crowd, demo_session
from tests.support.world import SECRET, KnownSuggester, ready, sqlite_url

PAGES, PEOPLE = 10, 10
NOTES, SECONDS = 75, 15.0
ASK_SECONDS = 1.0
PATIENCE = 30.0
FOREVER = ClientTimeout(total=None)


@dataclass(slots=True)
class Seen:
    """When each note was committed, and when each page had it; by the note's words, in seconds of one clock."""

    committed: dict[str, float] = field(default_factory=dict)
    arrived: list[dict[str, float]] = field(default_factory=lambda: [{} for _ in range(PAGES)])

    def take(self, page: int, news: dict[str, dict[str, dict[str, str]]]) -> None:
        """A page got news."""
        for note in news["notes"].values():
            self.arrived[page].setdefault(note["text"], time.perf_counter())

    def spent(self) -> list[float]:
        """Seconds from commit to page, of every note on every page."""
        return [max(0.0, page[text] - at) for page in self.arrived for text, at in self.committed.items()]


Page = Callable[[ClientSession, str, Seen, int], Coroutine[object, object, None]]


async def listens(client: ClientSession, wall: str, seen: Seen, page: int) -> None:
    """A page as the wall's script runs it: server-sent events."""
    async with client.get(f"{wall}/events", timeout=FOREVER) as answer:
        async for line in answer.content:
            if line.startswith(b"data: {") and b'"notes"' in line:
                seen.take(page, json.loads(line.removeprefix(b"data: ")))


async def asks(client: ClientSession, wall: str, seen: Seen, page: int) -> None:
    """The baseline: a page that asks for all that is new every second."""
    version = ""
    await asyncio.sleep(page / PAGES * ASK_SECONDS)
    while True:
        async with client.get(f"{wall}/news", params={"seen": version}) as answer:
            if answer.status == web.HTTPOk.status_code:
                news = await answer.json()
                version = news["version"]
                seen.take(page, news)
        await asyncio.sleep(ASK_SECONDS)


async def measure(page: Page) -> list[float]:
    """Notes by ten people through the turn runner, ten pages on the wall through the server."""
    with tempfile.TemporaryDirectory() as folder:
        house = await _house(sqlite_url(Path(folder)))
        people = await crowd(house, PEOPLE)
        runner = web.AppRunner(make_app(house), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        wall = f"http://127.0.0.1:{runner.addresses[0][1]}/wall/{await demo_session(house)}"
        seen = Seen()
        async with ClientSession() as client:
            pages = [asyncio.create_task(page(client, wall, seen, number)) for number in range(PAGES)]
            await asyncio.sleep(1)
            await asyncio.gather(
                *(_writes(house, people[number % PEOPLE].address, number, seen) for number in range(NOTES))
            )
            async with asyncio.timeout(PATIENCE):
                while any(len(one) < NOTES for one in seen.arrived):
                    await asyncio.sleep(0.1)
            for one in pages:
                one.cancel()
            await asyncio.gather(*pages, return_exceptions=True)
        await runner.cleanup()
        await house.close()
        return seen.spent()


async def _house(url: str) -> House:
    await ready(url)
    settings = Settings(_env_file=None, database_url=url, secret_key=SECRET)
    house = await build(settings, clock=now, source=random.Random(7), suggester=KnownSuggester())  # noqa: S311 -- repeatable
    await add_demo(house.database, now(), house.source)
    return house


async def _writes(house: House, address: str, number: int, seen: Seen) -> None:
    await asyncio.sleep(number * SECONDS / NOTES)
    text = f"{list(KnownSuggester.WORDS)[number % len(KnownSuggester.WORDS)]} {number}"
    await house.runner.handle(Inbound("web", f"bench-{number}", address, Text(text, str(number)), house.clock(), "en"))
    seen.committed[text] = time.perf_counter()


def main() -> None:
    """Measure and print."""
    for name, page in (("server-sent events", listens), ("asking every second (baseline)", asks)):
        spent = asyncio.run(measure(page))
        middle, most = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        what = f"{NOTES} notes in {SECONDS:.0f} s on {PAGES} pages, {name}"
        print(f"{what:74} median {middle:.2f} s, 95 % within {most:.2f} s")  # noqa: T201 -- a command


if __name__ == "__main__":
    main()
