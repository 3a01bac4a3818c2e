"""Tallies: counts of notes and people by any dimensions."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.columns import Columns, Numbers, load
from storage.scope import EVERYTHING, NO_CODE, Coding, Scope, Weight, check
from storage.tables import NoteRow

BEST = sa.func.coalesce(NoteRow.facilitator_code, NoteRow.author_code, NoteRow.suggested_code)
"""The best code there is, in a query: a facilitator's, else the author's, else the suggestion."""
FAMILY = sa.func.coalesce(sa.func.substr(BEST, 1, 1), NO_CODE)
"""Its family."""

WIDE = 1 << 36
"""Keys of people above this are numbered anew, so that a cell and a person fit into one number of 64 bits."""


class Cell(NamedTuple):
    """One cell: the dimensions' values, notes, people (``None`` where nobody is known), share of all notes (0 to 1).

    ``share`` is that of all that weighs: notes, if nothing else was asked for. ``stars`` says how many of the notes
    their authors starred, ``votes`` how many votes they got, where votes were asked for.
    """

    values: tuple[object, ...]
    notes: int
    people: int | None
    share: float
    stars: int = 0
    votes: int = 0


async def tally(
    session: AsyncSession,
    by: Sequence[str],
    scope: Scope = EVERYTHING,
    coding: Coding = Coding.BEST,
    weight: Weight = Weight.NOTES,
) -> list[Cell]:
    """Count the notes in scope that are not deleted, by these dimensions, in their order.

    A note of a group with several tags counts under each of them. Months are those of the town's calendar.

    Raises:
        NoSuchDimensionError: one of ``by`` is not in ``DIMENSIONS``.
    """
    check(by)
    return count(await load(session, scope, coding, votes=weight is Weight.VOTES), by, weight)


def count(columns: Columns, by: Sequence[str], weight: Weight = Weight.NOTES) -> list[Cell]:
    """The same for notes that were loaded already; cells without a note are left out."""
    if not len(columns):
        return []
    with _no_collection():
        return _count(columns, by, weight)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Python's search for cycles would look through hundreds of thousands of new cells again and again: half the time.

    There are none among them.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _count(columns: Columns, by: Sequence[str], weight: Weight) -> list[Cell]:
    cells, rows, values = cut(columns, by)
    size = len(values)
    notes = np.bincount(cells, minlength=size)
    stars = np.bincount(cells[columns.notes["starred"][rows] > 0], minlength=size)
    given = _votes(columns)
    votes = np.bincount(cells, given[rows], size).astype(np.int64)
    people = heads(cells, columns.person[rows], size)
    if weight is Weight.PEOPLE:
        shares = people / max(1, int(heads(np.zeros(len(columns), np.int64), columns.person, 1)[0]))
    elif weight is Weight.STARS:
        shares = stars / max(1, int((columns.notes["starred"] > 0).sum()))
    elif weight is Weight.VOTES:
        shares = votes / max(1, int(given.sum()))
    else:
        shares = notes / len(columns)
    known = people.astype(object)
    known[people == 0] = None
    columns_of_cells = (one.tolist() for one in (notes, known, shares, stars, votes))
    return list(map(Cell, values, *columns_of_cells))


def _votes(columns: Columns) -> Numbers:
    """For each note how many votes it got."""
    given = np.zeros(len(columns), np.int64)
    if columns.votes:
        ids = np.array(sorted(columns.votes), np.int64)
        numbers = np.array([columns.votes[one] for one in ids.tolist()], np.int64)
        spot = np.minimum(np.searchsorted(ids, columns.notes["id"]), len(ids) - 1)
        given = np.where(ids[spot] == columns.notes["id"], numbers[spot], 0)
    return given


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
