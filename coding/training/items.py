"""What the model is trained on in one epoch: the notes with noise, the nomenclature's own words, some nonsense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from coding.nomenclature import components
from coding.training.noise import noisy, nonsense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from coding.training.notes import Note

UNKNOWN_QUESTION = 0.5
"""How often the question is hidden, so that the model also does without."""
NONSENSE = 0.015
"""The share of texts that mean nothing; their target is every code alike."""
CODES = {code: place for place, code in enumerate(components())}


@dataclass(frozen=True, slots=True)
class Item:
    """A text to learn from; ``code`` is its place in the nomenclature, -1 for none; ``question`` 1-4, 0 unknown."""

    text: str
    code: int
    question: int


def epoch(notes: Sequence[Note], random: Random) -> list[Item]:
    """One pass over all there is, in the notes' order, with fresh noise."""
    items = [Item(noisy(note.text, random), CODES[note.code], _question(note.question, random)) for note in notes]
    items += [Item(noisy(text, random), code, 0) for text, code in of_nomenclature()]
    some = islice(nonsense(random), int(NONSENSE * len(notes)))
    return items + [Item(text, -1, _question(random.randint(1, 4), random)) for text in some]


def of_nomenclature() -> Iterator[tuple[str, int]]:
    """Labels, and the parts of the descriptions: "healthy and affordable food"."""
    for component in components().values():
        yield component.label, CODES[component.code]
        if not component.general:
            for part in re.split(r"[,;:]\s*", re.sub(r"\([^)]*\)", "", component.description)):
                if part.strip():
                    yield part.strip(), CODES[component.code]


def batches(lengths: Sequence[int], size: int, random: Random) -> list[list[int]]:
    """Places of items of like length, ``size`` at a time, in random order."""
    order = sorted(range(len(lengths)), key=lambda place: lengths[place] + random.random())
    made = [order[start : start + size] for start in range(0, len(order), size)]
    random.shuffle(made)
    return made


def _question(question: int, random: Random) -> int:
    return 0 if random.random() < UNKNOWN_QUESTION else question
