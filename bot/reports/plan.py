"""The draft of the local action plan (DOCX): that on focus groups is filled in, the others ask questions."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import numpy as np
from babel.numbers import format_decimal, format_percent
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bot.reports import pictures
from bot.reports.differences import difference, error_range, in_words, ranges
from bot.reports.public import PublicCell, public_tables
from bot.reports.shown import pictures_of
from bot.reports.words import head, label, say
from locales import direction, render
from locales.languages import locale
from locales.messages.staff_numbers import SECTIONS
from storage.agreement import Selection, coded_notes
from storage.columns import Columns, load
from storage.coverage import coverage, targets
from storage.database import Session
from storage.quotations import quotations
from storage.scope import Coding, Scope

TABLES: tuple[tuple[str, ...], ...] = (("family",), ("question", "family"), ("month",), ("tag", "family"))
"""Tags instead of groups, because the plan says who is missing by tag; families instead of topics: see ``public``."""
QUOTES = 3
"""Quotations of each family."""
SEED = 1
"""The same notes give the same ranges, every time."""
CONTROL = dict.fromkeys(set(range(32)) - {9, 10})
"""XML cannot hold these characters."""


async def write(
    session: Session,
    path: Path,
    scope: Scope,
    coding: Coding,
    language: str,
    threshold: int,
    today: dt.date | None = None,
) -> None:
    """Write the draft; its numbers are those that everybody may see."""
    columns = await load(session, scope, coding)
    random = np.random.default_rng(SEED)
    document = _Document(language)
    towns = sorted({place.town for place in columns.places})
    document.title(say(language, "plan.title", town=tuple(towns) or "…"))
    groups = len({place.group for place in columns.places})
    date = today or dt.datetime.now(dt.UTC).date()
    document.paragraph(say(language, "plan.made", date=date, notes=len(columns), groups=groups))
    document.paragraph(say(language, "plan.fill"))
    for name, (_, ask) in SECTIONS.items():
        document.heading(say(language, f"plan.{name}"))
        if ask:
            document.paragraph(say(language, f"plan.{name}.ask"), italic=True)
            continue
        _results(document, columns, threshold, random)
        coded = await coded_notes(session, Selection(town=scope.town))
        sentences = [*in_words(difference(columns, "group", random), "group", language)]
        if (error := error_range(columns, coded, random)) is not None:
            sentences.append(error)
        document.heading(say(language, "plan.differences"), 2)
        for sentence in sentences:
            document.paragraph(render(sentence, language))
        _missing(document, columns, await targets(session, scope), threshold)
        document.heading(say(language, "plan.quotes"), 2)
        for family, texts in (await quotations(session, scope, QUOTES)).items():
            document.heading(label(language, "family", family), 3)
            for text in texts:
                document.quotation(text)
    document.save(path)


def _results(document: _Document, columns: Columns, threshold: int, random: np.random.Generator) -> None:
    language = document.language
    tables = dict(zip(TABLES, public_tables(columns, TABLES, threshold), strict=True))
    likely = ranges(columns, random)
    people = len(np.unique(columns.person[columns.person > 0]))
    document.paragraph(say(language, "plan.people", n=people))
    document.paragraph(say(language, f"pic.{columns.coding}"))
    document.paragraph(say(language, "pic.left_out", n=threshold))
    shown = [
        [label(language, "family", one.values[0]), *_numbers(one, language), _range(one, likely, language)]
        for one in tables["family",]
        if isinstance(one.values[0], str)
    ]
    document.table([*(head(language, one) for one in ("family", "notes", "people", "share")), "95 %"], shown)
    for picture in pictures_of(tables, language).values():
        document.picture(picture)


def _missing(document: _Document, columns: Columns, aimed: dict[str, float], threshold: int) -> None:
    language = document.language
    document.heading(say(language, "head.missing"), 2)
    if not aimed:
        document.paragraph(say(language, "plan.missing_none"))
        return
    rows = [
        [one.tag, _percent(one.share, language), _percent(one.target, language), _percent(one.difference, language)]
        if one.heard >= threshold
        else [one.tag, f"< {threshold}", _percent(one.target, language), ""]
        for one in coverage(columns, aimed)
        if one.target is not None
    ]
    document.table([head(language, one) for one in ("tag", "people", "target", "difference")], rows)


class _Document:
    """A document in one language, and in its direction."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._rtl = direction(language) == "rtl"
        self._made = docx.Document()
        self._made.core_properties.author = "Wellsay"
        self._made.core_properties.language = language
        style: Any = self._made.styles["Normal"]
        style.font.name, style.font.size = "Liberation Sans", Pt(11)

    def title(self, text: str) -> None:
        self._made.core_properties.title = _clean(text)
        self._turn(self._made.add_heading(_clean(text), 0))

    def heading(self, text: str, level: int = 1) -> None:
        self._turn(self._made.add_heading(_clean(text), level))

    def paragraph(self, text: str, *, italic: bool = False) -> None:
        made = self._made.add_paragraph()
        made.add_run(_clean(text)).italic = italic
        self._turn(made)

    def quotation(self, text: str) -> None:
        self._turn(self._made.add_paragraph(f"“{_clean(text)}”", style="List Bullet"))

    def table(self, top: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = self._made.add_table(rows=0, cols=len(top), style="Light Grid Accent 1")
        if self._rtl:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for row in (top, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _clean(text)
                self._turn(cell.paragraphs[0])
        self._made.add_paragraph()

    def picture(self, picture: pictures.Picture) -> None:
        run = self._made.add_paragraph().add_run()
        shape = run.add_picture(io.BytesIO(picture.png), width=Cm(16))
        shape._inline.docPr.set("descr", _clean(picture.alt))  # noqa: SLF001 -- the library has no other door to the alt text

    def save(self, path: Path) -> None:
        self._made.save(str(path))

    def _turn(self, paragraph: Any) -> None:
        """Right to left, for languages that are written so."""
        if not self._rtl:
            return
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 -- not in the library yet
        for run in paragraph.runs:
            mark = OxmlElement("w:rtl")
            mark.set(qn("w:val"), "1")
            run._r.get_or_add_rPr().append(mark)  # noqa: SLF001 -- not in the library yet


def _numbers(cell: PublicCell, language: str) -> list[str]:
    if cell.notes is None:
        return ["\N{EN DASH}"] * 3
    people = "" if cell.people is None else str(format_decimal(cell.people, locale=locale(language)))
    return [str(format_decimal(cell.notes, locale=locale(language))), people, _percent(cell.share, language)]


def _range(cell: PublicCell, likely: Any, language: str) -> str:
    if cell.notes is None or cell.values[0] not in likely:
        return ""
    low, high = likely[cell.values[0]]
    return f"{_percent(low, language)} \N{EN DASH} {_percent(high, language)}"


def _percent(share: float | None, language: str) -> str:
    return "" if share is None else str(format_percent(share, locale=locale(language)))


def _clean(text: str) -> str:
    return text.translate(CONTROL)
