"""Text that a spreadsheet would run as a formula, made harmless.

Whoever opens a CSV file with a spreadsheet runs every field that begins like a formula, whoever wrote it. A leading
apostrophe makes it text: https://owasp.org/www-community/attacks/CSV_Injection, which also names the full-width forms.
"""

from __future__ import annotations

RISKY = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def harmless(value: object) -> object:
    """The same value; text that would be a formula is tame."""
    return tame(value) if isinstance(value, str) else value


def tame(text: str) -> str:
    """The same text, with an apostrophe before it if it would be a formula."""
    return f"'{text}" if text[:1] in RISKY else text
