"""From words to vectors: the tokenizer and the embeddings of the shipped model, both in one file.

``vocabulary.npz``: ``pieces`` (UTF-8, one a line), ``scores`` (float32, a piece), ``words`` (uint8, a piece a row: the
embedding in blocks of 32 values, each a float16 scale and 32 values of 4 bits: 18 bytes), ``replaced`` and
``replacements`` (UTF-8, a character a line, and what stands for it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

BEGIN, END, UNKNOWN = 0, 1, 2
"""The first three pieces of every vocabulary."""
LONGEST = 96
"""Tokens a note, the two ends included. A note of twelve words has about twenty."""
CHARACTERS = 600
"""Characters a note that are looked at; more would not fit into ``LONGEST``."""


def dequantised(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Vectors from their blocks: (rows, 18 n) bytes → (rows, 32 n) values."""
    rows = blocks.reshape(len(blocks), -1, 18)
    scale = rows[..., :2].copy().view("<f2").astype(np.float32)
    packed = rows[..., 2:]
    values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray((values * scale).reshape(len(blocks), -1), np.float32)


class Pieces:
    """The vocabulary in memory. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Read the file; takes a few tenths of a second."""
        from tokenizers import Tokenizer, models

        with np.load(path) as stored:
            pieces = stored["pieces"].tobytes().decode().split("\n")
            scores: list[float] = stored["scores"].tolist()
            self.words: NDArray[np.uint8] = stored["words"]
            replaced = stored["replaced"].tobytes().decode().split("\n")
            replacements = stored["replacements"].tobytes().decode().split("\n")
        self._replacements = str.maketrans(dict(zip(replaced, replacements, strict=True)))
        self._tokenizer: Any = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), UNKNOWN, False))

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, between ``BEGIN`` and ``END``, at most ``LONGEST``."""
        encoded = (self._tokenizer.encode(self.normal(text), add_special_tokens=False) for text in texts)
        return [[BEGIN, *one.ids[: LONGEST - 2], END] for one in encoded]

    def normal(self, text: str) -> str:
        """The text as the tokenizer knows it: characters replaced, every space a mark, one mark in front."""
        return "▁" + "▁".join(text[:CHARACTERS].translate(self._replacements).split())

    def embedded(self, ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Word vectors (notes, tokens, width) and a mask (notes, tokens) that is 0 where a note has ended."""
        longest = max(map(len, ids))
        padded = np.full((len(ids), longest), END, np.int64)
        mask = np.zeros((len(ids), longest), np.float32)
        for row, one in enumerate(ids):
            padded[row, : len(one)] = one
            mask[row, : len(one)] = 1
        vectors = dequantised(self.words[padded.ravel()]).reshape(len(ids), longest, -1)
        return vectors, mask
