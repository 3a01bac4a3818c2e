"""Text made alike for searching, the same on every database: no case, no accents, one space between words."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "’": "'", "ʼ": "'", "‘": "'"}
    | {"ى": "ي", "ة": "ه", "ـ": "", "ٱ": "ا", "ґ": "г"}
)
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text for searching; its length may differ from the original's."""
    lowered = text.replace("İ", "i").casefold().translate(_LETTERS)
    bare = (one for one in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(one))
    return _SPACE.sub(" ", "".join(bare)).strip()
