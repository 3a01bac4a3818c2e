"""A look at every row of a file, before anything is stored: good rows are made ready and kept aside, bad ones named."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import IO

from bot.imports.rows import Bad, Row, read_row
from bot.imports.sheet import Sheet
from coding import care
from coding.language import detect, likeliest
from coding.protocol import Suggester
from storage.imports import TownFacts

BATCH = 256
"""Rows that are made ready at once."""
COUNTRIES = {
    "en": "GB", "fr": "FR", "sv": "SE", "pt": "PT", "pl": "PL", "el": "GR", "it": "IT", "lv": "LV", "nl": "NL",
    "hu": "HU", "sk": "SK", "ro": "RO", "es": "ES", "ca": "ES", "da": "DK", "uk": "UA", "tr": "TR",
}  # fmt: skip
"""Where a new town is taken to be, by the language of its first note; an admin can say better."""
ELSEWHERE, UTC = "BE", "UTC"

Progress = Callable[[float], None]
Writer = Callable[[str, str], str]
"""Town and pseudonym to what is stored of them."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A row made ready: safe text, language, suggestions (code and probability, best first), the writer's hash."""

    line: int
    town: str
    group: str
    tags: list[str]
    question: int
    text: str = field(repr=False)
    safe_text: str = field(repr=False)
    review: str | None
    code: str | None
    language: str
    day: str | None
    writer: str | None
    suggestions: list[tuple[str, float]]


_VALUES = attrgetter(*(one.name for one in fields(Ready)))


@dataclass(frozen=True, slots=True)
class Double:
    """A row that says the same as another of its group: as an earlier line, or (``None``) as a note stored before."""

    line: int
    of: int | None


@dataclass(slots=True)
class Summary:
    """What was found in a file. ``held``: notes that somebody must look at for names before others see them."""

    kind: str
    unknown: tuple[str, ...]
    good: int = 0
    coded: int = 0
    held: int = 0
    bad: list[Bad] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)
    groups: dict[tuple[str, str], int] = field(default_factory=dict)


class Staged:
    """A whole file looked at. Good rows wait in a temporary file that vanishes when it is closed or we die."""

    def __init__(self, sheet: Sheet, towns: Mapping[str, TownFacts]) -> None:
        self.summary = Summary(sheet.kind, sheet.unknown)
        self.towns = dict(towns)
        self.seen: dict[bytes, int] = {}
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- ``close`` closes it

    def add(self, row: Ready) -> None:
        """Keep a row."""
        summary = self.summary
        summary.good += 1
        summary.coded += row.code is not None
        summary.held += row.review is not None
        group = (row.town, row.group)
        summary.groups[group] = summary.groups.get(group, 0) + 1
        earlier = self.seen.setdefault(
            digest(row.town.casefold(), row.group.casefold(), row.question, row.text, row.writer), row.line
        )
        if earlier != row.line:
            summary.doubles.append(Double(row.line, earlier))
        self._file.write(json.dumps(_VALUES(row), ensure_ascii=False) + "\n")

    def rows(self) -> Iterator[Ready]:
        """The good rows, in the file's order; as often as wanted."""
        self._file.seek(0)
        for line in self._file:
            yield Ready(*json.loads(line))

    def close(self) -> None:
        """Let the rows go."""
        self._file.close()


def digest(town: str, group: str, question: int, text: str, writer: str | None) -> bytes:
    """The same for notes that say the same in the same place; names come folded."""
    said = " ".join(text.casefold().split())
    return hashlib.blake2b(
        "\0".join((town, group, str(question), said, writer or "")).encode(), digest_size=12
    ).digest()


class Stage:
    """Looks at files. It works on texts, so it runs off the event loop."""

    def __init__(self, suggester: Suggester, writer: Writer, zones: Mapping[str, str], today: dt.date) -> None:
        self._suggester = suggester
        self._writer = writer
        self._zones = zones
        self._today = today

    def look(
        self,
        sheet: Sheet,
        towns: Mapping[str, TownFacts],
        progress: Progress,
        given: Mapping[str, str] | None = None,
        *,
        suggest: bool = True,
    ) -> Staged:
        """Look at every row. ``given``: columns that are the same in all rows; without ``suggest`` much faster.

        Raises:
            SheetError: the file turned out to be damaged.
        """
        staged = Staged(sheet, towns)
        batch: list[Row] = []
        for line in sheet.lines():
            row = read_row(line, given or {}, self._today)
            if isinstance(row, Bad):
                staged.summary.bad.append(row)
                continue
            batch.append(row)
            if len(batch) == BATCH:
                self._make_ready(batch, staged, suggest=suggest)
                batch = []
                progress(line.share)
        self._make_ready(batch, staged, suggest=suggest)
        progress(1.0)
        return staged

    def _make_ready(self, rows: list[Row], staged: Staged, *, suggest: bool) -> None:
        bare = [row for row in rows if row.code is None and suggest]
        found = self._suggester.suggest_many([row.text for row in bare], [row.question for row in bare])
        suggestions = {row.line: codes for row, codes in zip(bare, found, strict=True)}
        for row in rows:
            town = self._town(row, staged.towns)
            seen = care.look(row.text, town.country).care
            staged.add(
                Ready(
                    line=row.line,
                    town=town.name,
                    group=row.group,
                    tags=list(row.tags),
                    question=row.question,
                    text=row.text,
                    safe_text=seen.safe_text,
                    review=seen.review,
                    code=row.code,
                    language=row.language or detect(row.text) or town.language,
                    day=row.day.isoformat() if row.day else None,
                    writer=self._writer(town.name.casefold(), row.person) if row.person else None,
                    suggestions=[(one.code, one.probability) for one in suggestions.get(row.line, ())],
                )
            )

    def _town(self, row: Row, towns: dict[str, TownFacts]) -> TownFacts:
        """The row's town; a new one speaks the language of its first note."""
        key = row.town.casefold()
        if key not in towns:
            language = row.language or likeliest(row.text)
            country = COUNTRIES.get(language, ELSEWHERE)
            towns[key] = TownFacts(row.town, country, language, self._zones.get(country, UTC))
        return towns[key]
