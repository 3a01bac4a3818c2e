"""What may be a person's name in a note: rules and small lists for 18 languages, no trained model.

A hit only means that somebody looks before the note is shown, so a few too many do little harm. Found are well-known
first names, words with a capital inside a sentence that are no known place, feast, institution or brand, words beside a
title ("Mr", "pani", "κ."), and in Arabic, which has no capitals, first names and kunyas.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from coding import name_words
from coding.folding import fold

_WORD = re.compile(r"[^\W\d_]+(?:(?:-|(?<=[а-яіїєґ])['’ʼ])[^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?…:;\n\r•*“”„«\"»()\[\]/|>–—]|\s-|\d[.)]?|[^\w\s,'’.-])[\s'’\"“„«(\[¿¡-]*$")
_ARABIC_PREFIX = re.compile(r"^[وفبلك]?ل?")
_SUFFIX = 3
"""Case endings have at most so many letters: Anna → Annával, Петро → Петрові."""
_STEM = 4


@dataclass(frozen=True, slots=True)
class Name:
    """What may be a name: ``text[start:end]``, counted in characters."""

    start: int
    end: int


def find(text: str) -> tuple[Name, ...]:
    """What may be a person's name, in the text's order; words of one name together."""
    words = list(_WORD.finditer(text))
    folded = [fold(word.group()) for word in words]
    shouted = _in_title_case([word.group() for word in words])
    found: list[Name] = []
    for i, word in enumerate(words):
        if not _is_name(text, words, folded, i, shouted=shouted):
            continue
        if found and not text[found[-1].end : word.start()].strip(" .-"):
            found[-1] = Name(found[-1].start, word.end())
        else:
            found.append(Name(word.start(), word.end()))
    return tuple(found)


def _is_name(text: str, words: list[re.Match[str]], folded: list[str], i: int, *, shouted: bool) -> bool:  # noqa: PLR0911 -- one question after the other
    word, plain = words[i].group(), folded[i]
    before = folded[i - 1] if i and _together(text, words[i - 1], words[i]) else ""
    if before in _set("POSSESSIVES") and i > 1:
        before = folded[i - 2]
    after = folded[i + 1] if i + 1 < len(words) and _together(text, words[i], words[i + 1]) else ""
    if "\u0600" <= word[0] <= "\u06ff":
        return _is_arabic_name(word, before)
    sure = _is_first_name(plain)
    if not word[0].isupper():
        return len(plain) > 2 and plain in _first_names()[0] and before in _set("RELATIONS")
    if len(word) == 1 or plain in _set("NOT_NAMES") or plain in _set("TITLES") or (shouted and not sure):
        return False
    titled = before in _set("TITLES") or after in _set("AFTER_NAME")
    if titled or before in _set("RELATIONS"):
        return True
    if before in _set("PLACE_BEFORE"):
        return sure and before in _LOOSE and not _is_place(plain)
    if sure:
        return True
    abbreviation = sum(one.isupper() for one in word.split("-")[0]) > 1
    if abbreviation or _starts_sentence(text, words[i].start()) or _is_place(plain):
        return False
    return len(word) > 2


def _is_arabic_name(word: str, before: str) -> bool:
    plain = fold(word)
    sure, likely = _first_names()
    bare = {plain, _ARABIC_PREFIX.sub("", plain, count=1), plain[1:]}
    if before in _set("ARABIC_TITLES") and len(plain) > 2:
        return bool(bare & (sure | likely)) or before in _set("ARABIC_SURE_TITLES")
    if before in _set("KUNYA") or before in _set("RELATIONS"):
        return bool(bare & (sure | likely))
    return bool({plain, plain[1:] if plain[0] in "وبلف" else plain} & sure)


def _is_first_name(plain: str) -> bool:
    """Whether it is a well-known first name in any of its cases, and no common word."""
    sure, likely = _first_names()
    if plain in sure:
        return True
    if plain in likely or _is_place(plain):
        return False
    return any(len(plain) - n >= _STEM and plain[:-n] in sure for n in range(1, _SUFFIX + 1))


def _is_place(plain: str) -> bool:
    """A known place or country, or a case of one."""
    places = _places()
    if plain in places:
        return True
    stems = _place_stems()
    return any(plain[: len(plain) - n] in stems for n in range(_SUFFIX + 1) if len(plain) - n >= _STEM)


def _together(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether nothing but spaces, a dot or an apostrophe stands between two words."""
    return not text[one.end() : other.start()].strip(" .'’")


def _starts_sentence(text: str, start: int) -> bool:
    return _SENTENCE_ENDS.search(text[:start]) is not None


def _in_title_case(words: list[str]) -> bool:
    """Whether capitals mean nothing here: most words have one."""
    long = [word for word in words if len(word) > 3]
    return len(long) > 2 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


_LOOSE = frozenset("the to from van de do da di z ze à з із зі до uz no pie til fra till från".split())  # noqa: SIM905 -- words
"""Of the words before places, those that also stand before people: "from Anna", "de Carmen"."""


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in str(getattr(name_words, name)).split())


@cache
def _first_names() -> tuple[frozenset[str], frozenset[str]]:
    """First names, folded: those that are nothing else, and (with "_") those that are common words as well."""
    path = resources.files("coding").joinpath("first_names.csv")
    words = [one for row in csv.DictReader(path.read_text("utf-8").splitlines()) for one in row["names"].split()]
    likely = frozenset(fold(one.strip("_")) for one in words if one.endswith("_"))
    return frozenset(fold(one) for one in words if not one.endswith("_")) - likely, likely


@cache
def _places() -> frozenset[str]:
    listed = resources.files("coding").joinpath("places.csv").read_text("utf-8").split()
    return frozenset(listed) | _set("MORE_PLACES")


@cache
def _place_stems() -> frozenset[str]:
    """Places without their last vowel or ending, as they stand in the cases of many languages."""
    return frozenset(place[:-n] for place in _places() for n in (1, 2) if len(place) - n > _STEM)
