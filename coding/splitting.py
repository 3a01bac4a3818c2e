"""The ideas in one message: lines, bullets and obvious lists of short items become several notes.

Careful on purpose: an offer to split what is one idea annoys, a missed list costs little. A sentence with commas is
one idea, a long text is one, 'my mother and father' is one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from coding.cleaning import has_words
from coding.language import likeliest
from coding.words import ARTICLES, CERTAIN_CONJUNCTIONS, CLAUSE_WORDS, CONJUNCTIONS, OPENING_PREPOSITIONS

if TYPE_CHECKING:
    from spacy.language import Language

FEWEST_ITEMS = 3
"""Two words with a comma between them are more often one idea than two."""
LONGEST_ITEM = 3
"""Words. Longer things between commas are parts of a sentence."""
LONGEST_MEAN = 2.0
"""Words an item on average, articles not counted."""
MOST_PARTS = 30
"""More lines than this are a pasted document, not a list of ideas."""
WRAPPED_LINE = 60
"""Characters. A line as long as this that goes on in small letters was broken by the writer's program."""

_MARK = r"(?:[•●▪◦‣∙·*✓✔➤►▶→]|[-–—](?=\s)|\(?\d{1,2}[.)](?=\s))"
_BULLET = re.compile(rf"^\s*{_MARK}\s*")
_INLINE_BULLET = re.compile(r"\s*(?:^|(?<=\s))(?:[•●▪◦‣∙✓✔➤►▶]|\(?\d{1,2}\)(?=\s))\s*")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=\s))(\d{1,2})\.\s+")
_COMMA = re.compile(r"\s*(?:(?<!\d),|,(?!\d)|[،、])\s*")
_SEMICOLON = re.compile(r"\s*[;؛]\s*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENDS = " \t.,;:!،؛…"
_ARABIC_AND = re.compile(r"(?<=\S)\s+(?=وال)")
_HEADING = re.compile(r"[:：]$")


def split(text: str, language: str | None = None) -> tuple[str, ...]:
    """The ideas in a message, in its order; one element when it is one idea, none when there are no words.

    ``language`` (ISO 639-1), if known, tells which words join: "i" means "and" in Polish and "in" in Swedish.
    """
    text = _SURROGATES.sub("", text).strip()
    if not has_words(text):
        return ()
    parts = _lines(text) or _bullets(text) or _semicolons(text) or _listed(text, language)
    parts = tuple(dict.fromkeys(part for part in parts if has_words(part)))
    return parts if 1 < len(parts) <= MOST_PARTS else (text,)


def _lines(text: str) -> tuple[str, ...]:
    lines = [line.strip() for line in text.splitlines() if has_words(line)]
    if len(lines) < 2:
        return ()
    ideas: list[str] = []
    for line in lines:
        bare = _BULLET.sub("", line)
        wrapped = bare == line and ideas and len(ideas[-1]) >= WRAPPED_LINE and line[0].islower()
        if wrapped:
            ideas[-1] = f"{ideas[-1]} {line}"
        else:
            ideas.append(bare)
    if len(ideas) > 2 and _HEADING.search(ideas[0]):
        ideas = ideas[1:]
    return tuple(idea.strip() for idea in ideas)


def _bullets(text: str) -> tuple[str, ...]:
    """Bullets or numbers within one line: '• work • health', '1. work 2. health'."""
    pieces = [piece for piece in _INLINE_BULLET.split(text) if has_words(piece)]
    if len(pieces) > 1 and _INLINE_BULLET.match(text):
        return tuple(piece.strip() for piece in pieces)
    numbers = [int(one) for one in _INLINE_NUMBER.findall(text)]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and _INLINE_NUMBER.match(text):
        return tuple(piece.strip(_ENDS) for piece in _INLINE_NUMBER.split(text)[2::2])
    return ()


def _semicolons(text: str) -> tuple[str, ...]:
    items = [item.strip(_ENDS) for item in _SEMICOLON.split(text) if has_words(item)]
    return tuple(items) if len(items) > 1 and _is_list(items, fewest=2) else ()


def _listed(text: str, language: str | None) -> tuple[str, ...]:
    """'work, health, family' and 'work, health and family', perhaps after 'Well-being:'."""
    body = text.rstrip(_ENDS)
    head, colon, rest = body.partition(": ")
    if colon and len(_words(head)) <= LONGEST_ITEM:
        body = rest
    items = [item.strip(_ENDS) for item in _COMMA.split(body) if has_words(item)]
    if len(items) < FEWEST_ITEMS - 1:
        return ()
    commas = len(items) - 1
    items = [*items[:-1], *_last_of(items[-1], body, language)]
    if commas == 1 and any(len(words) - _has_article(words) > 1 for words in map(_words, items)):
        return ()  # "all together, young and old"
    return tuple(items) if _is_list(items, fewest=FEWEST_ITEMS) else ()


def _last_of(item: str, whole: str, language: str | None) -> list[str]:
    """The last item taken apart at its conjunction: 'health and family' → two; 'and family' → one."""
    words = item.split()
    conjunctions = CONJUNCTIONS.get(language or "") or CERTAIN_CONJUNCTIONS
    found = [place for place, word in enumerate(words) if word.lower() in conjunctions]
    if not found and language is None:
        guessed = CONJUNCTIONS[likeliest(whole)]
        found = [place for place, word in enumerate(words) if word.lower() in guessed]
    if not found:
        return [one.removeprefix("و") if one.startswith("وال") else one for one in _ARABIC_AND.split(item)]
    pieces = [" ".join(words[: found[-1]]), " ".join(words[found[-1] + 1 :])]
    return [piece for piece in pieces if has_words(piece)]


def _is_list(items: list[str], *, fewest: int) -> bool:
    """Whether these are short, different things of one kind rather than the parts of a sentence."""
    words = [_words(item) for item in items]
    if len({item.casefold() for item in items}) < len(items) or len(items) < fewest or not all(words):
        return False
    if any(
        len(one) > LONGEST_ITEM + (one[0] in ARTICLES) or one[0] in OPENING_PREPOSITIONS - ARTICLES for one in words
    ):
        return False
    if any(word in CLAUSE_WORDS or word[0].isdigit() for one in words for word in one[_has_article(one) :]):
        return False
    if any(mark in item for item in items for mark in '.?!…:()"«»=+/\n'):
        return False
    lengths = [len(one) - _has_article(one) for one in words]
    lone_article = len(words[0]) > 1 and _has_article(words[0]) and not any(map(_has_article, words[1:]))
    return sum(lengths) / len(lengths) <= LONGEST_MEAN and not lone_article


def _has_article(words: list[str]) -> bool:
    return len(words) > 1 and words[0] in ARTICLES


def _words(text: str) -> list[str]:
    """The words in small letters, without punctuation."""
    return [token.lower_ for token in _tokenizer()(text) if not token.is_punct and not token.is_space]


@cache
def _tokenizer() -> Language:
    import spacy

    return spacy.blank("xx")
