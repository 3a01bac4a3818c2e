"""The shipped vocabulary: of the encoder's 250 037 pieces those that our 18 languages need.

Cut before training, so that the model learns on exactly the pieces that it will meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coding.pieces import Pieces
from coding.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coding.training.weights import Weights

COMMON_WORDS = 60_000
"""The most frequent words of each language that must keep their pieces (wordfreq; fewer where it has fewer)."""
FIRST_CHINESE = "\u2e80"
"""From here on Unicode has scripts that nobody here writes; single characters before it are all kept."""
BATCH = 10_000


def write(weights: Weights, texts: Iterable[str], path: Path) -> int:
    """Write ``vocabulary.npz`` with the pieces that the texts and the common words need; returns how many."""
    everything = np.arange(len(weights.pieces))
    _save(weights, _order(weights, everything), path)
    whole = Pieces(path)
    order = _order(weights, everything)
    seen: set[int] = set()
    for batch in _batches([*_variants(texts), *_variants(_common_words())]):
        for ids in whole.ids(batch):
            seen.update(order[ids].tolist())
    single = {
        i for i, piece in enumerate(weights.pieces) if len(piece.lstrip("▁")) <= 1 and piece.lstrip("▁") < FIRST_CHINESE
    }
    kept = np.array(sorted((seen | single) - {0, 1, 2, 3} - _unusable(weights)))
    _save(weights, np.concatenate([[weights.begin, weights.end, weights.unknown], kept]), path)
    return len(kept) + 3


def _unusable(weights: Weights) -> set[int]:
    return {i for i, piece in enumerate(weights.pieces) if not piece or "\ufffd" in piece or "\n" in piece}


def _order(weights: Weights, everything: np.ndarray) -> np.ndarray:
    """All usable ids, with begin, end and unknown first."""
    first = np.array([weights.begin, weights.end, weights.unknown])
    return np.concatenate([first, np.setdiff1d(everything, [*first, weights.padding, *_unusable(weights)])])


def _save(weights: Weights, ids: np.ndarray, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs = {old: new for old, new in weights.replacements.items() if not old.isspace() or len(old) != 1}
    np.savez(
        path,
        pieces=_lines(weights.pieces[i] for i in ids),
        scores=weights.scores[ids],
        words=weights.words(ids),
        replaced=_lines(pairs),
        replacements=_lines(pairs.values()),
    )


def _lines(texts: Iterable[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _common_words() -> Iterator[str]:
    import wordfreq

    for language in LANGUAGES:
        yield from wordfreq.top_n_list(language, COMMON_WORDS)


def _variants(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield text
        yield text.capitalize()


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), BATCH):
        yield texts[start : start + BATCH]
