"""A small world under control: the time stands still until it is moved, ids come from a seed, suggestions are known."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.demo import add_demo
from bot.settings import Settings
from bot.wiring import House, build
from handlers.types import Suggestion
from storage import schema
from storage.database import Database

START = dt.datetime(2026, 5, 12, 9, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that goes only when told."""

    def __init__(self, start: dt.datetime = START) -> None:
        self.now = start

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        """Let time pass: ``forward(days=3)``."""
        self.now += dt.timedelta(**delta)


class KnownSuggester:
    """Suggests what the test says for a word in the text; without a known word, nothing."""

    version = "known-1"
    WORDS = {  # noqa: RUF012 -- never changed
        "quiet": (("B1", 0.6), ("G4", 0.2), ("F1", 0.1)),
        "friends": (("D3", 0.8), ("D0", 0.1), ("H4", 0.05)),
        "doctor": (("A2", 0.7), ("A10", 0.2), ("D2", 0.05)),
        "work": (("A6", 0.7), ("B6", 0.1), ("F3", 0.1)),
        "money": (("A8", 0.4), ("E5", 0.35), ("G4", 0.1)),
        "hm": (("E0", 0.1), ("F0", 0.09), ("G0", 0.08)),
    }

    def suggest(self, text: str, *, language: str | None = None, question: int | None = None) -> tuple[Suggestion, ...]:  # noqa: ARG002 -- of the protocol
        """See ``coding.protocol.Suggester``."""
        for word, codes in self.WORDS.items():
            if word in text.lower():
                return tuple(Suggestion(code, probability) for code, probability in codes)
        return ()

    def suggest_many(
        self, texts: Sequence[str], questions: Sequence[int | None] | None = None
    ) -> list[tuple[Suggestion, ...]]:
        """See ``coding.protocol.Suggester``."""
        del questions
        return [self.suggest(text) for text in texts]


SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@cache
def _template() -> bytes:
    """An SQLite file with the tables in place, made once: migrations take most of a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"

        async def make() -> None:
            database = Database(f"sqlite+aiosqlite:///{path}")
            await schema.upgrade(database)
            await database.close()

        with ThreadPoolExecutor(1) as thread:  # the caller may be inside a running event loop
            thread.submit(asyncio.run, make()).result()
        return path.read_bytes()


def _copy_template(path: Path) -> None:
    if not path.exists():
        path.write_bytes(_template())


async def ready(database_url: str) -> None:
    """Put the tables into an empty database."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        _copy_template(Path(url.database or ""))
        return
    database = Database(database_url)
    empty = await schema.current(database) is None
    await database.close()
    if empty:
        await _from_template(url)


async def _from_template(url: URL) -> None:
    """Put a copy of a database with the tables in the place of an empty one on PostgreSQL: migrations take seconds."""
    engine = create_async_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"template_{schema.newest()}"
    try:
        async with engine.connect() as connection:
            known = sa.text("SELECT 1 FROM pg_database WHERE datname = :name")
            if await connection.scalar(known, {"name": name}) is None:
                await connection.execute(sa.text(f"CREATE DATABASE {name}"))
                database = Database(url.set(database=name).render_as_string(hide_password=False))
                await schema.upgrade(database)
                await database.close()
            await connection.execute(sa.text(f"DROP DATABASE {url.database} WITH (FORCE)"))
            await connection.execute(sa.text(f"CREATE DATABASE {url.database} TEMPLATE {name}"))
    finally:
        await engine.dispose()


async def demo_house(
    database_url: str, clock: Clock | None = None, *, blind_share: float = 0, **settings: object
) -> House:
    """A house with the demo consultation on a database, everything else under control; no note is coded blind."""
    if database_url.startswith("sqlite"):
        await ready(database_url)
    made = Settings(_env_file=None, database_url=database_url, secret_key=SECRET, **settings)  # type: ignore[arg-type]
    clock = clock or Clock()
    house = await build(made, clock=clock, source=random.Random(7), suggester=KnownSuggester())  # noqa: S311 -- repeatable
    await add_demo(house.database, clock(), house.source, blind_share=blind_share)
    return house


def sqlite_url(folder: Path) -> str:
    """A fresh SQLite file in a folder."""
    return f"sqlite+aiosqlite:///{folder}/wellsay.db"
