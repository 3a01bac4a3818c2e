"""What people read, in their language: messages from the catalogues, plural forms, dates, numbers, direction."""

from locales.languages import (
    LANGUAGES,
    best_language,
    complete_languages,
    direction,
    name_of,
    own_name,
    staff_languages,
)
from locales.translator import render, render_lines

__all__ = [
    "LANGUAGES",
    "best_language",
    "complete_languages",
    "direction",
    "name_of",
    "own_name",
    "render",
    "render_lines",
    "staff_languages",
]
