"""Tallies: counts of notes and people by any dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import EVERYTHING, NO_CODE, Coding, Columns, Numbers, Scope, load
from storage.tables import NoteRow

BEST = sa.func.coalesce(NoteRow.facilitator_code, NoteRow.author_code, NoteRow.suggested_code)
"""The best code there is, in a query: a facilitator's, else the author's, else the suggestion."""
FAMILY = sa.func.coalesce(sa.func.substr(BEST, 1, 1), NO_CODE)
"""Its family."""

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

WIDE = 1 << 36
"""Keys of people above this are numbered anew, so that a cell and a person fit into one number of 64 bits."""


class NoSuchDimensionError(ValueError):
    """A tally was asked for by something that notes do not have."""


class Cell(NamedTuple):
    """One cell: the dimensions' values, notes, people (``None`` where nobody is known), share of all notes (0 to 1).

    ``stars`` says how many of the notes their authors starred.
    """

    values: tuple[object, ...]
    notes: int
    people: int | None
    share: float
    stars: int = 0


async def tally(
    session: AsyncSession, by: Sequence[str], scope: Scope = EVERYTHING, coding: Coding = Coding.BEST
) -> list[Cell]:
    """Count the notes in scope that are not deleted, by these dimensions, in their order.

    A note of a group with several tags counts under each of them. Months are those of the town's calendar.

    Raises:
        NoSuchDimensionError: one of ``by`` is not in ``DIMENSIONS``.
    """
    check(by)
    return count(await load(session, scope, coding), by)


def check(by: Sequence[str]) -> None:
    """Refuse dimensions that notes do not have.

    Raises:
        NoSuchDimensionError: one of ``by`` is not in ``DIMENSIONS``.
    """
    for one in by:
        if one not in DIMENSIONS:
            raise NoSuchDimensionError(one)


def count(columns: Columns, by: Sequence[str]) -> list[Cell]:
    """The same for notes that were loaded already; cells without a note are left out."""
    if not len(columns):
        return []
    cells, rows, values = cut(columns, by)
    size = len(values)
    notes = np.bincount(cells, minlength=size)
    stars = np.bincount(cells[columns.notes["starred"][rows] > 0], minlength=size)
    people = heads(cells, columns.person[rows], size).astype(object)
    people[people == 0] = None
    shares = notes / len(columns)
    return list(
        map(Cell._make, zip(values, notes.tolist(), people.tolist(), shares.tolist(), stars.tolist(), strict=True))
    )


def cut(columns: Columns, by: Sequence[str]) -> tuple[Numbers, Numbers | slice, list[tuple[object, ...]]]:
    """For each entry its cell (0, 1, … in the order they are shown), which note it is about, and the cells' values.

    There are more entries than notes where groups have several tags.
    """
    parts = [columns.parts(one) for one in by]
    tagged = [one.rows for one in parts if one.rows is not None]
    rows: Numbers | slice = tagged[0] if tagged else slice(None)
    cells = np.zeros(len(columns), np.int64)[rows]
    places: list[Numbers] = []
    for one in parts:
        combined = cells * len(one.labels) + (one.places if one.rows is not None else one.places[rows])
        there = np.flatnonzero(np.bincount(combined))
        table = np.zeros(int(there[-1]) + 1, np.int64)
        table[there] = np.arange(len(there))
        cells = table[combined]
        before = there // len(one.labels)
        places = [*(each[before] for each in places), there % len(one.labels)]
    labels = [[one.labels[place] for place in each.tolist()] for one, each in zip(parts, places, strict=True)]
    return cells, rows, list(zip(*labels, strict=True)) if parts else [()]


def heads(cells: Numbers, people: Numbers, size: int) -> Numbers:
    """How many people there are in each cell; notes of nobody known do not count."""
    known = people > 0
    cells, people = cells[known], people[known]
    if not len(people):
        return np.zeros(size, np.int64)
    width = int(people.max()) + 1
    if width > WIDE:
        people = np.unique(people, return_inverse=True)[1]
        width = int(people.max()) + 1
    pairs = np.sort(cells * width + people)
    first = np.ones(len(pairs), bool)
    first[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[first] // width, minlength=size)
