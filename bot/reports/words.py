"""Dimensions and their values in words, for tables and pictures that people read."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel.dates import format_skeleton

from handlers.types import Message
from locales import own_name, render
from locales.languages import LANGUAGES, locale
from locales.messages import MESSAGES
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE

ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)
QUESTIONS = {1: "pic.well", 2: "pic.ill"}


def say(language: str, message_id: str, **args: Any) -> str:
    """A message without the invisible marks that only screens understand."""
    return render(Message(message_id, args), language).translate(ISOLATES)


def head(language: str, name: str) -> str:
    """A dimension or field as the head of a column."""
    return say(language, f"head.{name}")


@cache
def label(language: str, dimension: str, value: object) -> str:
    """A value of a dimension, as it is shown: topics by their plain names, languages by their own."""
    text = str(value)
    if f"{'family' if len(text) == 1 else 'code'}.{text}.label" in MESSAGES:
        return say(language, f"{'family' if len(text) == 1 else 'code'}.{text}.label")
    if dimension in {"family", "component", "block"} and text == "?":
        return say(language, "pic.none")
    if dimension == "question" and value in QUESTIONS:
        return f"{text} · {say(language, QUESTIONS[int(text)])}"
    if dimension == "language" and text in LANGUAGES:
        return own_name(text)
    if dimension == "month":
        return str(format_skeleton("yMMM", _first_day(text), locale=locale(language)))
    return text


def _first_day(month: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(f"{month}-01")
