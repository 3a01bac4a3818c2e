"""A row of a sheet as a note, or everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from bot.imports.sheet import COLUMNS, Line
from coding.cleaning import LONGEST, clean
from coding.nomenclature import components
from handlers.types import Message

LONGEST_NAME, LONGEST_TAG = 200, 64
QUESTIONS = ("1", "2", "3", "4")
OLDEST = 1900
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
"""2011-05-30, or the day first, as in Europe."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A note as a file tells it. ``day`` is local to the town."""

    line: int
    town: str
    group: str
    tags: tuple[str, ...]
    question: int
    text: str = field(repr=False)
    code: str | None
    language: str | None
    day: dt.date | None
    person: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is no note: its line, and why; every reason is a message of the catalogue."""

    line: int
    reasons: tuple[Message, ...]


def read_row(line: Line, given: Mapping[str, str], today: dt.date) -> Row | Bad:
    """Look at a row. ``given``: columns that are the same in all rows; one that says otherwise is bad."""
    if line.problem is not None:
        return Bad(line.number, (line.problem,))
    cells = {name: line.cells.get(name, "") for name in COLUMNS} | dict(given)
    if any(_SURROGATE.search(cell) for cell in cells.values()):
        return Bad(line.number, (Message("import.bad_letters"),))
    reader = _Reader(cells, today)
    if any(
        line.cells.get(name) and _name(line.cells[name]).casefold() != value.casefold() for name, value in given.items()
    ):
        reader.reasons.append(Message("import.other_place"))
    row = Row(
        line=line.number,
        town=reader.name("town"),
        group=reader.name("group"),
        tags=reader.tags(),
        question=reader.question(),
        text=reader.text(),
        code=reader.code(),
        language=reader.language(),
        day=reader.day(),
        person=cells["person"][:LONGEST_NAME] or None,
    )
    return Bad(line.number, tuple(reader.reasons)) if reader.reasons else row


class _Reader:
    """Reads cells, and collects what is wrong with them."""

    def __init__(self, cells: Mapping[str, str], today: dt.date) -> None:
        self._cells = cells
        self._today = today
        self.reasons: list[Message] = []

    def name(self, column: str) -> str:
        """A town's or group's name on one line."""
        name = _name(self._cells[column])
        if not name:
            self._wrong("import.missing", column=column)
        elif len(name) > LONGEST_NAME:
            self._wrong("import.too_long", column=column, n=LONGEST_NAME)
        return name

    def tags(self) -> tuple[str, ...]:
        """Tags, each once, in lower case as groups have them."""
        found = [_name(one.lower()) for one in re.split("[;,]", self._cells["tags"])]
        if any(len(one) > LONGEST_TAG for one in found):
            self._wrong("import.too_long", column="tags", n=LONGEST_TAG)
        return tuple(dict.fromkeys(one for one in found if one))

    def question(self) -> int:
        """The question's number; "Q1" is as good as "1"."""
        number = self._cells["question"].upper().removeprefix("Q").strip()
        if number not in QUESTIONS:
            self._wrong("import.question", value=self._shown("question"))
            return 0
        return int(number)

    def text(self) -> str:
        """The note, plain text whatever it looks like."""
        if len(self._cells["text"]) > LONGEST:
            self._wrong("import.too_long", column="text", n=LONGEST)
        text = clean(self._cells["text"])
        if not text:
            self._wrong("import.missing", column="text")
        return text

    def code(self) -> str | None:
        """The component; a family alone is its general item."""
        given = self._cells["code"].upper()
        code = f"{given}0" if len(given) == 1 else given
        if code and code not in components():
            self._wrong("import.code", value=self._shown("code"))
        return code or None

    def language(self) -> str | None:
        """The language's short code."""
        language = re.split("[-_]", self._cells["language"].lower())[0]
        if language and not _is_language(language):
            self._wrong("import.language", value=self._shown("language"))
        return language or None

    def day(self) -> dt.date | None:
        """The day; none that is still to come."""
        if not self._cells["date"]:
            return None
        day = _day(self._cells["date"])
        if day is None or not day.year >= OLDEST or day > self._today:
            self._wrong("import.date", value=self._shown("date"))
        return day

    def _shown(self, column: str) -> str:
        return clean(self._cells[column])[:40]

    def _wrong(self, message: str, **args: str | int) -> None:
        self.reasons.append(Message(message, args))


@lru_cache(maxsize=10_000)
def _name(cell: str) -> str:
    """On one line; the same few come again and again."""
    return " ".join(clean(cell).split())


@lru_cache(maxsize=10_000)
def _day(cell: str) -> dt.date | None:
    day = cell.split(" ", maxsplit=1)[0].split("T", maxsplit=1)[0]
    for form in _DATES:
        try:
            return dt.datetime.strptime(day, form).date()  # noqa: DTZ007 -- a day, no time
        except ValueError:
            continue
    return None


@cache
def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True
