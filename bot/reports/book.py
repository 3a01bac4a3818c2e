"""The workbook: a sheet for each table with charts of the spreadsheet's own, the notes, and the codebook.

Made with XlsxWriter in constant memory: rows go to the disk as they come (into the folder of the file itself).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from bot.reports import pictures
from bot.reports.public import ALL, PublicCell, public_tables
from bot.reports.sheets import SAFE, Sheet, add_sheet, sheet_name, write
from bot.reports.words import head, label, say
from coding.nomenclature import FAMILIES, components
from handlers.types import Message
from locales import direction
from storage.columns import Columns, load
from storage.database import Session
from storage.exporting import FIELDS
from storage.raw import Row
from storage.scope import Coding, Scope
from storage.tallies import count

TABLES: tuple[tuple[str, ...], ...] = (
    ("family",),
    ("family", "component"),
    ("block", "family"),
    ("town",),
    ("group",),
    ("tag",),
    ("question", "family"),
    ("group", "family"),
    ("language",),
    ("month",),
    ("source",),
)
"""Inside the town hall."""
PUBLIC: tuple[tuple[str, ...], ...] = (
    ("family",),
    ("family", "component"),
    ("block", "family"),
    ("tag",),
    ("question", "family"),
    ("language",),
    ("month",),
)
"""For outsiders: see ``bot.reports.public`` for what cannot be told at once."""
CHARTS = {("family",): "bar", ("month",): "line"}
MOST_ROWS = 1_048_575
"""Excel's rows in a sheet, without the head; then the notes go on in another."""
HIDDEN = "\N{EN DASH}"
"""Shown in place of a number that was left out."""


class Book:
    """A workbook that takes the notes, batch by batch."""

    def __init__(self, path: Path, language: str) -> None:
        self._language = language
        self._right_to_left = direction(language) == "rtl"
        self._beside = tempfile.TemporaryDirectory(dir=path.parent, prefix=".wellsay")
        self._book = xlsxwriter.Workbook(path, {**SAFE, "constant_memory": True, "tmpdir": self._beside.name})
        self._notes: Any = None
        self._row = 0
        self._sheets = 0

    def add(self, sheet: Sheet, by: tuple[str, ...] = ()) -> None:
        """Add a table, with a chart where one helps."""
        page = add_sheet(self._book, sheet, right_to_left=self._right_to_left)
        last = len(sheet.rows) - 1
        notes = len(by)
        if by in CHARTS and last:
            self._chart(page, sheet.name, CHARTS[by], [(notes, head(self._language, "notes"))], last)

    def add_feelings(self, sheet: Sheet) -> None:
        """Well-being beside ill-being: a column of shares each."""
        page = add_sheet(self._book, sheet, right_to_left=self._right_to_left)
        series = [(1, say(self._language, "pic.well")), (2, say(self._language, "pic.ill"))]
        if len(sheet.rows) > 1:
            self._chart(page, sheet.name, "bar", series, len(sheet.rows) - 1)

    def add_map(self, sheet: Sheet) -> None:
        """A heat map: shares in cells that are darker the larger they are."""
        page = add_sheet(self._book, sheet, right_to_left=self._right_to_left)
        last, width = len(sheet.rows) - 1, len(sheet.rows[0]) - 1
        if last < 1 or not width:
            return
        page.set_column(1, width, 5, self._book.add_format({"num_format": "0%"}))
        page.freeze_panes(1, 1)
        page.conditional_format(
            1, 1, last, width, {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#0072B2"}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._notes is None:
            self._new_page()
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            if kind is None:
                raise OSError(*error.args[0].args) from None
        finally:
            self.tidy()

    def tidy(self) -> None:
        """Close and remove what the library leaves behind when it could not end."""
        for page in self._book.worksheets():
            with contextlib.suppress(OSError):
                page.row_data_fh.close()
        self._beside.cleanup()

    def write(self, rows: Sequence[Row]) -> None:
        """Add notes."""
        for row in rows:
            if self._notes is None or self._row >= MOST_ROWS:
                self._new_page()
            self._row += 1
            for place, value in enumerate(row):
                if value is not None and value != "":
                    write(self._notes, self._row, place, value)

    def _new_page(self) -> None:
        self._sheets += 1
        name = head(self._language, "notes") + (f" {self._sheets}" if self._sheets > 1 else "")
        self._notes = self._book.add_worksheet(sheet_name(name))
        if self._right_to_left:
            self._notes.right_to_left()
        self._notes.freeze_panes(1, 0)
        self._notes.set_column(FIELDS.index("text"), FIELDS.index("text"), 60)
        bold = self._book.add_format({"bold": True, "bottom": 1})
        for place, field in enumerate(FIELDS):
            self._notes.write_string(0, place, head(self._language, field), bold)
        self._row = 0

    def _chart(self, page: Any, name: str, kind: str, series: Sequence[tuple[int, str]], last: int) -> None:
        chart = self._book.add_chart({"type": kind})
        sheet = sheet_name(name)
        for column, title in series:
            chart.add_series(
                {
                    "name": title,
                    "categories": [sheet, 1, 0, last, 0],
                    "values": [sheet, 1, column, last, column],
                    "marker": {"type": "circle"} if kind == "line" else None,
                }
            )
        chart.set_title({"name": name})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
        if len(series) == 1:
            chart.set_legend({"none": True})
        chart.set_size({"width": 640, "height": 120 + 28 * min(last, 30)})
        page.insert_chart(1, 6, chart, {"description": name})


async def open_book(
    session: Session,
    path: Path,
    scope: Scope,
    coding: Coding,
    language: str,
    threshold: int | None,
    today: dt.date | None = None,
) -> Book:
    """A workbook with all tables and the codebook, ready for the notes; with a threshold, as outsiders may see it."""
    columns = await load(session, scope, coding)
    book = Book(path, language)
    try:
        _fill(book, columns, language, threshold, today or dt.datetime.now(dt.UTC).date())
    except BaseException:
        book.tidy()
        raise
    return book


def _fill(book: Book, columns: Columns, language: str, threshold: int | None, today: dt.date) -> None:
    said = say(language, f"pic.{columns.coding}")
    about = say(language, "book.about", date=today, codes=Message(f"pic.{columns.coding}"))
    lines = [[about], *([[say(language, "pic.left_out", n=threshold)]] if threshold else [])]
    book.add(Sheet(head(language, "about"), lines))
    for by, rows in _tables(columns, threshold, language):
        name = " \N{MULTIPLICATION SIGN} ".join(head(language, one) for one in by)
        book.add(Sheet(name, rows, note=said), by)
    if threshold is None:
        book.add_feelings(
            Sheet(f"{say(language, 'pic.well')}, {say(language, 'pic.ill')}", _feelings(columns, language))
        )
        drawn = pictures.groups(count(columns, ["group", "component"]), language)
        book.add_map(Sheet(say(language, "pic.groups"), drawn.table, note=f"{say(language, 'pic.of_notes')}. {said}"))
    book.add(Sheet(head(language, "codebook"), _codebook(language)))


def _tables(columns: Columns, threshold: int | None, language: str) -> list[tuple[tuple[str, ...], list[list[object]]]]:
    made: list[tuple[tuple[str, ...], list[list[object]]]] = []
    if threshold is None:
        for by in TABLES:
            cells = count(columns, by)
            rows: list[list[object]] = [
                [*_labels(language, by, one.values), one.notes, one.people, one.share, one.stars] for one in cells
            ]
            made.append((by, [[head(language, one) for one in (*by, "notes", "people", "share", "stars")], *rows]))
        return made
    for by, table in zip(PUBLIC, public_tables(columns, PUBLIC, threshold), strict=True):
        shown = [_public_row(language, by, one) for one in table if ALL not in one.values]
        made.append((by, [[head(language, one) for one in (*by, "notes", "people", "share")], *shown]))
    return made


def _public_row(language: str, by: Sequence[str], cell: PublicCell) -> list[object]:
    if cell.notes is None:
        return [*_labels(language, by, cell.values), HIDDEN, HIDDEN, HIDDEN]
    return [*_labels(language, by, cell.values), cell.notes, cell.people, cell.share]


def _labels(language: str, by: Sequence[str], values: Sequence[object]) -> list[str]:
    """Codes with their names: "A8 Money"."""
    shown = []
    for one, value in zip(by, values, strict=True):
        name = label(language, one, value)
        shown.append(f"{value} {name}" if one in {"family", "component"} and value not in {name, "?"} else name)
    return shown


def _feelings(columns: Columns, language: str) -> list[list[object]]:
    cells = count(columns, ["question", "family"])
    there = {one.values: one.notes for one in cells}
    sums = {question: sum(notes for (asked, _), notes in there.items() if asked == question) for question in (1, 2)}
    return [
        [head(language, "family"), say(language, "pic.well"), say(language, "pic.ill")],
        *(
            [label(language, "family", one), *(there.get((ask, one), 0) / max(1, sums[ask]) for ask in (1, 2))]
            for one in FAMILIES
        ),
    ]


def _codebook(language: str) -> list[list[object]]:
    rows: list[list[object]] = [[head(language, one) for one in ("code", "family", "label", "line")]]
    rows += [
        [family, family, say(language, f"family.{family}.label"), say(language, f"family.{family}.line")]
        for family in FAMILIES
    ]
    rows += [
        [code, one.family, say(language, f"code.{code}.label"), say(language, f"code.{code}.line")]
        for code, one in components().items()
    ]
    return rows
