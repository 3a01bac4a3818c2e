"""Commands that look after the installation: tables, backups, the move to PostgreSQL, the key, and the doctor.

What a command needs is loaded when it is called, so that ``wellsay --help`` waits for nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.outcome import FAILED, fail, run

operations = typer.Typer()


@operations.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from bot import upkeep

    run(upkeep.migrate())


@operations.command()
def doctor(*, new_key: Annotated[bool, typer.Option("--new-key", help="Only print a new secret key.")] = False) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    from bot.doctor import examine
    from bot.settings import Settings
    from bot.wiring import now
    from storage.keys import new_secret

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
    from bot import upkeep

    sys.stdout.write(run(upkeep.backup(file)))


@operations.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="A file that wellsay backup wrote.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    lost_key: Annotated[bool, typer.Option("--lost-key", help="Although nobody in it can be written to.")] = False,
) -> None:
    """Put a backup in the place of the database; whoever was erased since then stays erased."""
    from bot import upkeep

    if sys.stdin.isatty() and not yes:
        typer.confirm("This replaces everything in the database. Go on?", abort=True)
    sys.stdout.write(run(upkeep.restore(file, lost_key=lost_key)))


@operations.command()
def move(url: Annotated[str, typer.Argument(help="postgresql+asyncpg://user:password@host/name")]) -> None:
    """Copy everything from SQLite into an empty PostgreSQL database, checked row by row."""
    from bot import upkeep

    sys.stdout.write(run(upkeep.move(url)))


@operations.command()
def rotate(
    *, new_key: Annotated[bool, typer.Option("--new-key", help="First put a new key into the key file.")] = False
) -> None:
    """Seal anew what an earlier key sealed. Stop Wellsay before, start it afterwards."""
    from bot import upkeep
    from bot.keyfile import add_secret
    from bot.settings import Settings

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
    sys.stdout.write(run(upkeep.rotate(settings)))
