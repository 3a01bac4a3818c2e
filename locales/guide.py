"""The guides for translators: one page a language in ``locales/guides``, whose table of terms is checked by machine."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent / "guides"
COLUMNS = 3
NOTHING = frozenset({"", "–", "-"})


@cache
def never(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words that the third column of a language's table of terms rules out, each with a pattern that finds it.

    ``stem*`` stands for every word that begins so. Empty if there is no guide.
    """
    path = FOLDER / f"{language}.md"
    return tuple(rules(path.read_text("utf-8"))) if path.is_file() else ()


def rules(guide: str) -> list[tuple[str, re.Pattern[str]]]:
    """The same from the text of a guide."""
    found: list[tuple[str, re.Pattern[str]]] = []
    for line in guide.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != COLUMNS or cells[2] == "never" or set(cells[0]) <= set("-: "):
            continue
        found.extend((word, _pattern(word)) for one in cells[2].split(",") if (word := one.strip()) not in NOTHING)
    return found


TERMS = (
    "note", "well-being", "ill-being", "family (of topics)", "component/topic", "code", "facilitator", "officer",
    "consultation", "group", "meeting", "session", "wall", "pilot action", "co-responsibility", "star", "vote",
    "join code", "results", "support group", "follow-up", "draft", "department",
)  # fmt: skip
"""What every guide says how to say."""


def empty(language: str) -> str:
    """A guide to fill in."""
    name = Locale.parse(language).english_name
    rows = "\n".join(f"| {term} |  | – |" for term in TERMS)
    return (
        f"# {name} ({language})\n\n## How we speak\n\n## Writing\n\n"
        f"## Terms\n| English | here | never |\n|---|---|---|\n{rows}\n\n"
        "## Read by\nNobody has read this catalogue a second time yet, and no native speaker.\n"
    )


def _pattern(word: str) -> re.Pattern[str]:
    end = r"\w*" if word.endswith("*") else r"\b"
    return re.compile(rf"\b{re.escape(word.rstrip('*'))}{end}", re.IGNORECASE)
