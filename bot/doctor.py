"""The doctor: looks at settings, key, files, database, disk, clock and Telegram, and says how to mend what is wrong."""

from __future__ import annotations

import datetime as dt
import email.utils
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlalchemy.exc import SQLAlchemyError

from bot.network import only_here
from bot.settings import Settings, SettingsError
from storage import schema
from storage.database import Database
from storage.health import Sight, look

TELEGRAM = "https://api.telegram.org"
TELEGRAM_SECONDS = 10.0
CLOCK_OFF = dt.timedelta(seconds=30)
"""Further apart than this, quiet hours and links that grow old go wrong."""
FREE_BYTES = 500 * 1024 * 1024
"""Less free space than this, or than the database takes, is too little for a backup."""
OLDEST_SQLITE = (3, 35)
"""The first with RETURNING: https://sqlite.org/lang_returning.html ."""
OLDEST_POSTGRES = 140_000
"""The first with CREATE OR REPLACE TRIGGER: https://www.postgresql.org/docs/14/sql-createtrigger.html ."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. ``wrong``: it must be mended; neither: good to know."""

    text: str
    wrong: bool = False
    well: bool = False


def bad(text: str) -> Finding:
    """Something to mend."""
    return Finding(text, wrong=True)


def good(text: str) -> Finding:
    """Something in order."""
    return Finding(text, well=True)


async def examine(settings: Settings, now: dt.datetime) -> list[Finding]:
    """Everything that was looked at, in the order in which it should be mended."""
    findings = [one async for one in _files(settings)]
    findings += [one async for one in _database(settings, now)]
    findings += _addresses(settings)
    findings += [one async for one in _telegram(settings, now)]
    return findings


async def _files(settings: Settings) -> AsyncIterator[Finding]:
    for path in (Path(".env"), settings.key_file, settings.tombstones, *_database_files(settings)):
        if path is not None and path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            shown = path if path.is_absolute() else Path(path.name)
            yield bad(f"{shown} can be read by others on this machine; run: chmod 600 {shown}")
    try:
        settings.keyring()
    except SettingsError as error:
        yield bad(str(error))
    else:
        yield good("The key is there.")
    if settings.folder is None and settings.tombstones is None:
        yield Finding(
            "WELLSAY_TOMBSTONE_FILE is not set: if PostgreSQL is lost, a backup brings back who was erased since it."
        )


def _database_files(settings: Settings) -> list[Path]:
    if settings.folder is None:
        return []
    name = Path(Database(settings.database_url).url.database or "")
    return [name, Path(f"{name}-wal")]


async def _database(settings: Settings, now: dt.datetime) -> AsyncIterator[Finding]:
    database = Database(settings.database_url)
    try:
        version = await schema.current(database)
        if version is not None and version not in schema.known():
            yield bad("the database was made by a newer Wellsay; upgrade the program")
            return
        if version != schema.newest():
            yield bad("the database's tables are not up to date; run: wellsay migrate")
            return
        keyring = settings.keyring()
        seen = await look(database, keyring)
    except SettingsError:
        return
    except (SQLAlchemyError, OSError) as error:
        yield bad(
            f"The database cannot be used ({type(error).__name__}); check WELLSAY_DATABASE_URL, then wellsay migrate"
        )
        return
    finally:
        await database.close()
    for one in (_server(seen), _sealed(seen), _clock(seen, now), _disk(settings)):
        if one is not None:
            yield one


def _server(seen: Sight) -> Finding:
    if seen.damage:
        return bad(f"The database is damaged ({seen.damage}); stop Wellsay and restore the newest backup")
    if seen.postgres is None:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            return bad(f"SQLite {sqlite3.sqlite_version} is too old; use a newer Python")
        return good(f"The database answers: SQLite {sqlite3.sqlite_version}.")
    if seen.postgres < OLDEST_POSTGRES:
        return bad("PostgreSQL is older than 14; upgrade it")
    return good(f"The database answers: PostgreSQL {seen.postgres // 10_000}.")


def _sealed(seen: Sight) -> Finding | None:
    if seen.lost:
        return bad(
            f"{seen.lost} addresses were sealed with a key that is not known: put it into WELLSAY_OLD_SECRET_KEYS, "
            "then run: wellsay rotate"
        )
    if seen.earlier:
        return Finding(f"{seen.earlier} addresses are still sealed with an earlier key; run: wellsay rotate")
    return None


def _clock(seen: Sight, now: dt.datetime) -> Finding | None:
    if seen.newest is not None and seen.newest - now > CLOCK_OFF:
        return bad(f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something was stored later; set the clock right")
    if seen.server_time is not None and abs(seen.server_time - now) > CLOCK_OFF:
        return bad("This machine's clock and the database server's differ by more than 30 seconds; set both right")
    return good(f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def _disk(settings: Settings) -> Finding | None:
    if settings.folder is None:
        return None
    size = sum(path.stat().st_size for path in _database_files(settings) if path.exists())
    free = shutil.disk_usage(settings.folder).free
    megabytes = free // (1024 * 1024)
    if free < max(FREE_BYTES, 2 * size):
        return bad(f"Only {megabytes} MB are free beside the database; make room before it is full")
    return good(f"{megabytes} MB are free beside the database.")


def _addresses(settings: Settings) -> list[Finding]:
    url = settings.public_url
    if only_here(url):
        return [Finding(f"{url} leads to this machine only: phones need WELLSAY_PUBLIC_URL, or wellsay serve --lan.")]
    if not url.startswith("https://"):
        return [Finding(f"{url} is not encrypted; put an HTTPS proxy in front for more than a room.")]
    return [good(f"People reach us at {url}.")]


async def _telegram(settings: Settings, now: dt.datetime) -> AsyncIterator[Finding]:
    token = settings.telegram_token.get_secret_value()
    if not token:
        yield Finding("Telegram is off: WELLSAY_TELEGRAM_TOKEN is not set.")
        return
    if settings.telegram_mode == "webhook" and not settings.public_url.startswith("https://"):
        yield bad("Telegram sends to HTTPS addresses only: set WELLSAY_PUBLIC_URL, or WELLSAY_TELEGRAM_MODE=polling")
    base = settings.telegram_api_url.rstrip("/") or TELEGRAM
    timeout = aiohttp.ClientTimeout(total=TELEGRAM_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as client, client.get(f"{base}/bot{token}/getMe") as answer:
            said, status = answer.headers.get("Date"), answer.status
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        yield bad(
            f"Telegram cannot be reached ({type(error).__name__}); check the network and WELLSAY_TELEGRAM_API_URL"
        )
        return
    if status in (401, 404):
        yield bad("Telegram does not know this token; check WELLSAY_TELEGRAM_TOKEN with @BotFather")
    elif status != 200:
        yield bad(f"Telegram answered {status}; try again later")
    else:
        yield good("Telegram knows the bot.")
    there = email.utils.parsedate_to_datetime(said) if said else now
    if abs(there - now) > CLOCK_OFF:
        yield bad("This machine's clock and Telegram's differ by more than 30 seconds; set it right")
