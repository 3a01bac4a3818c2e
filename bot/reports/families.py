"""The picture of the families without its drawing: what it says in words, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal, format_percent

from bot.reports.words import say
from handlers.facilitator.families import Family
from locales.languages import locale

HEADS = ("family", "notes", "share")


def alt(shown: Sequence[Family], language: str) -> str:
    """The picture read aloud, the largest bar first; what was left out is not in it."""
    told = sorted((one for one in shown if one.notes), key=lambda one: -(one.share or 0))
    items = [
        say(language, "pic.item", name=say(language, one.name.id), number=_percent(one.share, language)) for one in told
    ]
    return say(language, "pic.alt", title=say(language, "pic.families"), items="; ".join(items) or "-")


def table(shown: Sequence[Family], language: str) -> tuple[tuple[str, ...], list[tuple[str, str, str]]]:
    """The heads of its columns, and its rows."""
    heads = tuple(say(language, f"results.head.{one}") for one in HEADS)
    return heads, [(say(language, one.name.id), *_numbers(one, language)) for one in shown]


def _numbers(one: Family, language: str) -> tuple[str, str]:
    if one.notes is None:
        left_out = say(language, "results.left_out")
        return left_out, left_out
    return str(format_decimal(one.notes, locale=locale(language))), _percent(one.share, language)


def _percent(share: float | None, language: str) -> str:
    return str(format_percent(share or 0, locale=locale(language)))
