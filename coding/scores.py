"""From the model's scores to probabilities that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coding.nomenclature import FAMILIES, components

FAMILY_OF = np.array([FAMILIES.index(one.family) for one in components().values()])
"""The family's place for each component's place."""
_MEMBERS = (FAMILY_OF[:, None] == np.arange(len(FAMILIES))).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Temperatures:
    """What the scores are divided by; above 1 makes the answers less sure. Fitted on themes that no training saw."""

    component: float = 1.0
    family: float = 1.0
    within: float = 1.0
    """For the choice among the components of one family."""


def softmax(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Rows that sum to 1."""
    raised = np.exp(scores.astype(np.float64) - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float64)


def by_family(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Components summed to families: (notes, 67) → (notes, 8)."""
    return np.asarray(probabilities @ _MEMBERS, np.float64)


def joint(scores: NDArray[np.floating], temperatures: Temperatures) -> NDArray[np.float64]:
    """Probabilities of the components: (notes, 67 + 8) → (notes, 67), rows that sum to 1.

    The family's probability is the mean of the family head's and of its components' sum; within a family the components
    share it.
    """
    own, family = scores[:, : len(FAMILY_OF)], scores[:, len(FAMILY_OF) :]
    families = (softmax(family / temperatures.family) + by_family(softmax(own / temperatures.component))) / 2
    within = softmax(own / temperatures.within)
    return np.asarray(within / by_family(within)[:, FAMILY_OF] * families[:, FAMILY_OF], np.float64)
