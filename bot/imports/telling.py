"""What was found in a file, for somebody at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bot.imports.rows import Bad
from bot.imports.staging import Double, Summary
from handlers.types import Message
from locales import render
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE

DOUBLES = 20
"""Doubles that are told one by one: on hundreds of notes of paper many just say "friends"."""


def told(summary: Summary, new_towns: list[str], new_groups: int) -> Iterator[str]:
    """The summary, line by line."""
    yield f"Read as {summary.kind}: {summary.good + len(summary.bad)} rows, {len(summary.bad)} of them bad."
    if summary.unknown:
        yield f"Not looked at: {', '.join(summary.unknown)}."
    yield f"{summary.coded} notes have a code, {summary.good - summary.coded} get a suggestion."
    if summary.held:
        yield f"{summary.held} notes may name somebody; a facilitator looks at them before others see them."
    if new_towns:
        yield f"New towns: {', '.join(new_towns)}. Time zone and country are guessed by the language."
    if new_groups:
        yield f"New groups: {new_groups}."
    if summary.doubles:
        yield f"{len(summary.doubles)} notes say the same as another of their group and question:"
        yield from (f"  {_double(one)}" for one in summary.doubles[:DOUBLES])
        if len(summary.doubles) > DOUBLES:
            yield f"  … and {len(summary.doubles) - DOUBLES} more."
    yield from (bad_line(one) for one in summary.bad)


def bad_line(bad: Bad) -> str:
    """A bad row, named by its line, with every reason."""
    return f"line {bad.line}: {'; '.join(sentence(one) for one in bad.reasons)}"


def sentence(message: Message) -> str:
    """A message in English, without the marks that only screens need."""
    return render(message, "en").replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


def _double(double: Double) -> str:
    return f"line {double.line}: as line {double.of}" if double.of else f"line {double.line}: stored before"
