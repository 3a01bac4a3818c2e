"""Light noise on the examples, as phones and haste make it, and texts that mean nothing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

SLIP = 0.15
"""How often one letter is dropped, doubled or swapped with the next."""
BARE = 0.10
"""How often all diacritics are missing."""
SMALL = 0.10
SHOUTED = 0.02
ENDING = 0.10
"""How often the mark at the end is taken away or a full stop is added."""
KEYS = ("asdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "абвгдежзиклмн", "αβγδεζηθικλμν", "ابتثجحخد")
SHORTEST = 6
"""Characters; shorter words change their meaning with a letter."""
FOREIGN = ("fi", "zh", "ja", "ko", "he", "hi", "bn", "ta", "vi", "id", "is")
"""Languages far from our 18; their words must not be taken for any code."""


def noisy(text: str, random: Random) -> str:
    """The text as somebody might type it."""
    if random.random() < BARE:
        text = without_diacritics(text)
    if random.random() < SMALL:
        text = text.lower()
    elif random.random() < SHOUTED:
        text = text.upper()
    elif random.random() < SMALL:
        text = text[:1].upper() + text[1:]
    if random.random() < ENDING:
        text = text.rstrip(".!…") if text[-1] in ".!…" else text + random.choice(".!")
    if random.random() < SLIP and len(text) >= SHORTEST:
        text = _slip(text, random)
    return text


def without_diacritics(text: str) -> str:
    """Å as a, é as e; letters of other scripts keep what makes them another letter."""
    parts = unicodedata.normalize("NFD", text)
    kept = [one for i, one in enumerate(parts) if not (unicodedata.combining(one) and parts[i - 1 : i].isascii())]
    return unicodedata.normalize("NFC", "".join(kept)).translate(str.maketrans("łŁøØđĐı", "lLoOdDi"))


def _slip(text: str, random: Random) -> str:
    place = random.randrange(1, len(text) - 1)
    before, one, after = text[:place], text[place], text[place + 1 :]
    if not one.isalpha():
        return text
    return random.choice((before + after, before + one + one + after, before + after[:1] + one + after[1:]))


def nonsense(random: Random) -> Iterator[str]:
    """Endless texts that deserve no code: hammered keys, and words of languages that nobody here was asked in."""
    import wordfreq

    words = [wordfreq.top_n_list(language, 5000) for language in FOREIGN]
    while True:
        if random.random() < 0.5:
            letters = random.choice(KEYS)
            count = random.randint(1, 4)
            yield " ".join("".join(random.choices(letters, k=random.randint(2, 9))) for _ in range(count))
        else:
            yield " ".join(random.choices(random.choice(words), k=random.randint(1, 8)))
