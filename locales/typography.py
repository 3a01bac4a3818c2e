"""How languages are written: their quotation marks and apostrophes, their script, and words that only English has."""

from __future__ import annotations

import re
import unicodedata


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


MARKS = frozenset("\"'`´“”„‟«»‹›‘’‚‛")
"""Everything that people use as quotation marks or apostrophes."""
STRAIGHT = frozenset("\"'`´")
QUOTES = {
    "en": "“”‘’",
    "fr": "«»“”’",
    "sv": "”’",
    "pt": "«»“”’",
    "pl": "„”«»’",
    "el": "«»“”’",
    "it": "«»“”’",
    "lv": "“”„’",
    "nl": "‘’“”",
    "hu": "„”»«’",
    "sk": "„“‚‘’",
    "ro": "„”«»’",
    "es": "«»“”’",
    "ca": "«»“”’",
    "da": "”’»«",
    "uk": "«»„“’",
    "ar": "«»“”",
    "tr": "“”‘’",
}
"""The marks of each language, after the Unicode CLDR's delimiters and the languages' own orthographies. Of a language
that is not here, only straight marks are known to be wrong."""
POINTERS = "‹›"
"""Arrows on buttons, in any language."""
SCRIPTS = {"el": "GREEK", "uk": "CYRILLIC", "ar": "ARABIC"}
"""Languages in another script than English: there, any Latin word is English or a name."""
KEPT = words_of("""
    wellsay telegram ctrl enter excel decidim polis parquet libreoffice chrome safari json jsonl csv xlsx
    docx png svg bom html iban utf api pdf qr url wi fi wifi internet weblate urbact alpha kappa cramér esc
    alt tab
""")
"""Names that are the same everywhere."""
NOT_WORDS = re.compile(r"\{\w+\}|WELLSAY_[A-Z_]+|wellsay( [a-z]+)+|/\w+|https?://\S+")
WORD = re.compile(r"[^\W\d_]+")
SHORTEST = 4
"""Letters: shorter Latin words in another script are units and abbreviations."""
ENGLISH = words_of("""
    the your yours you with this that these those from which please were their they what when where who whose
    notes and are not for will have has been can cannot could should would our its into about
""")
"""Words of nearly every English sentence."""
ALSO_THEIRS = {
    "sv": frozenset({"has", "our", "not", "for"}),
    "da": frozenset({"and", "for", "not", "have"}),
    "nl": frozenset({"are", "have"}),
    "tr": frozenset({"not", "has"}),
    "hu": frozenset({"has"}),
    "ca": frozenset({"has", "notes", "not"}),
    "es": frozenset({"has"}),
    "fr": frozenset({"notes", "has"}),
    "pt": frozenset({"notes"}),
    "ro": frozenset({"care", "are"}),
    "it": frozenset({"are"}),
}
"""Which of them are words in other languages too."""


def bare(text: str) -> str:
    """A text without placeholders, commands, settings and addresses."""
    return NOT_WORDS.sub(" ", text)


def foreign_words(text: str, language: str) -> list[str]:
    """The words of a text that must be English: not in the script of its language, or in none but English."""
    words = [word for word in WORD.findall(text) if word.lower() not in KEPT]
    if language in SCRIPTS:
        return [word for word in words if len(word) >= SHORTEST and script_of(word) == "LATIN"]
    only_english = ENGLISH - ALSO_THEIRS.get(language, frozenset())
    return [word for word in words if word.lower() in only_english]


def script_of(word: str) -> str:
    """``LATIN``, ``GREEK`` …: the script of a word's first letter."""
    return unicodedata.name(word[0], "").partition(" ")[0]


def wrong_marks(text: str, language: str) -> list[str]:
    """The quotation marks and apostrophes of a text that its language does not have."""
    right = {*QUOTES.get(language, MARKS - STRAIGHT), *POINTERS}
    return [mark for mark in text if mark in MARKS and mark not in right]
