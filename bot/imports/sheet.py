"""A file as rows of cells by column name, whatever program wrote it: CSV in three encodings, or XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from handlers.types import Message

COLUMNS = ("town", "group", "tags", "question", "text", "code", "language", "date", "person")
NEEDED = frozenset({"town", "group", "question", "text"})
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class SheetError(Exception):
    """The file as a whole cannot be read; ``message`` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty: its line in the file (the header's is 1), and its cells by column name.

    ``problem``: it cannot be read as a row. ``share`` of the file is read so far, 0 to 1.
    """

    number: int
    cells: dict[str, str]
    problem: Message | None
    share: float


class Sheet(Protocol):
    """An opened file. ``kind`` says what it was taken for; ``unknown`` columns are not looked at."""

    kind: str
    unknown: tuple[str, ...]

    def lines(self) -> Iterator[Line]:
        """All rows below the header."""


def open_sheet(file: IO[bytes], needed: frozenset[str] = NEEDED) -> Sheet:
    """Open a CSV or XLSX file, known by its content; ``needed`` columns must be there.

    Raises:
        SheetError: it is neither, or a needed column is missing.
    """
    from bot.imports.csv_sheet import CsvSheet
    from bot.imports.xlsx_sheet import XlsxSheet

    begin = file.read(4)
    file.seek(0)
    if not begin:
        raise SheetError(Message("import.empty"))
    if begin == OLD_EXCEL:
        raise SheetError(Message("import.old_excel"))
    return XlsxSheet(file, needed) if begin == ZIP else CsvSheet(file, needed)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns, where they stand: their names by place, ``None`` for one that is not looked at."""

    names: tuple[str | None, ...]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, cells: list[str], needed: frozenset[str]) -> Header:
        """Read the first row.

        Raises:
            SheetError: a needed column is missing, or one is there twice.
        """
        plain = [cell.strip().lower() for cell in cells]
        names = tuple(cell if cell in COLUMNS else None for cell in plain)
        missing = [one for one in COLUMNS if one in needed and one not in names]
        if missing:
            raise SheetError(Message("import.no_column", {"columns": ", ".join(missing)}))
        twice = [one for one in COLUMNS if names.count(one) > 1]
        if twice:
            raise SheetError(Message("import.column_twice", {"columns": ", ".join(twice)}))
        return cls(names, tuple(cell for cell in plain if cell and cell not in COLUMNS))

    def line(self, number: int, cells: list[str], share: float) -> Line | None:
        """A row; ``None`` for an empty one."""
        if not any(cell.strip() for cell in cells):
            return None
        if any(cell.strip() for cell in cells[len(self.names) :]):
            return Line(number, {}, Message("import.too_many_cells"), share)
        named = {name: cell.strip() for name, cell in zip(self.names, cells, strict=False) if name}
        return Line(number, named, None, share)
