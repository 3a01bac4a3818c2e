"""How sure the model is, fitted to what it meets: mostly subjects that it knows, sometimes one that it does not.

Of themes that no training saw it is right half as often as of the notes kept apart, which are about everyday subjects
as its examples are. No temperature is right for both; so they are weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coding.scores import FAMILY_OF, Temperatures, by_family, joint
from coding.suggester import ModelSuggester
from coding.training.apart import BLIND, read_apart
from coding.training.export import manifest
from coding.training.figures import calibration_error, fitted, hits, truth
from coding.training.notes import Note

FAMILIAR = 0.8
"""The share that notes kept apart have in what is fitted, the rest being unseen themes: a guess at everyday use."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Scores of notes that no training saw, what is right, and how much each note counts (1 in the mean)."""

    notes: Sequence[Note]
    scores: NDArray[np.float32]
    weights: NDArray[np.float64]

    def temperatures(self, places: NDArray[np.bool_] | None = None) -> Temperatures:
        """Fitted to all of it, or to some places."""
        some = np.ones(len(self.notes), np.bool_) if places is None else places
        return fitted(self.scores[some], truth(self.notes)[some], self.weights[some])


def sample(suggester: ModelSuggester, unseen: Sequence[Note]) -> Sample:
    """The notes kept apart whose authors had no examples, then unseen themes, every second without its question."""
    apart = [note for note in read_apart() if note.language in BLIND]
    notes = [*apart, *unseen]
    asked = [note.question if place % 2 else 0 for place, note in enumerate(notes)]
    share = np.array([FAMILIAR / len(apart)] * len(apart) + [(1 - FAMILIAR) / len(unseen)] * len(unseen))
    return Sample(notes, suggester.scores([note.text for note in notes], asked), share * len(notes))


def crosswise(found: Sample) -> NDArray[np.float64]:
    """Calibrated probabilities, each half of the themes with temperatures fitted on the other half."""
    themes = sorted({(note.code, note.theme) for note in found.notes})
    half = np.array([themes.index((note.code, note.theme)) % 2 for note in found.notes])
    probabilities = np.zeros((len(found.notes), len(FAMILY_OF)))
    for side in (0, 1):
        probabilities[half == side] = joint(found.scores[half == side], found.temperatures(half != side))
    return probabilities


def errors(found: Sample, probabilities: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """Expected calibration errors of the first suggestion and the first family: everyday use, and its two parts."""
    right = hits(probabilities, truth(found.notes))
    apart = np.array([note.language in BLIND and note.question == 0 for note in found.notes])
    parts = {"everyday": found.weights, "apart": found.weights * apart, "unseen": found.weights * ~apart}
    return {
        name: {
            "component": round(calibration_error(probabilities.max(-1), right.component, weights), 4),
            "family": round(calibration_error(by_family(probabilities).max(-1), right.family, weights), 4),
        }
        for name, weights in parts.items()
    }


def calibrate(folder: Path, unseen: Sequence[Note]) -> str:
    """Fit the temperatures to the files in a folder and write its manifest; returns the version."""
    manifest(folder, Temperatures())
    return manifest(folder, sample(ModelSuggester(folder), unseen).temperatures())
