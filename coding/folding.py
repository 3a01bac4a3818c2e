"""Text made alike for comparing: no case, no accents, one apostrophe, one space: what people leave out on phones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ı": "i",
        "ß": "ss",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
    }
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "ς": "σ", "ґ": "г"}
)
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """The text for comparing; its length may differ from the original's."""
    lowered = text.replace("İ", "i").casefold().translate(_LETTERS)
    bare = "".join(one for one in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(one))
    return _SPACE.sub(" ", bare.translate(_LETTERS))
