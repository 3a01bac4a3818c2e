"""The example notes: read, without duplicates, and split by theme.

A file ``examples/LANGUAGE/FAMILY.txt`` has headers ``# CODE theme``, each followed by its notes ``QUESTION text``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coding.nomenclature import components

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXAMPLES = Path(__file__).parent / "examples"
HELD_OUT = 0.08
"""The share of the themes that no model ever sees in training, for the figures and the calibration."""

_HEADER = re.compile(r"# ([A-H]\d{1,2}) ([\w-]+)")
_NOTE = re.compile(r"([1-4]) (\S.*)")


@dataclass(frozen=True, slots=True)
class Note:
    """One example: its code and theme, the question (1-4) it answers, its language (ISO 639-1) and words."""

    code: str
    theme: str
    question: int
    language: str
    text: str

    @property
    def family(self) -> str:
        """The family's letter."""
        return self.code[0]


class BadFileError(ValueError):
    """A file of examples has a line that is neither a header nor a note; the message says which."""


def parse(text: str, language: str, name: str = "") -> Iterator[Note]:
    """The notes of one file, in order, duplicates included."""
    code = theme = ""
    for number, line in enumerate(text.splitlines(), 1):
        header, note = _HEADER.fullmatch(line.strip()), _NOTE.fullmatch(line.strip())
        if header and header[1] in components():
            code, theme = header.groups()
        elif note and code:
            yield Note(code, theme, int(note[1]), language, note[2])
        elif line.strip():
            message = f"{name}:{number}: neither a header nor a note: {line[:40]}"
            raise BadFileError(message)


def read(folder: Path = EXAMPLES, *, languages: Iterable[str] = ()) -> list[Note]:
    """All notes, or those of some languages; of notes with the same letters in one language only the first."""
    wanted = set(languages)
    found: dict[tuple[str, str], Note] = {}
    for path in sorted(folder.glob("*/*.txt")):
        language = path.parent.name
        if not wanted or language in wanted:
            for note in parse(path.read_text(encoding="utf-8"), language, f"{language}/{path.name}"):
                found.setdefault((language, bare(note.text)), note)
    return list(found.values())


@cache
def bare(text: str) -> str:
    """Letters and digits only, small, without diacritics: what makes two notes the same note."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", "".join(one for one in plain if not unicodedata.combining(one))).split())


def is_held_out(code: str, theme: str, share: float = HELD_OUT) -> bool:
    """Whether a theme is kept from training, in all languages at once: by a hash, so the same on every machine."""
    digest = hashlib.sha256(f"{code} {theme}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def split_by_theme(notes: Iterable[Note], share: float = HELD_OUT) -> tuple[list[Note], list[Note]]:
    """Notes to train on, and notes of themes kept apart."""
    kept: tuple[list[Note], list[Note]] = ([], [])
    for note in notes:
        kept[is_held_out(note.code, note.theme, share)].append(note)
    return kept
