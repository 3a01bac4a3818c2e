"""Messages as text. People's own words are isolated, so that right-to-left and left-to-right stay in order."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterable, Mapping
from functools import cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from handlers.types import Arg, InLanguages, Message
from locales.catalogues import load
from locales.languages import SOURCE, locale
from locales.messages import MESSAGES

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
RAW = "raw"
"""A message whose argument ``text`` is said as it is: words that people or facilitators wrote."""


def render(message: Message, language: str) -> str:
    """The text of a message.

    Raises:
        KeyError: there is no such message, or an argument is missing.
    """
    if message.id == RAW:
        said = message.args["text"]
        return said.shown_in(language) if isinstance(said, InLanguages) else str(said)
    source = MESSAGES[message.id]
    catalogue = load(language)
    forms = catalogue.texts.get(message.id)
    number = message.args.get("n")
    if forms is None:
        forms = (source.text, source.plural) if source.plural else (source.text,)
        language, index = SOURCE, 0 if number == 1 else 1
    else:
        index = catalogue.form(number) if isinstance(number, int) else 0
    template = forms[min(index, len(forms) - 1)]
    values = {name: _argument(value, language) for name, value in message.args.items()}
    return _fill(template, values)


def render_lines(messages: Iterable[Message], language: str) -> str:
    """Several messages, one a line."""
    return "\n".join(render(one, language) for one in messages)


def _argument(value: Arg, language: str) -> str:
    match value:
        case Message():
            return render(value, language)
        case bool() | int() | float():
            return str(format_decimal(value, locale=locale(language)))
        case dt.date():
            return str(format_date(value, format="long", locale=locale(language)))
        case tuple():
            return format_list([_argument(one, language) for one in value], locale=locale(language))
        case InLanguages():
            value = value.shown_in(language)
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def _fill(template: str, values: Mapping[str, str]) -> str:
    return "".join(part + (values[name] if name else "") for part, name in _parts(template))


@cache
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((text, name) for text, name, _format, _conversion in string.Formatter().parse(template))
