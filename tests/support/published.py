"""The published results of the TOGETHER network as a table of notes: both margins exactly, everything else made up."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from coding.nomenclature import of_family

TOWNS = {
    "Botkyrka": (9, 1144, "sv"),
    "Braine-l'Alleud": (14, 2450, "fr"),
    "Covilhã": (51, 3228, "pt"),
    "Dębica": (9, 729, "pl"),
    "Kavala": (10, 256, "el"),
    "Mulhouse": (22, 1783, "fr"),
    "Pergine": (12, 1088, "it"),
    "Salaspils": (20, 3336, "lv"),
}
"""Groups, responses and language."""
FAMILIES = {"A": 3339, "B": 988, "C": 685, "D": 1445, "E": 2551, "F": 1989, "G": 834, "H": 2183}
BLOCKS = {"A+B": 0.31, "C+D+E": 0.33, "F+G+H": 0.36}
TOTAL = 14014
EXAMPLES = Path(__file__).parents[2] / "coding" / "training" / "examples"
HEADER = ("town", "group", "tags", "question", "text", "code", "language", "date", "person")
PER_PERSON = 6


def joint() -> dict[tuple[str, str], int]:
    """Notes by town and family: in proportion as far as whole numbers go, the rest dealt out to fit both margins."""
    cells = {(town, family): TOWNS[town][1] * FAMILIES[family] // TOTAL for town in TOWNS for family in FAMILIES}
    town_left = {town: TOWNS[town][1] - sum(cells[town, one] for one in FAMILIES) for town in TOWNS}
    family_left = {one: count - sum(cells[town, one] for town in TOWNS) for one, count in FAMILIES.items()}
    for town, family in itertools.product(TOWNS, FAMILIES):
        more = min(town_left[town], family_left[family])
        cells[town, family] += more
        town_left[town] -= more
        family_left[family] -= more
    return cells


def rows(seed: int = 1) -> Iterator[dict[str, str]]:
    """All 14 014 notes, by column."""
    source = random.Random(seed)  # noqa: S311 -- repeatable
    cells = joint()
    for town, (groups, responses, language) in TOWNS.items():
        codes = [source.choice(of_family(family)).code for family in FAMILIES for _ in range(cells[town, family])]
        source.shuffle(codes)
        for number, code in enumerate(codes):
            group = number * groups // responses
            yield {
                "town": town,
                "group": f"Group {group + 1}",
                "tags": "youth" if group % 4 == 0 else "women; seniors" if group % 4 == 1 else "",
                "question": str(number % 3 + 1),
                "text": source.choice(_texts(language, code[0])),
                "code": code,
                "language": language,
                "date": f"2011-{number % 12 + 1:02}-15",
                "person": f"{town[:2]}-{group + 1}-{number // PER_PERSON}",
            }


def write_csv(path: Path, encoding: str = "utf-8", delimiter: str = ",", *, codes: bool = True) -> None:
    """The notes as a CSV file; letters that the encoding lacks become question marks."""
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, HEADER, delimiter=delimiter)
        writer.writeheader()
        for row in rows():
            writer.writerow(row if codes else row | {"code": ""})


@cache
def _texts(language: str, family: str) -> list[str]:
    """The examples of a family, without the number of their question."""
    lines = (EXAMPLES / language / f"{family}.txt").read_text("utf-8").splitlines()
    return [line.lstrip("1234 ") for line in lines if len(line) > 5 and not line.startswith("#")]
