"""What the source of a message says: the English text, its plural, a comment for translators, and how long it may be."""

from __future__ import annotations

from dataclasses import dataclass

BUTTON = 28
"""A phone shows about 20-30 characters of a Telegram button before it cuts it; two buttons share a row."""


@dataclass(frozen=True, slots=True)
class Source:
    """A message. With ``plural``, the argument ``n`` selects the form. ``limit`` counts characters of the template.

    ``keep``: words that are the same in every language, because a program reads them.
    """

    text: str
    plural: str | None = None
    comment: str = ""
    limit: int | None = None
    keep: tuple[str, ...] = ()


def button(text: str, plural: str | None = None, comment: str = "", limit: int = BUTTON) -> Source:
    """A button's label."""
    return Source(text, plural, f"Button. {comment}".strip(), limit)
