"""E-mail addresses, links and phone numbers in a note: what must stay off the wall and out of exports.

spaCy's tokens and its ``like_email`` and ``like_url`` find the first two, the library ``phonenumbers`` the third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import phonenumbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

Kind = Literal["email", "link", "phone"]
MASK = "[…]"
FEWEST_DIGITS = 7
"""Shorter numbers are emergency and information lines, prices, years: nobody's own."""
WORD_DOMAINS = frozenset(
    "no it is to me so be as at in my am us do la de se es al ma tu pl co io ai id im na ne ni si hr info".split(),  # noqa: SIM905 - words
)
"""Top-level domains that are words too: "no money.no job" lacks a space, it is no link."""

_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64}\s{0,3}[\[({]?\s*(?:@|(?<=[\s\[({])(?:at|arroba|snabel-a|chiocciola|małpa|apenstaartje)(?=[\s\])}]))\s*[\])}]?\s*"
    r"(?!www\.)[\w-]+(?:(?:\s*[\[({]\s*(?:dot|punkt|punto|ponto|point)\s*[\])}]\s*|\s+(?:dot|punkt|punto|ponto|point)\s+|\.)[a-z]{2,}){1,3}\b",
    re.IGNORECASE,
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_TRAILING = ".,;:!?)]}»”\"'…"
_SEPARATE = re.compile(r"[\d٠-٩]")
_INTERNATIONAL = re.compile(r"(?<![\w+])\+\d(?:[ .()/-]{0,2}\d){7,14}(?!\w)")
"""With its + a number is meant as one, even when no network has it."""
_ENDLESS = re.compile(r"\d{20,}")
"""No number is so long; the matcher would try every part of it."""
_MONEY_BEFORE = re.compile(
    r"(?:[€$£₴₺]|\b(?:eur|euro|kr|sek|dkk|zł|pln|lei|ron|huf|ft|usd|tl|грн|лв))\s*$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    r"^\s*(?:[€$£₴₺%]|:-|,-|(?:eur|euros?|ευρώ|eiro|kr|kronor|kroner|sek|dkk|zł|złotych|pln|lei|ron|huf|ft|forint|usd|dollars?|tl|lira|"
    r"грн|гривень|m2|m²|km|kg|lek|people|personer|habitants|inwoners|einwohner)(?!\w))",
    re.IGNORECASE,
)
_DATE_OR_TIME = re.compile(
    r"^\(?(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d{2}\s*[-–/]\s*(?:19|20)\d{2}"
    r"|\d{1,2}[.:]\d{2}\s*[-–]\s*\d{1,2}[.:]\d{2})$",
)
_GROUPED_THOUSANDS = re.compile(r"^[1-9]\d{0,2}(?:[ .\u00a0\u202f]000)+$")
_COUNTING = re.compile(r"^\d{1,2}(?:[ ,.-]\s?\d{1,2})+$")
_REFERENCE_BEFORE = re.compile(
    r"(?:iban\b|[A-Z]{2}\d{2}|#|№|\bnr\.?|\bno\.|\bn[°º]|\bid|\bsms:a?|\bref\.?|\bcase|\bdossier|\bärende\w*)\s*:?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Something personal in a text: ``text[start:end]``, counted in characters."""

    kind: Kind
    start: int
    end: int


def find(text: str, regions: Iterable[str] = ()) -> tuple[Span, ...]:
    """What is personal in the text, in its order, without overlaps.

    ``regions``: the countries (ISO 3166-1, "SE") whose national numbers people may write without +46, the town's first.
    Without any, only numbers with a country code are found.
    """
    text = _SURROGATES.sub("?", text)
    found = [*_emails(text), *_links(text), *_phones(text, tuple(regions))]
    spans: list[Span] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return tuple(spans)


def masked(text: str, regions: Iterable[str] = (), spans: Sequence[Span] | None = None) -> str:
    """The text with everything personal replaced by ``MASK``; ``spans`` where they are known already."""
    for span in reversed(find(text, regions) if spans is None else spans):
        text = text[: span.start] + MASK + text[span.end :]
    return text


def _emails(text: str) -> Iterator[Span]:
    if "@" in text:  # most notes have none, and need no tokens
        for token in _tokenizer()(text):
            if token.like_email:
                yield Span("email", token.idx, token.idx + len(token))
    for match in _SPOKEN_EMAIL.finditer(text):
        yield Span("email", match.start(), match.end())


def _links(text: str) -> Iterator[Span]:
    if "." not in text and "://" not in text:
        return
    for token in _tokenizer()(text):
        shown = token.text.rstrip(_TRAILING)
        if token.like_url and _is_link(shown, last=not text[token.idx + len(token) :].strip(" .!?…)")):
            yield Span("link", token.idx, token.idx + len(shown))


def _is_link(shown: str, *, last: bool) -> bool:
    """Whether what looks like a domain is one, and not two words with a full stop between them."""
    if shown.lower().startswith(("http://", "https://", "www.")):
        return True
    domain, slash, _ = shown.partition("/")
    labels = domain.split(".")
    if len(labels) > 2 or slash:
        return True
    return labels[-1] not in WORD_DOMAINS or (last and "." in shown and len(labels[0]) > 2)


def _phones(text: str, regions: tuple[str, ...]) -> Iterator[Span]:
    if len(_SEPARATE.findall(text)) < FEWEST_DIGITS:
        return
    text = _ENDLESS.sub(lambda run: "x" * len(run[0]), text)
    for whole in _INTERNATIONAL.finditer(text):
        yield Span("phone", whole.start(), whole.end())
    for region in regions or (None,):
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            if _is_phone(text, match.start, match.end):
                yield Span("phone", match.start, match.end)


def _is_phone(text: str, start: int, end: int) -> bool:
    """Whether a valid number is meant as one, and not as a price, a date, a time or a counter's reading."""
    shown, before, after = text[start:end], text[:start], text[end:]
    if shown.startswith(("+", "00")):
        return True
    if sum(one.isdigit() for one in shown) < FEWEST_DIGITS:
        return False
    return not (
        _MONEY_BEFORE.search(before)
        or _MONEY_AFTER.match(after)
        or _DATE_OR_TIME.match(shown)
        or _GROUPED_THOUSANDS.match(shown)
        or (_COUNTING.match(shown) and "," in shown)
        or _REFERENCE_BEFORE.search(before)
    )


@cache
def _tokenizer() -> Language:
    import spacy

    return spacy.blank("xx")
