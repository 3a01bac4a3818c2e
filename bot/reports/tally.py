"""A tally as a table for the terminal, CSV, JSON or a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from bot.choices import Asked
from bot.reports.harmless import harmless
from coding import nomenclature
from storage.tallies import Cell


def format_tally(asked: Asked, cells: Sequence[Cell], form: str) -> bytes:
    """The tally as a file's content, UTF-8.

    JSON: one object a cell, the dimensions by name, ``notes``, ``people`` (``null`` where nobody is known), ``share``
    of what weighs, 0 to 1; with stars or votes also ``stars`` or ``votes``.
    """
    extra = asked.extra()
    header = [*asked.by, "notes", "people", "share", *extra]
    if form == "table":
        return _table(asked, cells).encode()
    rows = [
        [*cell.values, cell.notes, cell.people, round(cell.share, 6), *(getattr(cell, one) for one in extra)]
        for cell in cells
    ]
    if form == "json":
        objects = [dict(zip(header, row, strict=True)) for row in rows]
        return (json.dumps(objects, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([header, *([harmless(value) for value in row] for row in rows)])
        return out.getvalue().encode()
    from bot.reports.sheets import Sheet, workbook

    return workbook([Sheet("tally", [header, *rows], note=asked.said())])


def _table(asked: Asked, cells: Sequence[Cell]) -> str:
    by, extra = asked.by, asked.extra()
    header = [*by, "notes", "people", "share", *extra]
    rows = [
        [
            *(named(name, value) for name, value in zip(by, cell.values, strict=True)),
            str(cell.notes),
            "-" if cell.people is None else str(cell.people),
            f"{cell.share:.1%}",
            *(str(getattr(cell, one)) for one in extra),
        ]
        for cell in cells
    ]
    total = []
    if "tag" not in by:  # a note counts under each tag of its group, so a sum would count it twice
        total = [["total", *[""] * (len(by) - 1), str(sum(cell.notes for cell in cells)), "", ""]]
        total[0] += [str(sum(getattr(cell, one) for cell in cells)) for one in extra]
    widths = [max(len(row[i]) for row in [header, *rows, *total]) for i in range(len(header))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [header, *rows, *total]
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]]) + f"\n\n{asked.said()}\n"


def named(dimension: str, value: object) -> str:
    """Codes with their label, so that the table can be read without the nomenclature beside it; one line each."""
    text = str(value)
    if dimension == "component" and text in nomenclature.components():
        return f"{text} {nomenclature.components()[text].label}"
    if dimension == "family" and f"{text}0" in nomenclature.components():
        return f"{text} {nomenclature.components()[f'{text}0'].label}"
    return " ".join(text.split())
