"""Notes kept apart from training, one for each component and language: how the coder does, and how sure it may be.

Their authors had the nomenclature in hand and no example notes; those of English and Italian had written example notes
before. Nobody else coded them, and some lie between two components.
"""

from __future__ import annotations

from pathlib import Path

from coding.training.notes import Note

APART = Path(__file__).parent / "apart.tsv"
"""A line for each component: its code, then a note in each of the first line's languages."""
BLIND = frozenset({"el", "pl", "sv", "lv", "hu", "tr", "uk", "ar"})
"""The languages whose author had seen no example notes."""


def read_apart(path: Path = APART) -> list[Note]:
    """The notes, language by language; the question they answer is not known."""
    head, *rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    return [
        Note(code=row[0], theme="apart", question=0, language=language, text=row[place])
        for place, language in enumerate(head[1:], 1)
        for row in rows
    ]
