"""``wellsay import notes FILE``: never asks; tells what it found, then stores all, or nothing."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.imports.notes import Importer
from bot.imports.sheet import SheetError
from bot.imports.staging import Progress, Staged
from bot.imports.telling import sentence, told
from bot.settings import Settings
from bot.wiring import up_to_date
from coding.suggester import ModelSuggester
from storage.database import Database
from storage.imports import known_groups

STEPS = 1000


class NotImportedError(Exception):
    """Nothing was stored; the text is one sentence that says why. ``summary`` is what was found in the file."""

    def __init__(self, sentence: str, summary: str = "") -> None:
        super().__init__(sentence)
        self.summary = summary


async def import_notes(settings: Settings, path: Path, now: dt.datetime, *, skip_bad: bool) -> str:
    """Import a file and return the summary.

    Raises:
        NotImportedError: the file cannot be read, or has bad rows that were not to be skipped.
        SettingsError: the set-up is wrong.
    """
    keyring = settings.keyring()
    database = Database(settings.database_url)
    try:
        await up_to_date(database)
        importer = Importer(database, keyring, ModelSuggester(), random.SystemRandom())
        try:
            with path.open("rb") as file, _bar("Reading") as progress:
                staged = await importer.look(file, now, progress)
        except SheetError as error:
            raise NotImportedError(sentence(error.message)) from None
        try:
            return await _store(importer, database, staged, now, skip_bad=skip_bad)
        finally:
            staged.close()
    finally:
        await database.close()


async def _store(importer: Importer, database: Database, staged: Staged, now: dt.datetime, *, skip_bad: bool) -> str:
    summary = staged.summary
    named = {town.casefold() for town, _ in summary.groups}
    new_towns = [town.name for name, town in staged.towns.items() if name in named and town.key is None]
    async with database.read() as session:
        old = await known_groups(session, [town.key for town in staged.towns.values() if town.key is not None])
    groups = {(town.casefold(), group.casefold()) for town, group in summary.groups}
    said = "".join(f"{line}\n" for line in told(summary, new_towns, len(groups - old)))
    if summary.bad and not skip_bad:
        msg = f"Nothing was stored: {len(summary.bad)} bad rows; mend them, or leave them out with --skip-bad"
        raise NotImportedError(msg, said)
    if not summary.good:
        msg = "Nothing was stored: there is no good row in the file"
        raise NotImportedError(msg, said)
    with _bar("Storing") as progress:
        await importer.store(staged, now, progress)
    return f"{said}Stored: {summary.good} notes.\n"


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar on a terminal; nothing anywhere else."""
    shown = sys.stderr.isatty()
    with typer.progressbar(length=STEPS, label=label, file=sys.stderr, hidden=not shown) as bar:
        yield lambda share: bar.update(round(share * STEPS) - bar.pos)
