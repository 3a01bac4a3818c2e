"""What can be asked of a tally: which notes count, by what, and how much. Light, for the command line's help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

NO_CODE = "?"
"""Shown for notes that have no code."""
NO_TAG = "?"
"""Shown for notes of groups without a tag."""
RECEIVED = "received"
"""The status of a note with which nothing has happened yet."""
DIMENSIONS = (
    "town",
    "group",
    "tag",
    "family",
    "component",
    "block",
    "question",
    "language",
    "month",
    "channel",
    "source",
    "status",
)
"""What notes can be counted by."""


class NoSuchDimensionError(ValueError):
    """A tally was asked for by something that notes do not have."""


class Coding(StrEnum):
    """Which codes count.

    The best there is (a facilitator's, else the author's, else the suggestion), or only those that a person gave.
    """

    BEST = "best"
    CONFIRMED = "confirmed"


class Weight(StrEnum):
    """What a share is a share of: notes, people, the notes' stars, or the votes on them."""

    NOTES = "notes"
    PEOPLE = "people"
    STARS = "stars"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which notes count; what is ``None`` does not matter.

    ``consultation`` and ``group`` are public ids, ``town`` is a public id or a name; ``since`` leaves out notes written
    until then.
    """

    town: str | None = None
    consultation: str | None = None
    group: str | None = None
    since: dt.datetime | None = None


EVERYTHING = Scope()


def check(by: Sequence[str]) -> None:
    """Refuse dimensions that notes do not have.

    Raises:
        NoSuchDimensionError: one of ``by`` is not in ``DIMENSIONS``.
    """
    for one in by:
        if one not in DIMENSIONS:
            raise NoSuchDimensionError(one)
