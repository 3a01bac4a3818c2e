"""Text as it arrives from people: made safe to keep, and looked at for whether it says anything."""

from __future__ import annotations

import unicodedata

LONGEST = 4096
"""Telegram's longest message, and the longest note that any channel takes. https://core.telegram.org/bots/api#message"""
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
KEPT_CONTROLS = frozenset("\n\t")
JOINERS = frozenset("\u200c\u200d\ufe0f")
"""Needed inside Persian words and emoji; harmless."""


def clean(text: str, longest: int = LONGEST) -> str:
    """Without NUL, other control characters, bidi controls and lone surrogates; NFC; at most ``LONGEST`` long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = text if text.isprintable() else "".join(one for one in text if _keeps(one))  # what prints has no controls
    return unicodedata.normalize("NFC", kept).strip()[:longest].rstrip()


def has_words(text: str) -> bool:
    """Whether there is at least one letter or digit."""
    return any(unicodedata.category(one)[0] in "LN" for one in text)


def is_emoji_only(text: str) -> bool:
    """Whether there are symbols (emoji) but no letters or digits."""
    return not has_words(text) and any(unicodedata.category(one) == "So" for one in text)


def _keeps(one: str) -> bool:
    if one in BIDI_CONTROLS:
        return False
    if one in KEPT_CONTROLS or one in JOINERS:
        return True
    return unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn")
