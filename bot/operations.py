"""Commands that look after the installation: tables, backups, the move to PostgreSQL, the key, and the doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from bot.doctor import examine
from bot.forgetting import remembered, write_down
from bot.keyfile import add_secret
from bot.moving import move_to
from bot.outcome import FAILED, CommandError, fail, run
from bot.settings import Settings, SettingsError
from bot.wiring import now
from storage import rotation, schema
from storage.backup import BadBackupError, back_up, opened
from storage.copying import DifferentError
from storage.database import Database
from storage.keys import new_secret
from storage.restoring import ForeignKeyringError, Restored, openable, restore

operations = typer.Typer()


@operations.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    run(_migrate())


@operations.command()
def doctor(*, new_key: Annotated[bool, typer.Option("--new-key", help="Only print a new secret key.")] = False) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    if new_key:
        sys.stdout.write(new_secret() + "\n")
        return
    findings = run(examine(Settings(), now()))
    for one in findings:
        (sys.stderr if one.wrong else sys.stdout).write(
            f"{'✗' if one.wrong else '✓' if one.well else '!'} {one.text}\n"
        )
    if any(one.wrong for one in findings):
        raise SystemExit(FAILED)
    sys.stdout.write("Settings, key, database and tables are in order.\n")


@operations.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to; nothing may be there yet.")]) -> None:
    """Write the whole database into one file, while Wellsay may go on serving."""
    sys.stdout.write(run(_backup(file)))


@operations.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that wellsay backup wrote.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lost_key: Annotated[bool, typer.Option("--lost-key", help="Although nobody in it can be written to.")] = False,
) -> None:
    """Put a backup in the place of the database; whoever was erased since then stays erased."""
    if sys.stdin.isatty() and not yes:
        typer.confirm("This replaces everything in the database. Go on?", abort=True)
    sys.stdout.write(run(_restore(file, lost_key=lost_key)))


@operations.command()
def move(url: Annotated[str, typer.Argument(help="postgresql+asyncpg://user:password@host/name")]) -> None:
    """Copy everything from SQLite into an empty PostgreSQL database, checked row by row."""
    sys.stdout.write(run(_move(url)))


@operations.command()
def rotate(
    *, new_key: Annotated[bool, typer.Option("--new-key", help="First put a new key into the key file.")] = False
) -> None:
    """Seal anew what an earlier key sealed. Stop Wellsay before, start it afterwards."""
    settings = Settings()
    if new_key:
        path = settings.key_file
        if path is None:
            fail(
                "The key is set in WELLSAY_SECRET_KEY: move it to WELLSAY_OLD_SECRET_KEYS, "
                "set a new one (wellsay doctor --new-key), then wellsay rotate",
                FAILED,
            )
        settings.keyring()
        add_secret(path)
    sys.stdout.write(run(_rotate(settings)))


async def _migrate() -> None:
    database = Database(Settings().database_url)
    try:
        before = await schema.current(database)
        await schema.upgrade(database)
        after = await schema.current(database)
    finally:
        await database.close()
    sys.stdout.write("Nothing to do.\n" if before == after else f"The tables are now at version {after}.\n")


async def _backup(file: Path) -> str:
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


async def _restore(file: Path, *, lost_key: bool) -> str:
    settings = Settings()
    keyring = settings.keyring()
    database = Database(settings.database_url)
    try:
        async with opened(file) as backup_database:
            if not lost_key:
                await openable(backup_database, keyring)
            await schema.upgrade(database)
            done: Restored = await restore(database, backup_database, remembered(settings), now())
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


async def _move(url: str) -> str:
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


async def _rotate(settings: Settings) -> str:
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
