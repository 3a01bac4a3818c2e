"""What staff writes in several languages: the fields of a form, and reading them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.web.staff.gate import Form, field
from coding.cleaning import clean
from handlers.types import Per
from locales import LANGUAGES, direction, own_name

LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language of a form."""

    code: str
    name: str
    direction: str


def spoken(languages: Iterable[str]) -> list[Spoken]:
    """The languages, in the order of the menu."""
    wanted = set(languages)
    return [Spoken(one, own_name(one), direction(one)) for one in LANGUAGES if one in wanted]


def language_names() -> dict[str, dict[str, str]]:
    """For templates: ``names`` and ``directions`` of all languages, by code."""
    every = spoken(LANGUAGES)
    return {"names": {one.code: one.name for one in every}, "directions": {one.code: one.direction for one in every}}


def texts(form: Form, name: str, longest: int = LONGEST) -> Per:
    """The fields ``name-LANGUAGE`` that say something, by language."""
    found = {one: clean(field(form, f"{name}-{one}", longest), longest) for one in LANGUAGES}
    return {one: text for one, text in found.items() if text}
