"""Signs in a note that a person may be in danger: violence at home, abuse, the wish to die or to hurt oneself.

Phrases, not judgement: chosen so that figures of speech, politics and everyday complaints stay silent. What they find
is used for one thing only, to show where help is found; it is nowhere kept.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from coding.danger_phrases import GAMES, SELF_HARM, VIOLENCE
from coding.folding import fold
from coding.words import CONJUNCTIONS

Sign = Literal["violence", "self_harm"]
_BUT = (
    "but because cause cuz anymore mais car men för mas porque ale bo αλλά γιατί perché jo maar want mert lebo dar "
    "pero però perquè fordi але бо لكن لأن ama çünkü"
)
"""What may follow the end of a clause without a comma, besides each language's own "and"."""
_REPEATED = re.compile(r"(\w)\1{2,}")


def signs(text: str) -> frozenset[Sign]:
    """What there are signs of; empty for nearly every note. The language need not be known."""
    plain = _REPEATED.sub(r"\1", fold(text))
    found: set[Sign] = set()
    if _pattern("violence").search(plain) and not _games().search(plain):
        found.add("violence")
    if _pattern("self_harm").search(plain):
        found.add("self_harm")
    return frozenset(found)


@cache
def _pattern(sign: Sign) -> re.Pattern[str]:
    phrases = VIOLENCE if sign == "violence" else SELF_HARM
    written = [
        fold(one.replace("END", "§")).replace("§", _end(language)) for language, ones in phrases.items() for one in ones
    ]
    return re.compile("|".join(f"(?:{one})" for one in written))


def _end(language: str) -> str:
    """The end of a clause: nothing more, a mark, or a word that begins another."""
    words = "|".join(re.escape(fold(one)) for one in {*_BUT.split(), *CONJUNCTIONS[language]} if one != "&")
    return rf"(?=\s*(?:$|[^\w\s'’]|\b(?:{words})\b))"


@cache
def _games() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(fold(GAMES).split())})\b")
