"""A tally as a table for the terminal, CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from bot.reports.harmless import harmless
from bot.reports.sheets import Sheet, workbook
from coding import nomenclature
from storage.columns import Coding
from storage.tallies import Cell

FORMATS = ("table", "csv", "json", "xlsx")
SAID = {
    Coding.BEST: "Codes: the best there is (a facilitator's, else the author's, else the suggestion).",
    Coding.CONFIRMED: "Codes: only those that the author or a facilitator gave; ? where nobody has.",
}
"""Which codes count, in a sentence."""


def format_tally(
    by: Sequence[str], cells: Sequence[Cell], form: str, coding: Coding = Coding.BEST, *, stars: bool = False
) -> bytes:
    """The tally as a file's content, UTF-8.

    JSON: one object a cell, the dimensions by name, ``notes``, ``people`` (``null`` where nobody is known), ``share``
    of all notes, 0 to 1; with ``stars`` also ``stars``.
    """
    header = [*by, "notes", "people", "share", *(["stars"] if stars else [])]
    rows = [
        [*cell.values, cell.notes, cell.people, round(cell.share, 6), *([cell.stars] if stars else [])]
        for cell in cells
    ]
    if form == "json":
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([header, *([harmless(value) for value in row] for row in rows)])
        return out.getvalue().encode()
    if form == "xlsx":
        return workbook([Sheet("tally", [header, *rows], note=SAID[coding])])
    return _table(by, cells, stars=stars, said=SAID[coding]).encode()


def _table(by: Sequence[str], cells: Sequence[Cell], *, stars: bool, said: str) -> str:
    header = [*by, "notes", "people", "share", *(["stars"] if stars else [])]
    rows = [
        [
            *(named(name, value) for name, value in zip(by, cell.values, strict=True)),
            str(cell.notes),
            "-" if cell.people is None else str(cell.people),
            f"{cell.share:.1%}",
            *([str(cell.stars)] if stars else []),
        ]
        for cell in cells
    ]
    total = []
    if "tag" not in by:  # a note counts under each tag of its group, so a sum would count it twice
        total = [["total", *[""] * (len(by) - 1), str(sum(cell.notes for cell in cells)), "", ""]]
        total[0] += [str(sum(cell.stars for cell in cells))] if stars else []
    widths = [max(len(row[i]) for row in [header, *rows, *total]) for i in range(len(header))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [header, *rows, *total]
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]]) + f"\n\n{said}\n"


def named(dimension: str, value: object) -> str:
    """Codes with their label, so that the table can be read without the nomenclature beside it; one line each."""
    text = str(value)
    if dimension == "component" and text in nomenclature.components():
        return f"{text} {nomenclature.components()[text].label}"
    if dimension == "family" and f"{text}0" in nomenclature.components():
        return f"{text} {nomenclature.components()[f'{text}0'].label}"
    return " ".join(text.split())
