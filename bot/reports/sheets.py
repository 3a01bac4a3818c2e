"""Tables as a workbook (XLSX): text is always text, never a formula, and a table is wide enough to be read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

NAME_LIMIT = 31
"""Excel's limit for the name of a sheet."""
CELL_LIMIT = 32_767
"""Excel's limit for the text of a cell."""
WIDEST = 60
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": True}
"""Everything that would make of somebody's text more than text is off."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its first row is the head. ``note`` is said below it."""

    name: str
    rows: Sequence[Sequence[object]]
    note: str = ""


def workbook(sheets: Sequence[Sheet], *, right_to_left: bool = False) -> bytes:
    """Small tables as a workbook, a sheet each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**SAFE, "in_memory": True}) as book:
        for one in sheets:
            add_sheet(book, one, right_to_left=right_to_left)
    return out.getvalue()


def add_sheet(book: Workbook, sheet: Sheet, *, right_to_left: bool = False) -> Worksheet:
    """Add a table; its head stays in sight."""
    page = book.add_worksheet(sheet_name(sheet.name))
    if right_to_left:
        page.right_to_left()
    page.freeze_panes(1, 0)
    for place, width in enumerate(_widths(sheet.rows)):
        page.set_column(place, place, width)
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, row in enumerate(sheet.rows):
        for place, value in enumerate(row):
            write(page, number, place, value, bold if number == 0 else None)
    if sheet.note:
        page.write_string(len(sheet.rows) + 1, 0, sheet.note)
    return page


def write(page: Worksheet, row: int, column: int, value: object, style: object = None) -> None:
    """One value; text is written as text, cut at Excel's limit."""
    if isinstance(value, str):
        page.write_string(row, column, value.replace("\r\n", "\n").replace("\r", "\n")[:CELL_LIMIT], style)
    elif value is not None:
        page.write(row, column, value, style)


def sheet_name(name: str) -> str:
    """A name as Excel allows it."""
    return name.translate(FORBIDDEN).strip()[:NAME_LIMIT] or "-"


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    columns = max((len(row) for row in rows), default=0)
    return [
        min(WIDEST, 2 + max((len(str(row[place])) for row in rows if place < len(row)), default=8))
        for place in range(columns)
    ]
