"""How far coders agree: raw agreement, Cohen's kappa and Krippendorff's alpha, with intervals that resample people.

Why code of our own: the package ``krippendorff`` is GPL, so it cannot go into an EUPL product; scikit-learn would be
carried for one function; and none of them resamples people. Somebody who writes ten notes and always means the same
by a word is one observation of a habit, not ten, so notes of one person are drawn together (the cluster bootstrap).

All three figures are functions of sums over notes. So each person's sums are worked out once, a draw of people is a
matrix product, and 2 000 draws of 14 000 notes take two or three seconds.

Sources: J. Cohen, "A coefficient of agreement for nominal scales", 1960; K. Krippendorff, "Computing Krippendorff's
Alpha-Reliability", 2011, https://repository.upenn.edu/asc_papers/43.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Formula = Callable[[Numbers], Numbers]

DRAWS = 2_000
LEVEL = 95
"""The intervals hold in this many of a hundred cases, in per cent."""
BLOCK = 100
"""Draws worked on at once: keeps memory small."""
FEWEST_NOTES, FEWEST_PEOPLE = 20, 5
"""With fewer, a figure would say more about chance, or about one person, than about the coding."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95 % interval; ``value`` is ``None`` where it is not defined (everybody always said the same)."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures of one set of notes: how many ``notes`` that at least two coded, by how many ``people``.

    All figures are ``None`` where there is too little to go by.
    """

    notes: int
    people: int
    raw: Figure | None = None
    kappa: Figure | None = None
    alpha: Figure | None = None

    @property
    def enough(self) -> bool:
        """Whether there was enough to go by."""
        return self.raw is not None


def agreement(
    codes: Sequence[Sequence[str | None]],
    people: Sequence[Hashable | None],
    random: np.random.Generator,
    *,
    draws: int = DRAWS,
) -> Agreement:
    """The figures for notes: ``codes`` holds each note's code by each coder, ``None`` where a coder gave none.

    ``people`` names each note's author; a note without one is drawn on its own. Kappa is only defined for two coders;
    notes that only one of them coded are left out of it, as alpha does by itself.
    """
    rows = [place for place, row in enumerate(codes) if sum(one is not None for one in row) > 1]
    owners = _owners([people[place] for place in rows])
    known = len(set(owners.tolist()))
    if len(rows) < FEWEST_NOTES or known < FEWEST_PEOPLE:
        return Agreement(len(rows), known)
    values = sorted({one for place in rows for one in codes[place] if one is not None})
    index = {one: number for number, one in enumerate(values)}
    table = np.array([[-1 if one is None else index[one] for one in codes[place]] for place in rows])
    sums = [_raw_sums(table), _alpha_sums(table, len(values))]
    formulas: list[Formula] = [_raw, _alpha]
    if table.shape[1] == 2:
        sums.append(_kappa_sums(table, len(values)))
        formulas.append(_kappa)
    raw, alpha, *kappa = _figures(sums, formulas, owners, known, draws, random)
    return Agreement(len(rows), known, raw, kappa[0] if kappa else None, alpha)


def difference(
    first: Sequence[bool],
    first_people: Sequence[Hashable | None],
    second: Sequence[bool],
    second_people: Sequence[Hashable | None],
    random: np.random.Generator,
    *,
    draws: int = DRAWS,
) -> Figure:
    """How much the share of true values in ``first`` exceeds that in ``second``; people keep all they wrote."""
    owners = _owners([*first_people, *second_people])
    known = len(set(owners.tolist()))
    sums = np.zeros((len(owners), 4))
    cut = len(first)
    sums[:cut, 0], sums[:cut, 1] = first, 1
    sums[cut:, 2], sums[cut:, 3] = second, 1
    return _figures([sums], [_apart], owners, known, draws, random)[0]


def _owners(people: Sequence[Hashable | None]) -> NDArray[np.int64]:
    """A number for each person; every note without one gets its own."""
    seen: dict[Hashable, int] = {}
    keys = [("note", place) if one is None else ("person", one) for place, one in enumerate(people)]
    return np.array([seen.setdefault(key, len(seen)) for key in keys], np.int64)


def _by_owner(sums: Numbers, owners: NDArray[np.int64], known: int) -> Numbers:
    """Each person's sums, from each note's."""
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(known))
    total: Numbers = np.add.reduceat(sums[order], starts, axis=0)
    return total


def _figures(
    sums: list[Numbers],
    formulas: Sequence[Formula],
    owners: NDArray[np.int64],
    known: int,
    draws: int,
    random: np.random.Generator,
) -> list[Figure]:
    """Each formula of its sums, with its interval; all are drawn together."""
    each = _by_owner(np.hstack(sums), owners, known)
    totals = np.vstack([each.sum(axis=0), *_drawn(each, draws, random)])
    ends = np.cumsum([one.shape[1] for one in sums])[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        return [_figure(formula(part)) for formula, part in zip(formulas, np.hsplit(totals, ends), strict=True)]


def _drawn(each: Numbers, draws: int, random: np.random.Generator) -> Iterator[Numbers]:
    """The sums over as many people as there are, drawn with replacement, block by block.

    People with the same sums are drawn as one kind: where every note stands alone, there are few kinds.
    """
    kinds, sizes = np.unique(each, axis=0, return_counts=True)
    light = kinds.astype(np.float32)  # counts stay exact up to 16 million
    for start in range(0, draws, BLOCK):
        times = random.multinomial(len(each), sizes / len(each), min(BLOCK, draws - start))
        yield (times.astype(np.float32) @ light).astype(np.float64)


def _figure(values: Numbers) -> Figure:
    """The first value is the figure, the others are its draws."""
    value, drawn = float(values[0]), values[1:][np.isfinite(values[1:])]
    if not np.isfinite(value) or not drawn.size:
        return Figure(None)
    tail = (100 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return Figure(value, float(low), float(high))


def _counts(table: NDArray[np.int64], values: int) -> Numbers:
    """How many coders gave each note each value."""
    counts = np.zeros((len(table), values))
    for column in table.T:
        coded = np.flatnonzero(column >= 0)
        counts[coded, column[coded]] += 1
    return counts


def _raw_sums(table: NDArray[np.int64]) -> Numbers:
    """Per note: pairs of coders that agree, pairs."""
    counts = _counts(table, int(table.max()) + 1)
    coders = counts.sum(axis=1)
    return np.column_stack([(counts * (counts - 1)).sum(axis=1) / (coders * (coders - 1)), np.ones(len(table))])


def _raw(sums: Numbers) -> Numbers:
    share: Numbers = sums[:, 0] / sums[:, 1]
    return share


def _kappa_sums(table: NDArray[np.int64], values: int) -> Numbers:
    """Per note: agreed or not, the first coder's value, the second's."""
    unit = np.eye(values)
    return np.column_stack([table[:, 0] == table[:, 1], unit[table[:, 0]], unit[table[:, 1]]])


def _kappa(sums: Numbers) -> Numbers:
    """(observed - expected) / (1 - expected), expected from what each coder says how often."""
    values = (sums.shape[1] - 1) // 2
    first, second = sums[:, 1 : 1 + values], sums[:, 1 + values :]
    notes = first.sum(axis=1)
    expected = (first * second).sum(axis=1) / notes**2
    kappa: Numbers = (sums[:, 0] / notes - expected) / (1 - expected)
    return kappa


def _alpha_sums(table: NDArray[np.int64], values: int) -> Numbers:
    """Per note: pairs of values that differ, each value that has a partner (Krippendorff's coincidences)."""
    counts = _counts(table, values)
    coders = counts.sum(axis=1)
    same = (counts * (counts - 1)).sum(axis=1)
    return np.column_stack([(coders * (coders - 1) - same) / (coders - 1), counts])


def _alpha(sums: Numbers) -> Numbers:
    """1 - observed / expected disagreement."""
    values = sums[:, 1:]
    total = values.sum(axis=1)
    expected = (total**2 - (values**2).sum(axis=1)) / (total - 1)
    alpha: Numbers = 1 - sums[:, 0] / expected
    return alpha


def _apart(sums: Numbers) -> Numbers:
    share: Numbers = sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3]
    return share
