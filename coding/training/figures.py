"""Figures of a suggester on notes that it has not seen: how often it is right, and whether its probabilities are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.nomenclature import components
from coding.scores import FAMILY_OF, Temperatures, by_family, joint
from coding.training.notes import Note

CODES = {code: place for place, code in enumerate(components())}
SAMPLES = 1000
BINS = 15
SEED = 11
FINEST = 0.01
"""The last step of the search for temperatures, relative."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the bounds between which it lies with 95 %."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:5.1%} [{self.low:.1%}, {self.high:.1%}]"


@dataclass(frozen=True, slots=True)
class Hits:
    """For each note, whether it was right: family first, within three; component first, within three."""

    family: NDArray[np.bool_]
    family_in_3: NDArray[np.bool_]
    component: NDArray[np.bool_]
    component_in_3: NDArray[np.bool_]


NAMES = ("family", "family_in_3", "component", "component_in_3")


def truth(notes: Sequence[Note]) -> NDArray[np.int64]:
    """The components' places."""
    return np.array([CODES[note.code] for note in notes], np.int64)


def hits(probabilities: NDArray[np.float64], right: NDArray[np.int64]) -> Hits:
    """Compare (notes, components) with the places of the right components."""
    families, family = by_family(probabilities), FAMILY_OF[right]
    return Hits(
        _within(families, family, 1),
        _within(families, family, 3),
        _within(probabilities, right, 1),
        _within(probabilities, right, 3),
    )


def share(right: NDArray[np.bool_], themes: Sequence[str]) -> Interval:
    """A share with its interval; whole themes are drawn anew, because notes of one theme resemble each other."""
    names, places = np.unique(list(themes), return_inverse=True)
    sums, counts = np.bincount(places, right), np.bincount(places)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (SAMPLES, len(names)))
    values = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(values, (0.025, 0.975))
    return Interval(float(right.mean()), float(low), float(high))


def calibration_error(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
) -> float:
    """Expected calibration error: the mean distance between confidence and share right, in 15 bins of equal width."""
    weights = np.ones(len(confidence)) if weights is None else weights
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    sums = np.bincount(bins, (confidence - right) * weights, minlength=BINS)
    return float(np.abs(sums).sum() / weights.sum())


def fitted(
    scores: NDArray[np.floating], right: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> Temperatures:
    """The temperatures under which the right components and families are likeliest; a note counts by its weight."""

    def surprise(temperatures: list[float]) -> float:
        probabilities = joint(scores, Temperatures(*temperatures))
        families = by_family(probabilities)[np.arange(len(right)), FAMILY_OF[right]]
        own = probabilities[np.arange(len(right)), right]
        return float(-np.average(np.log(own + 1e-12) + np.log(families + 1e-12), weights=weights))

    best, step = [1.0, 1.0, 1.0], 0.3
    least = surprise(best)
    while step > FINEST:
        tried = [
            [*best[:i], best[i] * factor, *best[i + 1 :]] for i in range(3) for factor in (1 + step, 1 / (1 + step))
        ]
        surprises = [surprise(one) for one in tried]
        if min(surprises) < least:
            least, best = min(surprises), tried[surprises.index(min(surprises))]
        else:
            step /= 2
    return Temperatures(*(round(one, 3) for one in best))


def grouped(notes: Sequence[Note], key: Callable[[Note], str]) -> dict[str, NDArray[np.int64]]:
    """The places of the notes by something about them, in its order of first appearance sorted."""
    found: dict[str, list[int]] = {}
    for place, note in enumerate(notes):
        found.setdefault(key(note), []).append(place)
    return {name: np.array(found[name], np.int64) for name in sorted(found)}


def _within(probabilities: NDArray[np.float64], right: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    best = np.argsort(-probabilities, axis=-1)[:, :count]
    return np.asarray((best == right[:, None]).any(-1), np.bool_)
