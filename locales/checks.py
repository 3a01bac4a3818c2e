"""What is wrong with a catalogue: ``python -m locales.checks [LANGUAGE …]`` says it, and the tests fail by it.

A catalogue out of date with the source is found by ``python -m locales.update --check``.
"""

from __future__ import annotations

import gettext
import string
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales import typography
from locales.catalogues import FOLDER
from locales.guide import never
from locales.languages import BABEL_NAMES, LANGUAGES, SOURCE, locale
from locales.messages import MESSAGES, Source

Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a translator has to mend: the check's name, the message's id, and what is wrong."""

    check: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.check}: {self.message}: {self.what}"


@dataclass(frozen=True, slots=True)
class Said:
    """One form of one translated message, beside its source."""

    id: str
    source: Source
    form: str


def read(language: str, path: Path) -> Catalog:
    """A catalogue's file as Babel has it."""
    with path.open("rb") as file:
        return read_po(file, locale=BABEL_NAMES.get(language, language))


def problems(language: str, catalog: Catalog, sources: Sources = MESSAGES) -> list[Problem]:
    """Everything that is wrong, in the order of the checks."""
    found = [*missing(catalog, sources), *plural_forms(language, catalog)]
    for name, check in EACH.items():
        found.extend(Problem(name, one.id, what) for one in said(catalog, sources) for what in check(language, one))
    return found


def said(catalog: Catalog, sources: Sources) -> Iterator[Said]:
    """Every form of every translated message."""
    for message in catalog:
        if message.context and message.context in sources:
            for form in _forms(message.string):
                if form:
                    yield Said(message.context, sources[message.context], form)


def missing(catalog: Catalog, sources: Sources) -> Iterator[Problem]:
    """Messages without a text, and those that a change of the source has made doubtful ("fuzzy")."""
    there = {message.context: message for message in catalog if message.context}
    for one in sources:
        message = there.get(one)
        if message is None or not all(_forms(message.string)):
            yield Problem("missing", one, "there is no text")
        elif message.fuzzy:
            yield Problem("fuzzy", one, "the source has changed since it was translated")


def plural_forms(language: str, catalog: Catalog) -> Iterator[Problem]:
    """A message has as many forms as the header says, and the header's rule tells apart what the language does."""
    for message in catalog:
        if message.context and message.pluralizable and len(_forms(message.string)) != catalog.num_plurals:
            yield Problem("plural forms", message.context, f"the header says {catalog.num_plurals}")
    if language in ONE_FORM:
        return
    category, index = locale(language).plural_form, gettext.c2py(catalog.plural_expr)
    for number in range(1, SAMPLE):
        for other in range(1, number):
            if category(number) != category(other) and index(number) == index(other):
                yield Problem("plural forms", "(header)", f"{other} and {number} need different forms")
                return


TWINS = 2
"""So many words may be the same in two languages by chance: French too says "second code"."""
ONE_FORM = frozenset({"hu", "tr"})
"""Languages in which a noun after a number stays as it is, so that one form does; the CLDR has two."""
SAMPLE = 130
"""Numbers whose plural forms are compared with the Unicode CLDR's: rules look at the last two digits."""


def placeholders(_language: str, one: Said) -> Iterator[str]:
    """The same names in braces as in the source; a plural form may say its number in words."""
    wanted = names(one.source.text) | names(one.source.plural or "")
    spare = names(one.form) - wanted
    lacking = wanted - names(one.form) - ({"n"} if one.source.plural else set())
    if spare or lacking:
        yield f"placeholders differ: {', '.join(sorted(spare | lacking))}"


def names(template: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def length(_language: str, one: Said) -> Iterator[str]:
    """Short enough for its place."""
    if one.source.limit is not None and len(one.form) > one.source.limit:
        yield f"{len(one.form)} characters where {one.source.limit} fit: {one.form}"


def english(language: str, one: Said) -> Iterator[str]:
    """No English left over: words that only English has, letters of another script, or the source itself."""
    text = typography.bare(one.form)
    for word in typography.foreign_words(text, language):
        if word not in one.source.keep:
            yield f"English is left over: {word}"
    if text == typography.bare(one.source.text) and len(typography.WORD.findall(text)) > TWINS:
        yield "the same as the English text"


def terms(language: str, one: Said) -> Iterator[str]:
    """No word that the guide of the language rules out."""
    for word, pattern in never(language):
        found = pattern.search(one.form)
        if found:
            yield f"the guide says never {word!r}: {found.group()}"


def quotes(language: str, one: Said) -> Iterator[str]:
    """The quotation marks and apostrophes of the language, never straight ones."""
    for mark in typography.wrong_marks(one.form, language):
        yield f"{mark} is no quotation mark or apostrophe of this language: {one.form}"


EACH: dict[str, Callable[[str, Said], Iterator[str]]] = {
    "placeholders": placeholders,
    "length": length,
    "English": english,
    "term": terms,
    "quotation marks": quotes,
}


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text or ""),)


def main(languages: list[str]) -> int:
    """Say the problems of some languages, or of all that there is a catalogue for."""
    bad = 0
    for language in languages or [one for one in LANGUAGES if one != SOURCE]:
        for problem in problems(language, read(language, FOLDER / f"{language}.po")):
            print(f"{language}: {problem}")  # noqa: T201 -- a command
            bad += 1
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
