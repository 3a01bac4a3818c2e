"""Messages as parts of a page: people's words isolated and escaped, commands and buttons to press."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from markupsafe import Markup

from bot.rendering import draw
from bot.reports import families
from handlers.citizen.commands import COMMANDS
from handlers.facilitator.families import named
from handlers.types import Message, Reply
from locales import render
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE, RAW
from storage.inbox import Fetched

ISOLATED = re.compile(f"{FIRST_STRONG_ISOLATE}([^{FIRST_STRONG_ISOLATE}{POP_ISOLATE}]*){POP_ISOLATE}")
COMMAND = re.compile(r"(?<![\w/])/(" + "|".join(COMMANDS) + r")(?!\w)")
EXPLAINED = "choose.line"
"""A topic and its explanation, in the order of the buttons: on a page the explanation stands on the button."""
MAIN = frozenset({"in", "all", "split", "held", "place", "done", "mine", "open"})
"""Buttons that a card may put forward, if they come first in it; in others no button is more right than the next."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button as the page shows it."""

    label: Markup
    action: str
    main: bool
    hint: Markup | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, what it says in words, and the numbers behind it."""

    source: str
    alt: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A message as the page shows it. ``lines``: HTML, and whether the line finds its own direction.

    ``choosing``: it offers topics, each with its explanation on the button itself.
    """

    id: int
    place: int
    slot: str
    kind: str
    lines: tuple[tuple[Markup, bool], ...]
    rows: tuple[tuple[Press, ...], ...]
    document: str | None
    choosing: bool
    chart: Chart | None = None


def chart(document: str | None, source: str, language: str) -> Chart | None:
    """The picture that a message names, to be fetched at ``source``; ``None`` if it names none."""
    shown = named(document)
    if not shown:
        return None
    heads, rows = families.table(shown, language)
    return Chart(f"{source}?language={language}", families.alt(shown, language), heads, tuple(rows))


def cards(messages: Sequence[Fetched], language: str) -> list[Card]:
    """The messages in a language."""
    return [_card(one, language) for one in messages]


def marked(text: str, *, commands: bool = True) -> Markup:
    """A line with people's words isolated (``bdi``) and, with ``commands``, our own commands as buttons; else text."""
    ours = _commands if commands else Markup.escape
    out, at = [], 0
    for found in ISOLATED.finditer(text):
        out.append(ours(text[at : found.start()]))
        inner = found.group(1)
        only = COMMAND.fullmatch(inner) if commands else None
        out.append(_command(only.group(1)) if only else Markup('<bdi dir="auto">{}</bdi>').format(inner))
        at = found.end()
    out.append(ours(text[at:]))
    return Markup("").join(out)


def _card(message: Fetched, language: str) -> Card:
    lines: list[tuple[Markup, bool]] = []
    hints: list[Markup] = []
    for one in message.reply.body:
        explained = one.args.get("text") if one.id == EXPLAINED else None
        if isinstance(explained, Message):
            hints.append(marked(render(explained, language), commands=False))
            continue
        if one.args.get("link"):
            lines.append((_link(str(one.args["text"])), True))
            continue
        own = one.id == RAW
        lines.extend((marked(line, commands=not own), own) for line in render(one, language).split("\n"))
    slot = message.slot or ""
    kind = slot.partition(":")[0] or "plain"
    rows = _rows(message.reply, language, iter(hints))
    document = message.reply.document
    drawn = chart(document, f"/c/picture/{message.id}.png", language)
    return Card(message.id, message.place, slot, kind, tuple(lines), rows, document, bool(hints), drawn)


def _link(address: str) -> Markup:
    """A page of ours, opened beside the conversation."""
    path = urlsplit(address).path
    return Markup('<a href="{}" target="_blank" rel="noopener"><bdi dir="ltr">{}</bdi></a>').format(path, address)


def _rows(reply: Reply, language: str, hints: Iterator[Markup]) -> tuple[tuple[Press, ...], ...]:
    rows = []
    for number, row in enumerate(draw(reply, language).rows):
        verbs = [button.action.partition(":")[0] for button in row]
        beside = number == 0 and "more" in verbs
        presses = []
        for verb, button in zip(verbs, row, strict=True):
            main = verb in MAIN or (verb == "ok" and beside)
            presses.append(Press(marked(button.label, commands=False), button.action, main, next(hints, None)))
        rows.append(tuple(presses))
    return tuple(_only_first(rows))


def _only_first(rows: list[tuple[Press, ...]]) -> list[tuple[Press, ...]]:
    """Of the buttons that may be put forward, the first; the others step back."""
    taken = False
    out = []
    for row in rows:
        kept = []
        for press in row:
            kept.append(replace(press, main=press.main and not taken))
            taken = taken or press.main
        out.append(tuple(kept))
    return out


def _commands(text: str) -> Markup:
    out, at = [], 0
    for found in COMMAND.finditer(text):
        out += [Markup.escape(text[at : found.start()]), _command(found.group(1))]
        at = found.end()
    return Markup("").join([*out, Markup.escape(text[at:])])


def _command(name: str) -> Markup:
    button = Markup(
        '<button class="command" form="press" name="command" value="{0}"><bdi dir="ltr">/{0}</bdi></button>'
    )
    return button.format(name)


def say(message_id: str, language: str, **args: str | int | dt.date) -> str:
    """A catalogue message as plain text, for attributes and scripts."""
    text = render(Message(message_id, args), language)
    return text.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")
