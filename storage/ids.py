"""Short ids that people may see: not guessable, easy to read aloud, without letters that look alike."""

from __future__ import annotations

import random
from collections.abc import Callable

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10
"""31 ** 10 is about 8 * 10 ** 14 ids: guessing one of a million takes 800 million tries."""

NewId = Callable[[], str]


def new_id(source: random.Random, length: int = LENGTH) -> str:
    """A new id from the given randomness (``random.SystemRandom()`` outside tests)."""
    return "".join(source.choice(ALPHABET) for _ in range(length))
