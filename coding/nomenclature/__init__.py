"""The nomenclature: eight families, 59 components and a general item per family.

Codes are the stable keys. Labels and descriptions for people are catalogue messages (``code.A1.label``,
``code.A1.line``; ``family.A.label`` …); the CSV beside this file has the method's own wording, and where each item
comes from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

FAMILIES = "ABCDEFGH"
BLOCKS = {"A+B": "AB", "C+D+E": "CDE", "F+G+H": "FGH"}
"""Material circumstances; relations; the way the person shapes and affects their surroundings."""


@dataclass(frozen=True, slots=True)
class Component:
    """One code. ``general`` marks the item that is right when in doubt between components."""

    code: str
    family: str
    label: str
    description: str
    provenance: str

    @property
    def general(self) -> bool:
        """Whether this is a general item (A0 … H0)."""
        return self.code == f"{self.family}0"


@cache
def components() -> dict[str, Component]:
    """All 67 items by code, in the nomenclature's order."""
    text = resources.files(__package__).joinpath("nomenclature.csv").read_text("utf-8")
    return {row["code"]: Component(**row) for row in csv.DictReader(text.splitlines())}


def of_family(family: str) -> list[Component]:
    """The items of a family, the general item last."""
    items = [one for one in components().values() if one.family == family]
    return [*(one for one in items if not one.general), *(one for one in items if one.general)]


def block_of(family: str) -> str:
    """The block of a family."""
    return next(block for block, families in BLOCKS.items() if family in families)
