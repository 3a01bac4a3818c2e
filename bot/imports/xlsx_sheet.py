"""An XLSX file: its first sheet, row by row. Nothing in it is worked out: a formula without a value is its text."""

from __future__ import annotations

import datetime as dt
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from bot.imports.sheet import Header, Line, SheetError
from handlers.types import Message

LARGEST = 500_000_000
"""Bytes that a file may unpack to; a file made to fill the memory says more."""


class XlsxSheet:
    """See ``bot.imports.sheet.Sheet``."""

    kind = "XLSX"

    def __init__(self, file: IO[bytes], needed: frozenset[str]) -> None:
        try:
            self._values, self._count = _rows(file, values=True)
            self._formulas, _ = _rows(file, values=False)
            self._header = Header.of(_texts(next(self._values, ()), next(self._formulas, ())), needed)
        except (SheetError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- openpyxl raises whatever a damaged file makes it stumble over
            raise SheetError(Message("import.not_a_sheet")) from None
        self.unknown = self._header.unknown

    def lines(self) -> Iterator[Line]:
        """All rows below the header."""
        rows = zip(self._values, self._formulas, strict=False)
        for number in itertools.count(2):
            try:
                values, formulas = next(rows)
            except StopIteration:
                return
            except Exception:  # noqa: BLE001 -- as above, in the middle of the sheet
                raise SheetError(Message("import.not_a_sheet")) from None
            line = self._header.line(number, _texts(values, formulas), min(1.0, number / self._count))
            if line is not None:
                yield line


def _rows(file: IO[bytes], *, values: bool) -> tuple[Iterator[tuple[Any, ...]], int]:
    """The first sheet's rows, with values or with formulas, and how many rows it says it has."""
    import openpyxl

    with zipfile.ZipFile(file) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST:
            raise SheetError(Message("import.too_large"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which do not matter here
        book = openpyxl.load_workbook(file, read_only=True, data_only=values, keep_links=False)
    sheet = book.worksheets[0]
    count = sheet.max_row or 1
    sheet.reset_dimensions()  # what a sheet says of its size may be wrong
    return sheet.iter_rows(values_only=True), count


def _texts(values: tuple[Any, ...], formulas: tuple[Any, ...]) -> list[str]:
    pairs = itertools.zip_longest(values, formulas)
    return [_text(formula if value is None else value) for value, formula in pairs]


def _text(value: Any) -> str:
    """A cell as it reads: whole numbers without a decimal point, dates as 2011-05-30."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
