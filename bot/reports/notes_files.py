"""All notes as a file that streams: CSV, JSON Lines, Parquet, and what Decidim and Polis import.

Decidim, "Import proposals from a file": columns ``title/LOCALE`` and ``body/LOCALE`` (those of the organisation's
default locale must be there; an empty cell is no translation), fields separated by semicolons, other
columns are not looked at. Read in its code: ``required_headers`` in
https://github.com/decidim/decidim/blob/develop/decidim-proposals/lib/decidim/proposals/import/proposals_verifier.rb,
``locale_hasher`` in
https://github.com/decidim/decidim/blob/develop/decidim-admin/lib/decidim/admin/import/creator.rb, ``col_sep: ";"`` in
https://github.com/decidim/decidim/blob/develop/decidim-admin/lib/decidim/admin/import/readers/csv.rb. A title has at
most 150 characters.

Polis, "Upload a CSV of seed comments": one column ``comment_text``, commas, no byte-order mark (its parser would take
the mark for a part of the name); a comment that is there already is skipped. Read in ``handle_POST_comments_bulk`` in
https://github.com/compdemocracy/polis/blob/edge/server/src/routes/comments.ts. The text column holds 1 000 characters.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from bot.reports.harmless import tame
from storage.exporting import FIELDS
from storage.raw import Row

DECIDIM_TITLE = 150
POLIS_TEXT = 1_000
MARK = b"\xef\xbb\xbf"
GROUP_ROWS = 20_000
"""Rows of a Parquet row group: a few megabytes."""
TEXT, LANGUAGE, NOTE = FIELDS.index("text"), FIELDS.index("language"), FIELDS.index("note")


class Writer(Protocol):
    """Takes rows with ``FIELDS``, batch by batch."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""


class _TextFile:
    """A file of lines in UTF-8."""

    def __init__(self, path: Path, mark: bytes = b"") -> None:
        self._file = path.open("wb")
        self._file.write(mark)
        self.text = io.TextIOWrapper(self._file, "utf-8", newline="", write_through=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            self.text.close()
        except OSError:
            if kind is None:  # otherwise the first error says more
                raise


class CsvFile(_TextFile):
    """RFC 4180: commas, CR LF, quotes where needed; with ``bom``, Excel reads it as UTF-8.

    Takes rows in which people's own words are tame already: it has no time to look at each.
    """

    def __init__(self, path: Path, *, bom: bool = False) -> None:
        super().__init__(path, MARK if bom else b"")
        self._writer = csv.writer(self.text)
        self._writer.writerow(FIELDS)

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._writer.writerows(rows)


class JsonLinesFile(_TextFile):
    """One object a line; what is not known is ``null``, tags are a list."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        for row in rows:
            data = dict(zip(FIELDS, row, strict=True))
            data["tags"] = data["tags"].split("; ") if data["tags"] else []
            data["starred"] = bool(data["starred"])
            self.text.write(json.dumps(data, ensure_ascii=False) + "\n")


class ParquetFile:
    """Columns with types, compressed, as statisticians and DuckDB read them."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds: dict[str, Any] = {"question": pa.int8(), "probability": pa.float64(), "starred": pa.bool_()}
        kinds |= dict.fromkeys(("created_at", "coded_at"), pa.timestamp("s", tz="UTC"))
        self._schema = pa.schema([(name, kinds.get(name, pa.string())) for name in FIELDS])
        self._file = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._file.close()

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._rows += rows
        if len(self._rows) >= GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = list(zip(*self._rows, strict=True)) or [() for _ in FIELDS]
        arrays = []
        for field, values in zip(self._schema, columns, strict=True):
            if pa.types.is_timestamp(field.type):
                full = [one and (one if len(one) > len("2026-01-01") else f"{one}T00:00:00Z") for one in values]
                naive = pc.strptime(pa.array(full, pa.string()), "%Y-%m-%dT%H:%M:%SZ", "s")
                arrays.append(pc.assume_timezone(naive, "UTC"))
            elif pa.types.is_boolean(field.type):
                arrays.append(pa.array(map(bool, values), field.type))
            else:
                arrays.append(pa.array(values, field.type))
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []


class DecidimFile(_TextFile):
    """Proposals for Decidim's import, one a note, each in its own language."""

    def __init__(self, path: Path, languages: Sequence[str]) -> None:
        super().__init__(path)
        self._languages = {one: place for place, one in enumerate(languages)}
        self._writer = csv.writer(self.text, delimiter=";")
        self._writer.writerow(["id", *(f"{field}/{one}" for field in ("title", "body") for one in languages)])

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        width = len(self._languages)
        for row in rows:
            line = [row[NOTE], *[None] * (2 * width)]
            place = 1 + self._languages[row[LANGUAGE]]
            line[place] = tame(shortened(row[TEXT], DECIDIM_TITLE))
            line[place + width] = tame(row[TEXT])
            self._writer.writerow(line)


class PolisFile(_TextFile):
    """Seed comments for Polis."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._writer = csv.writer(self.text)
        self._writer.writerow(["comment_text"])

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._writer.writerows([tame(shortened(row[TEXT], POLIS_TEXT))] for row in rows)


WRITERS: dict[str, Callable[[Path], Any]] = {
    "notes-csv": CsvFile,
    "notes-jsonl": JsonLinesFile,
    "parquet": ParquetFile,
    "polis": PolisFile,
}


def shortened(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
