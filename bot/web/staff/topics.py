"""Codes as a colleague chooses among them: the suggested ones with a plain description, and all of them by family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from aiohttp import web

from bot.web.drawing import say
from bot.web.people import language
from coding.nomenclature import FAMILIES, components, of_family
from handlers.types import Suggestion

SHOWN = 5
"""Suggestions beside one another; each has a number key."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A code in plain words."""

    code: str
    label: str
    line: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A family with its topics."""

    label: str
    topics: tuple[Topic, ...]


def suggested(request: web.Request, suggestions: Sequence[Suggestion]) -> list[Topic]:
    """The best suggestions, with what they mean and how likely they are."""
    spoken = language(request)
    return [
        Topic(
            one.code,
            say(f"code.{one.code}.label", spoken),
            say(f"code.{one.code}.line", spoken),
            round(100 * one.probability),
        )
        for one in suggestions[:SHOWN]
    ]


def topic(request: web.Request, code: str | None) -> Topic | None:
    """One code in plain words."""
    return Topic(code, say(f"code.{code}.label", language(request))) if code in components() and code else None


def families(request: web.Request) -> tuple[Family, ...]:
    """All topics by family."""
    return _families(language(request))


def known(code: str) -> str | None:
    """A code of the nomenclature, or nothing."""
    return code if code in components() else None


@cache
def _families(spoken: str) -> tuple[Family, ...]:
    return tuple(
        Family(
            f"{letter} {say(f'family.{letter}.label', spoken)}",
            tuple(Topic(one.code, f"{one.code} {say(f'code.{one.code}.label', spoken)}") for one in of_family(letter)),
        )
        for letter in FAMILIES
    )
