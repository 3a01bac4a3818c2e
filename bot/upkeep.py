"""What the commands that look after the installation do: tables, backups, the move to PostgreSQL, and the key."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.forgetting import remembered, write_down
from bot.moving import move_to
from bot.outcome import CommandError
from bot.settings import Settings, SettingsError
from bot.wiring import now
from storage import rotation, schema
from storage.backup import BadBackupError, back_up, opened
from storage.copying import DifferentError
from storage.database import Database
from storage.restoring import ForeignKeyringError, Restored, openable
from storage.restoring import restore as put_back


async def migrate() -> None:
    """Bring the tables up to date, and say so."""
    database = Database(Settings().database_url)
    try:
        before = await schema.current(database)
        await schema.upgrade(database)
        after = await schema.current(database)
    finally:
        await database.close()
    sys.stdout.write("Nothing to do.\n" if before == after else f"The tables are now at version {after}.\n")


async def backup(file: Path) -> str:
    """Back up into a file that is not there yet; what to say then."""
    settings = Settings()
    database = Database(settings.database_url)
    try:
        await _must_be_current(database)
        rows = await back_up(database, file)
    except FileExistsError:
        msg = f"{file} exists already; choose another name"
        raise CommandError(msg) from None
    except BadBackupError as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        msg = f"{file} cannot be written ({error.strerror or error}); nothing was left there"
        raise CommandError(msg) from None
    finally:
        await database.close()
    key = settings.key_file or "WELLSAY_SECRET_KEY"
    return f"{sum(rows.values())} rows are in {file}, checked. The key is not: keep a copy of {key} in another place.\n"


async def _must_be_current(database: Database) -> None:
    if await schema.current(database) != schema.newest():
        msg = "the database's tables are not up to date; run: wellsay migrate"
        raise SettingsError(msg)


async def restore(file: Path, *, lost_key: bool) -> str:
    """Put a backup in the place of the database; what to say then."""
    settings = Settings()
    keyring = settings.keyring()
    database = Database(settings.database_url)
    try:
        async with opened(file) as backup_database:
            if not lost_key:
                await openable(backup_database, keyring)
            await schema.upgrade(database)
            done: Restored = await put_back(database, backup_database, remembered(settings), now())
        await write_down(database, settings)
    except (BadBackupError, DifferentError) as error:
        msg = f"{error}. Nothing was changed."
        raise CommandError(msg) from None
    except ForeignKeyringError:
        msg = (
            "The addresses in this backup were sealed with another key: put that key into WELLSAY_SECRET_KEY or "
            "WELLSAY_OLD_SECRET_KEYS. Without it, nobody in it can be written to (--lost-key restores it all the same)."
        )
        raise CommandError(msg) from None
    finally:
        await database.close()
    return f"{done.rows} rows are back, checked. {done.forgotten} erased since then were erased again.\n"


async def move(url: str) -> str:
    """Copy into an empty PostgreSQL database; what to say then."""
    settings = Settings()
    settings.keyring()
    try:
        rows = await move_to(settings, url)
    except DifferentError as error:
        msg = f"{error}. Nothing was moved."
        raise CommandError(msg) from None
    except (DBAPIError, OSError) as error:
        msg = f"The new database cannot be used ({type(error).__name__}); nothing was moved"
        raise CommandError(msg) from None
    lines = [
        f"{rows} rows were copied, and each is the same there.",
        "Now set WELLSAY_DATABASE_URL to the new address"
        + (f" and WELLSAY_SECRET_KEY to what is in {settings.key_file}." if settings.key_file else "."),
        "Keep the SQLite file until you have seen that all is well; then delete it.",
    ]
    return "\n".join(lines) + "\n"


async def rotate(settings: Settings) -> str:
    """Seal anew what an earlier key sealed; what to say then."""
    database = Database(settings.database_url)
    try:
        await _must_be_current(database)
        done = await rotation.rotate(database, settings.keyring())
    finally:
        await database.close()
    lines = [f"{done.renewed} of {done.seen} addresses and recordings were sealed anew."]
    if done.lost:
        lines.append(f"{done.lost} were sealed with a key that is not known; put it into WELLSAY_OLD_SECRET_KEYS.")
    else:
        lines.append("Earlier keys may go once Wellsay runs with the new one everywhere.")
    return "\n".join(lines) + "\n"
