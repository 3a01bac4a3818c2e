"""Whether groups differ in what they wrote about, how much, and how sure the shares are.

A person who writes ten notes is one person: so people (or, where towns or tags are compared, whole groups) are what is
drawn and shuffled, never single notes. Test: the chi-square statistic of the table, against the same after shuffling
who belongs where (permutation test); the effect size is Cramér's V (scipy.stats.contingency.association), judged as in
J. Cohen, "Statistical Power Analysis", 1988, w = V * sqrt(k - 1): small from 0.1, medium from 0.3, large from 0.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats.contingency import association, expected_freq

from bot.reports.words import label
from coding.agreement import agreement
from handlers.types import Message
from storage.agreement import CodedNote
from storage.columns import Columns, Numbers
from storage.scope import NO_CODE
from storage.tallies import cut

DRAWS = 999
AT_ONCE = 50
"""Draws in memory at a time: of a million people, all would take a gigabyte."""
SURE = 0.05
FEWEST = 5
"""People (or groups) on each side; with fewer, a test says nothing."""
SIZES = ((0.5, "stat.large"), (0.3, "stat.medium"), (0.0, "stat.small"))
BY_PERSON = frozenset({"group", "language"})
"""Where people are told apart by it, people are shuffled; elsewhere whole groups."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """What was found: chance of as much difference by chance alone, effect size, and what stands out.

    ``most`` is (value, family, its share there, its share among the others); ``None`` where nothing could be tested.
    """

    p: float | None
    v: float
    families: int
    most: tuple[object, str, float, float] | None = None


def difference(columns: Columns, by: str, random: np.random.Generator, draws: int = DRAWS) -> Difference:
    """Whether the parts by a dimension (group, tag, town, language) differ in their families."""
    units, family, names = _units(columns, by)
    if not len(columns):
        return Difference(None, 0, 0)
    cells, rows, values = cut(columns, [by])
    pairs = np.unique(np.column_stack([units[rows], cells]), axis=0)
    counts = np.zeros((int(units.max()) + 1, len(names)))
    np.add.at(counts, (units, family), 1)
    written = counts[pairs[:, 0]].sum(axis=1) > 0
    pairs = pairs[written]
    members = np.bincount(pairs[:, 1], minlength=len(values))
    kept = np.flatnonzero(members >= FEWEST)
    pairs = pairs[np.isin(pairs[:, 1], kept)]
    pairs[:, 1] = np.searchsorted(kept, pairs[:, 1])
    there = np.unique(pairs[:, 0])
    counts = counts[there][:, counts[there].sum(axis=0) > 0]
    shown = [name for name, used in zip(names, _used(units, family, there, len(names)), strict=True) if used]
    if len(kept) < 2 or len(shown) < 2:
        return Difference(None, 0, len(shown))
    spot = np.searchsorted(there, pairs[:, 0])
    table = _table(counts, spot, pairs[:, 1], len(kept))
    heads = _table((counts > 0).astype(float), spot, pairs[:, 1], len(kept))
    seen = _chi2(table)
    as_much = sum(
        _chi2(_table(counts, random.permutation(len(there))[spot], pairs[:, 1], len(kept))) >= seen - 1e-9
        for _ in range(draws)
    )
    v = float(association(np.rint(table).astype(int), method="cramer"))
    return Difference(
        (as_much + 1) / (draws + 1), v, min(table.shape), _most(table, heads, [values[one][0] for one in kept], shown)
    )


def in_words(found: Difference, by: str, language: str) -> list[Message]:
    """The same in plain sentences."""
    if found.p is None:
        return [Message("stat.few", {"n": FEWEST})]
    numbers = {"p": round(found.p, 3), "v": round(found.v, 2)}
    if found.p >= SURE:
        return [Message("stat.no", numbers)]
    size = found.v * (max(found.families, 2) - 1) ** 0.5
    said = [Message(next(name for least, name in SIZES if size >= least), numbers)]
    if found.most is not None:
        value, family, here, elsewhere = found.most
        said.append(
            Message(
                "stat.most_more" if here > elsewhere else "stat.most_less",
                {
                    "group": label(language, by, value),
                    "topic": label(language, "family", family),
                    "here": round(100 * here),
                    "there": round(100 * elsewhere),
                },
            )
        )
    return said


def ranges(columns: Columns, random: np.random.Generator, draws: int = DRAWS) -> Mapping[str, tuple[float, float]]:
    """Between what and what each family's share lies with 95 % confidence, had other people been asked."""
    if not len(columns):
        return {}
    units, family, names = _units(columns, "group")
    counts = np.zeros((int(units.max()) + 1, len(names)))
    np.add.at(counts, (units, family), 1)
    kinds, sizes = np.unique(counts, axis=0, return_counts=True)
    likely = sizes / sizes.sum()
    drawn = np.concatenate(
        [
            random.multinomial(int(sizes.sum()), likely, min(AT_ONCE, draws - done)) @ kinds
            for done in range(0, draws, AT_ONCE)
        ]
    )
    shares = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1)
    low, high = np.percentile(shares, [2.5, 97.5], axis=0)
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(names)}


def error_range(columns: Columns, coded: Sequence[CodedNote], random: np.random.Generator) -> Message | None:
    """How far shares may be off because some codes are only suggestions; ``None`` if a person gave them all.

    Bound: the share of such notes times how often people disagree with a suggestion at most (95 %), going by notes that
    their authors coded without seeing one, or, without those, by a facilitator.
    """
    given = (columns.notes["author"] > 0) | (columns.notes["facilitator"] > 0)
    coded_at_all = columns.code > 0
    share = float((coded_at_all & ~given).sum() / max(1, coded_at_all.sum()))
    if not share:
        return None
    for pairs in (
        [(one, one.author) for one in coded if one.blind],
        [(one, one.facilitator) for one in coded],
    ):
        both = [(one, code) for one, code in pairs if one.suggested and code]
        found = agreement(
            [((one.suggested or "")[0], (code or "")[0]) for one, code in both], [one.person for one, _ in both], random
        )
        if found.raw is not None and found.raw.low is not None:
            points = 100 * share * (1 - found.raw.low)
            return Message("stat.error", {"share": round(100 * share), "points": max(1, round(points))})
    return Message("stat.error_unknown", {"share": max(1, round(100 * share))})


def _units(columns: Columns, by: str) -> tuple[Numbers, Numbers, list[str]]:
    """For each note who is drawn with it, and its family's place; notes without a code are nobody's family."""
    parts = columns.parts("family")
    if by not in BY_PERSON:
        _, units = np.unique(columns.parts("group").places, return_inverse=True)
    else:
        person = columns.person.astype(np.int64)
        single = np.where(person > 0, person, -1 - np.arange(len(columns)))
        _, heads = np.unique(single, return_inverse=True)
        _, units = np.unique(heads * len(columns.places) + columns.session, return_inverse=True)
    names = [str(one) for one in parts.labels]
    if NO_CODE in names:
        coded = parts.places != names.index(NO_CODE)
        columns_kept = [name for name in names if name != NO_CODE]
        family = np.where(coded, parts.places, len(columns_kept))
        return units, family, [*columns_kept, NO_CODE]
    return units, parts.places, names


def _used(units: Numbers, family: Numbers, there: Numbers, size: int) -> Sequence[bool]:
    counts = np.bincount(family[np.isin(units, there)], minlength=size)
    return [bool(one) for one in counts]


def _table(counts: Floats, units: Numbers, cells: Numbers, size: int) -> Floats:
    return np.column_stack([np.bincount(cells, counts[units, place], size) for place in range(counts.shape[1])])


def _chi2(table: Floats) -> float:
    expected = expected_freq(table)
    return float(((table - expected) ** 2 / np.maximum(expected, 1e-12)).sum())


def _most(
    table: Floats, heads: Floats, values: Sequence[object], names: Sequence[str]
) -> tuple[object, str, float, float] | None:
    """What stands out most, among what enough people wrote about: nobody is to be recognised by it."""
    expected = expected_freq(table)
    apart = np.where(heads >= FEWEST, np.abs(table - expected) / np.sqrt(np.maximum(expected, 1e-12)), 0)
    row, column = np.unravel_index(apart.argmax(), table.shape)
    if not apart[row, column]:
        return None
    rest = np.delete(table, row, axis=0)
    return (
        values[int(row)],
        names[int(column)],
        float(table[row, column] / max(1, table[row].sum())),
        float(rest[:, column].sum() / max(1, rest.sum())),
    )
