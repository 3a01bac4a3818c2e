"""``wellsay export``: which file is made how, whole or not at all, with a progress bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.reports.files import whole_path
from bot.reports.harmless import tame
from bot.reports.notes_files import WRITERS, CsvFile, DecidimFile, Writer
from bot.reports.wish import Wish
from storage.database import Database, Session
from storage.exporting import FIELDS, count_notes, export_rows, languages_in, small_places
from storage.raw import Row

GROUP, TAGS, LANGUAGE = (FIELDS.index(name) for name in ("group", "tags", "language"))
TIMES = tuple(FIELDS.index(name) for name in ("coded_at", "created_at"))
DAY = len("2026-05-12")

Step = Callable[[int], None]


async def export(database: Database, wish: Wish, path: Path, console: Console | None = None) -> int:
    """Write the file, all of it from one snapshot of the database; how many notes went in.

    Raises:
        FileError: the file cannot be written; nothing is left of it.
    """
    with whole_path(path) as beside:
        async with database.read() as session:
            total = await count_notes(session, wish.scope, outside=wish.outside)
            with _progress(console) as bar:
                task = bar.add_task(wish.form, total=total)
                return await _write(session, wish, beside, lambda more: bar.update(task, advance=more))


async def _write(session: Session, wish: Wish, path: Path, step: Step) -> int:
    if wish.form == "plan":
        from bot.reports import plan  # what draws and counts is slow to load, and large

        await plan.write(session, path, wish.scope, wish.coding, wish.language, wish.threshold)
        return 0
    if wish.form == "xlsx":
        from bot.reports import book

        writer: Writer = await book.open_book(session, path, wish.scope, wish.coding, wish.language, _limit(wish))
    elif wish.form == "decidim":
        written = await languages_in(session, wish.scope)
        writer = DecidimFile(path, sorted({wish.language, *written}))
    elif wish.form == "notes-csv":
        writer = CsvFile(path, bom=wish.bom)
    else:
        writer = WRITERS[wish.form](path)
    hide = await _hide(session, wish)
    count = 0
    with writer:
        words = tame if wish.form == "notes-csv" else str  # elsewhere formulas are no danger, or the writer sees to it
        rows_of = export_rows(session, wish.scope, wish.coding, outside=wish.outside, words=words)
        async with aclosing(rows_of) as found:
            async for rows in found:
                writer.write([hide(row) for row in rows] if hide else rows)
                count += len(rows)
                step(len(rows))
    return count


def _limit(wish: Wish) -> int | None:
    return wish.threshold if wish.outside else None


async def _hide(session: Session, wish: Wish) -> Callable[[Row], Row] | None:
    """What is left out of each row for outsiders: groups and languages of few people, the time of day."""
    if not wish.outside or wish.form in {"decidim", "polis"}:
        return None
    groups, languages = await small_places(session, wish.scope, wish.threshold)

    def hide(row: Row) -> Row:
        line: list[Any] = list(row)
        if line[GROUP] in groups:
            line[GROUP] = line[TAGS] = ""
        if line[LANGUAGE] in languages:
            line[LANGUAGE] = ""
        for place in TIMES:
            line[place] = line[place] and line[place][:DAY]
        return line

    return hide


def _progress(console: Console | None) -> Progress:
    console = console or Console(file=sys.stderr)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
