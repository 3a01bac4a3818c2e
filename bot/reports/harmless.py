"""Text that a spreadsheet would run as a formula, made harmless.

Whoever opens a CSV file with a spreadsheet runs every field that begins like a formula, whoever wrote it. A leading
apostrophe makes it text: https://owasp.org/www-community/attacks/CSV_Injection, which also names the full-width forms.
"""

from __future__ import annotations

RISKY = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def harmless(value: object) -> object:
    """The same value, with an apostrophe before text that would be a formula."""
    if isinstance(value, str) and value[:1] in RISKY and value:
        return f"'{value}"
    return value
