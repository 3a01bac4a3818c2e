"""The catalogues: one .po file a language, as translators and Weblate know them. ``msgctxt`` is the message's id."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from locales import pseudo

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Texts:
    """A loaded catalogue: forms by message id, and which form a number takes; without what is fuzzy or missing."""

    texts: dict[str, tuple[str, ...]]
    form: Callable[[int], int]


@cache
def load(language: str) -> Texts:
    """The catalogue of a language; empty if there is none."""
    if language in pseudo.NAMES:
        return Texts(pseudo.texts(language), lambda n: int(n != 1))
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        return Texts({}, lambda _n: 0)
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    texts: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        said = tuple(form for form in forms if form)
        if message.context and not message.fuzzy and len(said) == len(forms):
            texts[message.context] = said
    return Texts(
        texts, gettext.c2py(catalog.plural_expr)
    )  # not in its docs, but what gettext itself reads plural rules with
