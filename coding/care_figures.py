"""``python -m coding.care_figures [EXAMPLES]``: how well names, contacts and signs of danger are found.

Reads the labelled lists of the tests and, for false alarms, the example notes (a folder of languages; by default
those of ``coding/training``). Prints one line a language.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from coding import names, personal
from coding.danger import signs

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests/unit/coding/data"
EXAMPLES = ROOT / "coding/training/examples"
SIGNS = {"v": "violence", "s": "self_harm"}


def labelled(name: str) -> Iterator[tuple[str, str]]:
    """The lines of a labelled list with the language that they stand under."""
    language = ""
    for line in (LABELLED / name).read_text("utf-8").splitlines():
        if line.startswith("# "):
            language = line[2:]
        elif line:
            yield language, line


def unmarked(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without the brackets around what is to be found, and where that stands; nothing marked means all of it."""
    plain, spans = "", []
    for part in re.split(r"(\[[^\]]*\])", line):
        if part.startswith("["):
            spans.append((len(plain), len(plain) + len(part) - 2))
        plain += part.strip("[]") if part.startswith("[") else part
    return plain, spans or [(0, len(plain))]


def name_hits() -> dict[str, tuple[int, int]]:
    """Names found and names to be found, by language."""
    found: dict[str, tuple[int, int]] = {}
    for language, line in labelled("names.txt"):
        text, spans = unmarked(line)
        seen = names.find(text)
        hits = sum(any(one.start < end and one.end > start for one in seen) for start, end in spans)
        had = found.get(language, (0, 0))
        found[language] = (had[0] + hits, had[1] + len(spans))
    return found


def danger_hits(name: str) -> dict[str, tuple[int, int, int, int]]:
    """By language: signs found, signs there, silent among what must stay silent, how many of these."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for language, line in labelled(name):
        kind, _, text = line.partition(" ")
        hit, there, silent, quiet = found.get(language, (0, 0, 0, 0))
        if kind == "-":
            found[language] = (hit, there, silent + (not signs(text)), quiet + 1)
        else:
            found[language] = (hit + (SIGNS[kind] in signs(text)), there + 1, silent, quiet)
    return found


def alarms(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """By language: example notes, and how many of them hold what looks like a name, contact details, a sign."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for path in sorted(folder.glob("*/*.txt")):
        notes, named, contacts, worried = found.get(path.parent.name, (0, 0, 0, 0))
        for line in path.read_text("utf-8").splitlines():
            if line[:1].isdigit():
                text = line[2:]
                notes += 1
                named += bool(names.find(text))
                contacts += bool(personal.find(text, ("BE",)))
                worried += bool(signs(text))
        found[path.parent.name] = (notes, named, contacts, worried)
    return found


def main(arguments: list[str]) -> int:
    """Print the figures."""
    say = sys.stdout.write
    say("names found / there\n")
    for language, (hits, there) in name_hits().items():
        say(f"  {language} {hits}/{there}\n")
    for name in ("danger.txt", "danger_unseen.txt"):
        say(f"{name}: signs found / there, silent / to be silent\n")
        for language, (hits, there, silent, quiet) in danger_hits(name).items():
            say(f"  {language} {hits}/{there} {silent}/{quiet}\n")
    say("example notes: notes, alarms for names, contact details, danger\n")
    for language, (notes, named, contacts, worried) in alarms(Path(arguments[0]) if arguments else EXAMPLES).items():
        say(f"  {language} {notes}: {named} ({named / notes:.1%}), {contacts}, {worried}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
