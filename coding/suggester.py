"""The shipped model at work: a note in, codes with calibrated probabilities out.

Everything it needs lies in ``coding/model`` (see docs/coding.md); nothing is fetched. One thread, so that a suggestion
never takes the other cores from the event loop; call it from a worker thread.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.cleaning import clean
from coding.nomenclature import components
from coding.pieces import Pieces
from coding.scores import Temperatures, joint
from handlers.types import Suggestion

MODEL = Path(__file__).parent / "model"
MOST = 8
"""Suggestions a note; the rest is hardly ever right."""
BATCH_TOKENS = 512
"""Tokens worked on at once, the padding included; more at once is no faster on one core."""

_REFERENCES = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\b[\w.-]+\.[a-z]{2,}/\S*", re.IGNORECASE)


class ModelSuggester:
    """Suggests codes with the model in a folder. Loads on first use; safe to share between threads.

    The model's file has its operators fused where that helps, and some left apart where fusing makes them slower.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._loaded: tuple[Pieces, Any, Temperatures] | None = None

    @cached_property
    def version(self) -> str:
        """A short hash of the model's files: changes exactly when the answers may."""
        manifest = json.loads((self.folder / "model.json").read_text(encoding="utf-8"))
        return str(manifest["version"])

    def load(self) -> None:
        """Read the model now (about a second) rather than at the first note."""
        self._model()

    def suggest(self, text: str, *, language: str | None = None, question: int | None = None) -> tuple[Suggestion, ...]:
        """Up to eight codes, best first; none for a text without words. The model knows the language by itself."""
        del language
        return self.suggest_many([text], [question])[0]

    def suggest_many(
        self,
        texts: Sequence[str],
        questions: Sequence[int | None] | None = None,
    ) -> list[tuple[Suggestion, ...]]:
        """The same for many notes at once, several times faster a note; in their order."""
        asked = [question if question in (1, 2, 3, 4) else 0 for question in questions or [None] * len(texts)]
        bare = [_words_of(text) for text in texts]
        places = [place for place, text in enumerate(bare) if text]
        found: list[tuple[Suggestion, ...]] = [()] * len(texts)
        if places:
            probabilities = self.probabilities(
                [bare[place] for place in places], [asked[place] or 0 for place in places]
            )
            for place, row in zip(places, probabilities, strict=True):
                found[place] = _best(row)
        return found

    def probabilities(self, texts: Sequence[str], questions: Sequence[int]) -> NDArray[np.float64]:
        """The whole distribution, (texts, components); questions are 0 where unknown."""
        _, _, temperatures = self._model()
        return joint(self.scores(texts, questions), temperatures)

    def scores(self, texts: Sequence[str], questions: Sequence[int]) -> NDArray[np.float32]:
        """What the model itself says, before calibration: (texts, components + families)."""
        pieces, session, _ = self._model()
        ids = pieces.ids(texts)
        scores: NDArray[np.float32] | None = None
        for places in _batches([len(one) for one in ids]):
            words, mask = pieces.embedded([ids[place] for place in places])
            asked = np.array([questions[place] for place in places], np.int64)
            some = session.run(None, {"words": words, "mask": mask, "questions": asked})[0]
            scores = np.empty((len(texts), some.shape[1]), np.float32) if scores is None else scores
            scores[places] = some
        return scores if scores is not None else np.empty((0, 0), np.float32)

    def _model(self) -> tuple[Pieces, Any, Temperatures]:
        with self._lock:
            if self._loaded is None:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = options.inter_op_num_threads = 1
                options.log_severity_level = 3
                options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
                path = str(self.folder / "encoder.onnx")
                session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
                manifest = json.loads((self.folder / "model.json").read_text(encoding="utf-8"))
                temperatures = Temperatures(**manifest["temperatures"])
                self._loaded = Pieces(self.folder / "vocabulary.npz"), session, temperatures
            return self._loaded


def _words_of(text: str) -> str:
    """The text without links and addresses; empty when no letter is left."""
    left = _REFERENCES.sub(" ", clean(text)).strip()
    return left if any(one.isalpha() for one in left) else ""


def _best(row: NDArray[np.float64]) -> tuple[Suggestion, ...]:
    codes = list(components())
    order = np.argsort(-row, kind="stable")[:MOST]
    return tuple(Suggestion(codes[place], round(float(row[place]), 6)) for place in order)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of like length, at most ``BATCH_TOKENS`` at once."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[place] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
