"""How well what is personal, the language and lists are found: measured on labelled cases and on the example notes."""

# ruff: noqa: T201 -- a command: it prints

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coding.language import detect
from coding.personal import find
from coding.splitting import split
from coding.training.notes import Note

CASES = Path(__file__).parent / "personal.tsv"
"""A case a line: region, what is in it (``-`` or kinds in their order, with commas), text."""


def cases() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Region, the kinds that are in the text, and the text."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        region, kinds, text = line.split("\t")
        yield region, () if kinds == "-" else tuple(kinds.split(",")), text


def personal() -> dict[str, Any]:
    """Hits among what should be found, false alarms among the texts, and the texts that went wrong."""
    wanted = found = alarms = clean = 0
    wrong = []
    for region, kinds, text in cases():
        seen = Counter[str](span.kind for span in find(text, [region]))
        wanted += len(kinds)
        found += (seen & Counter(kinds)).total()
        clean += not kinds
        alarms += bool(seen - Counter(kinds))
        if seen != Counter(kinds):
            wrong.append(text)
    return {"wanted": wanted, "found": found, "clean_texts": clean, "false_alarms": alarms, "wrong": wrong}


def report(notes: Sequence[Note]) -> dict[str, Any]:
    """Print and return the figures."""
    marks = personal()
    print(f"personal data: {marks['found']} of {marks['wanted']} found, {marks['false_alarms']} false alarms")
    answers = [(note.language, detect(note.text)) for note in notes]
    given = [(right, answer) for right, answer in answers if answer]
    language = {
        "answered": round(len(given) / len(answers), 4),
        "right": round(sum(right == answer for right, answer in given) / len(given), 4),
    }
    print(f"language: answered for {language['answered']:.1%} of the notes, {language['right']:.2%} of them right")
    single = [note for note in notes if not note.code.endswith("0")]
    offered = sum(len(split(note.text, note.language)) > 1 for note in single) / len(single)
    print(f"splitting: offered for {offered:.2%} of the notes with one code\n")
    alarms = {name: value for name, value in marks.items() if name != "wrong"}
    return {"personal": alarms, "language": language, "split_single": round(offered, 4)}
