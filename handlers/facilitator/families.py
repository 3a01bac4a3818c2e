"""The eight families in numbers, as a message names its picture: drawn when it is sent, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.types import Message

FAMILIES = "ABCDEFGH"
NO_CODE = "?"
PICTURE = "families:"
"""Begins the name of such a picture; then come the families, each with its notes and its share in 1/10 000."""
PART = re.compile(r"([A-H?])(?:(-)|(\d{1,9})/(\d{1,5}))", re.ASCII)
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its letter (or ``?``), its notes, and their share of all, 0 to 1; ``None`` where it was left out."""

    code: str
    notes: int | None
    share: float | None

    @property
    def name(self) -> Message:
        """What people read."""
        return Message("pic.none" if self.code == NO_CODE else f"family.{self.code}.label")

    @property
    def percent(self) -> int:
        """Its share in whole per cent."""
        return round(100 * (self.share or 0))


def counted(notes: Mapping[str, int]) -> tuple[Family, ...]:
    """All families in their order, those without notes too; and what has no topic yet, if there is any."""
    total = sum(notes.values()) or 1
    codes = [*FAMILIES, *([NO_CODE] if notes.get(NO_CODE) else [])]
    return tuple(Family(code, notes.get(code, 0), notes.get(code, 0) / total) for code in codes)


def picture(families: Sequence[Family]) -> str | None:
    """The name of their picture; ``None`` if there is nothing to draw."""
    if not any(one.notes for one in families):
        return None
    return PICTURE + ",".join(
        f"{one.code}-" if one.notes is None else f"{one.code}{one.notes}/{round(WHOLE * (one.share or 0))}"
        for one in families
    )


def named(document: str | None) -> tuple[Family, ...]:
    """The families of a picture's name; none if it is the name of something else."""
    if document is None or not document.startswith(PICTURE):
        return ()
    found = []
    for part in document.removeprefix(PICTURE).split(","):
        match = PART.fullmatch(part)
        if match is None:
            return ()
        code, left_out, notes, share = match.groups()
        found.append(Family(code, None, None) if left_out else Family(code, int(notes), int(share) / WHOLE))
    return tuple(found)
