"""A CSV file: UTF-8 with or without its mark, UTF-16, or Windows-1252; separated by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from bot.imports.sheet import COLUMNS, Header, Line, SheetError
from handlers.types import Message

if TYPE_CHECKING:
    from _csv import Reader

SEPARATORS = ",;\t"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CsvSheet:
    """See ``bot.imports.sheet.Sheet``. The file is read twice, line by line, and never as a whole."""

    def __init__(self, file: IO[bytes], needed: frozenset[str]) -> None:
        self._file = file
        self._size = max(1, file.seek(0, os.SEEK_END))
        self._begin, encoding = _encoding(file)
        self.kind = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}[encoding]
        file.seek(self._begin)
        # what does not fit the encoding becomes a lone surrogate, and its row a bad one
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        self._text = io.TextIOWrapper(file, encoding, errors=errors, newline="")
        try:
            self._header, self._above, self._separator = self._columns(needed)
        except (UnicodeError, csv.Error):
            self._text.detach()
            raise SheetError(Message("import.not_a_sheet")) from None
        except SheetError:
            self._text.detach()
            raise
        self.unknown = self._header.unknown

    def lines(self) -> Iterator[Line]:
        """All rows below the header; an unclosed quote makes one bad row of all that it swallowed."""
        try:
            yield from self._rows(csv.reader(self._text, delimiter=self._separator, strict=True))
        finally:
            self._text.detach()  # the file is closed by whoever opened it

    def _rows(self, reader: Reader) -> Iterator[Line]:
        while True:
            first = self._above + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                last = self._above + reader.line_num
                yield Line(first, {}, Message("import.quotes", {"last": str(last)}), self._share())
                continue
            line = self._header.line(first, cells, self._share())
            if line is not None:
                yield line

    def _columns(self, needed: frozenset[str]) -> tuple[Header, int, str]:
        """The header, how many lines it takes with what stands above it, and the separator."""
        above, first = 1, self._text.readline()
        if first.lower().startswith("sep="):  # Excel's own hint
            above, first = 2, self._text.readline()
        rows = {one: next(csv.reader([first], delimiter=one), []) for one in SEPARATORS}
        known = {one: sum(cell.strip().lower() in COLUMNS for cell in row) for one, row in rows.items()}
        separator = max(SEPARATORS, key=known.__getitem__)
        return Header.of(rows[separator], needed), above, separator

    def _share(self) -> float:
        return min(1.0, self._file.tell() / self._size)


def _encoding(file: IO[bytes]) -> tuple[int, str]:
    """Where the text begins, and its encoding: the lines beyond ASCII decide, whatever mark stands at the beginning."""
    file.seek(0)
    mark = file.read(3)
    if mark[:2] in UTF16:
        return 0, "utf-16"
    begin = 3 if mark == codecs.BOM_UTF8 else 0
    file.seek(begin)
    fits = fails = 0
    while line := file.readline(1_000_000):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            fits += 1
        except UnicodeDecodeError:
            fails += 1
    return begin, "cp1252" if fails > fits else "utf-8"
