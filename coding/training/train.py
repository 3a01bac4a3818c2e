"""`make train`: from the example notes to the shipped model, on two cores.

vocabulary → learning, twice → the mean of both → ONNX of 8 bits → temperatures, fitted on the shipped files themselves
and on themes kept from learning → figures.
"""

# ruff: noqa: T201 -- a command: it prints

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coding.nomenclature import components
from coding.pieces import Pieces
from coding.suggester import MODEL, ModelSuggester
from coding.training import calibration, evaluate, export, vocabulary, weights
from coding.training.learn import Plan, averaged, learn
from coding.training.notes import EXAMPLES, read, split_by_theme
from coding.training.smoothing import factors

if TYPE_CHECKING:
    from coding.training.encoder import Coder

EPOCHS = (2.2, 5.0)
"""Passes over the notes in each of the runs whose mean is shipped: a short one, which knows more of what it has not
seen, and a long one, which knows the notes better."""
SAMPLE = 400
"""Notes that show how large the values inside the encoder get, and whether the files answer as the model does."""
LEAST_ALIKE = 0.5
"""Of the sample's first codes. Rounding changes 5 in 100, more where little was learned; a wrong graph nearly all."""


def train(examples: Path, target: Path, plans: Sequence[Plan]) -> str:
    """Make the model anew in ``target``, as the mean of one learned by each plan; returns its version."""
    seen, unseen = split_by_theme(read(examples))
    source = weights.installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = vocabulary.write(source, [note.text for note in seen], folder / "vocabulary.npz")
        print(f"{len(seen)} notes to learn, {len(unseen)} kept apart, {count} pieces", flush=True)
        pieces = Pieces(folder / "vocabulary.npz")
        model = averaged([learn(source, pieces, seen, plan) for plan in plans])
        sample = [note.text for note in seen[:: len(seen) // SAMPLE + 1]]
        export.encoder(model, factors(model, pieces, sample), folder / "encoder.onnx")
        version = calibration.calibrate(folder, unseen)
        same = alike(model, ModelSuggester(folder), sample)
        print(f"first code the same in bytes as before: {same:.1%} of {len(sample)} notes", flush=True)
        if same < LEAST_ALIKE:
            message = "The files answer otherwise than the model that was learned."
            raise RuntimeError(message)
        target.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            shutil.copyfile(file, target / file.name)
    return version


def alike(model: Coder, suggester: ModelSuggester, texts: Sequence[str]) -> float:
    """The share of texts whose first component is the same by the files as by the exact model."""
    import torch

    pieces = Pieces(suggester.folder / "vocabulary.npz")
    exact = []
    with torch.no_grad():
        for text in texts:
            words, mask = (torch.from_numpy(one) for one in pieces.embedded(pieces.ids([text])))
            exact.append(model(words, mask, torch.zeros(1, dtype=torch.long))[0].numpy())
    count = len(components())
    rounded = suggester.scores(texts, [0] * len(texts))[:, :count].argmax(-1)
    return float((rounded == np.stack(exact)[:, :count].argmax(-1)).mean())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="folder LANGUAGE/FAMILY.txt")
    parser.add_argument("--target", type=Path, default=MODEL, help="folder for the model")
    parser.add_argument("--epochs", type=float, nargs="+", default=EPOCHS, help="one number a run")
    parser.add_argument("--minutes", type=float, default=1e9, help="end each run after this time, gently")
    chosen = parser.parse_args()
    version = train(chosen.examples, chosen.target, [Plan(epochs, chosen.minutes) for epochs in chosen.epochs])
    print(f"model {version} in {chosen.target}")
    evaluate.report(chosen.examples, chosen.target)


if __name__ == "__main__":
    main()
