"""Which of the 18 languages a note is in: confident, or no answer.

Greek, Arabic and Ukrainian are known by their letters; the Latin ones by py3langid, among the 18 and their neighbours,
so that German is not taken for Dutch.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from coding.words import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FEWEST_LETTERS = 15
"""Latin letters; shorter texts are guessed wrong too often."""
THRESHOLD = 0.7
"""py3langid's normalised confidence. Measured on the example notes: see docs/coding.md."""
CERTAIN_SHARE = 0.7
"""The share of the letters that must be of one script."""
NEIGHBOURS = ("de", "cs", "no", "nn", "hr", "sl", "et", "fi", "lt", "sq", "gl", "eu", "is", "mt")
"""Languages that would else be taken for one of ours."""
SCRIPTS = {"GREEK": "el", "ARABIC": "ar", "CYRILLIC": "uk"}
NOT_OURS = frozenset("ыэъёўђћџљњѓќѝپچژگکیےڑٹڈںہۆەێ")
"""Letters of Russian, Belarusian, Serbian, Bulgarian …, and of Persian, Urdu and Kurdish."""


def detect(text: str) -> str | None:
    """The language's ISO 639-1 code, or ``None`` when it is not certain."""
    letters = [one for one in text.lower() if one.isalpha()]
    if not letters or not NOT_OURS.isdisjoint(letters):
        return None
    script, share = _script(letters)
    if share < CERTAIN_SHARE:
        return None
    if script in SCRIPTS:
        return SCRIPTS[script]
    if script != "LATIN" or len(letters) < FEWEST_LETTERS:
        return None
    language, confidence = _identifier().classify(text)
    return str(language) if confidence >= THRESHOLD and language in LANGUAGES else None


def likeliest(text: str) -> str:
    """The best guess among the 18, however unsure."""
    return next(str(language) for language, _ in _identifier().rank(text) if language in LANGUAGES)


def _script(letters: list[str]) -> tuple[str, float]:
    """The commonest script among the letters, as Unicode names it, and its share."""
    scripts = [unicodedata.name(one, "?").partition(" ")[0] for one in letters]
    best = max(set(scripts), key=scripts.count)
    return best, scripts.count(best) / len(scripts)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages((*LANGUAGES, *NEIGHBOURS))
    return identifier
