"""What can be exported, and how; light, so that the command line need not load what draws and writes."""

from __future__ import annotations

from dataclasses import dataclass

from storage.scope import EVERYTHING, Coding, Scope

THRESHOLD = 5
"""People, by default. Where nobody is known (paper notes without a pseudonym), notes count instead."""
FORMATS = ("notes-csv", "notes-jsonl", "xlsx", "parquet", "decidim", "polis", "plan")
FOR_OUTSIDERS = ("decidim", "polis", "plan")
"""These leave the house in any case."""
COUNTED = ("xlsx", "plan")
"""These hold tallies."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to export.

    ``outside``: for people outside the town hall: only what is on the wall, its safe text, no pseudonyms, days instead
    of times, and no small numbers. ``language`` is that of heads and texts in XLSX and DOCX.
    """

    form: str
    scope: Scope = EVERYTHING
    coding: Coding = Coding.BEST
    outside: bool = False
    language: str = "en"
    bom: bool = False
    threshold: int = THRESHOLD
