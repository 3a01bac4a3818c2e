"""Texts that a facilitator wrote in several languages."""

from __future__ import annotations

from handlers.types import InLanguages, Per


def choose_text(texts: Per, language: str, default: str) -> str:
    """The text in the person's language, else in the town's, else in English, else in any."""
    return InLanguages(texts, default).shown_in(language)
