"""Agreement figures as a table for the terminal, CSV or JSON, with a sentence on what they say."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coding.agreement import FEWEST_NOTES, FEWEST_PEOPLE, Agreement, Figure, agreement, difference
from coding.nomenclature import FAMILIES, components
from handlers.citizen.cards import UNSURE_BELOW
from storage.agreement import CodedNote

DIMENSIONS: dict[str, Callable[[CodedNote], str]] = {
    "language": lambda note: note.language,
    "group": lambda note: note.group,
    "question": lambda note: str(note.question),
    "family": lambda _note: "",  # one code against all others, see report()
}
SHOWN, BLIND = "suggestion-author, shown", "suggestion-author, blind"
FIGURES = ("raw", "kappa", "alpha")

Codes = tuple[str | None, str | None]


def _sure(note: CodedNote) -> bool:
    return note.probability >= UNSURE_BELOW


PAIRS: dict[str, Callable[[CodedNote], Codes | None]] = {
    SHOWN: lambda note: (note.suggested, note.author) if _sure(note) and not note.blind else None,
    BLIND: lambda note: (note.suggested, note.author) if _sure(note) and note.blind else None,
    "suggestion-author, unsure": lambda note: (note.suggested, note.author) if not _sure(note) else None,
    "suggestion-facilitator": lambda note: (note.suggested, note.facilitator),
    "author-facilitator": lambda note: (note.author, note.facilitator),
}
"""Who is compared, on which notes. "Blind" are the notes whose suggestion was sure enough to be shown, but was not;
"unsure" those where it never is: there the author sees the families only."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one pair in one part of the notes."""

    part: str
    pair: str
    found: Agreement


def report(
    notes: Sequence[CodedNote], by: str | None, level: str, random: np.random.Generator
) -> tuple[list[Row], str]:
    """All pairs, in each part of the notes, and the sentence about anchoring.

    By family, a code is judged against all others: ``notes`` and raw agreement are of those notes that either coder put
    there; kappa and alpha look at all notes of the pair.
    """
    rows: list[Row] = []
    for part, those in _parts(notes, by):
        for pair, codes_of in PAIRS.items():
            coded = [(both, note.person) for note in those if (both := codes_of(note)) and None not in both]
            codes = [tuple(_cut(one, level) for one in both) for both, _ in coded]
            people = [person for _, person in coded]
            if by == "family":
                rows.extend(_each_code(pair, codes, people, level, random))
            else:
                rows.append(Row(part, pair, agreement(codes, people, random)))
    return sorted(rows, key=lambda row: row.part), anchoring(notes, level, random)


def anchoring(notes: Sequence[CodedNote], level: str, random: np.random.Generator) -> str:
    """What the difference between shown and blind notes means, in a sentence."""
    agreed: dict[str, list[bool]] = {}
    people: dict[str, list[int | None]] = {}
    for pair in (SHOWN, BLIND):
        there = [note for note in notes if (both := PAIRS[pair](note)) and None not in both]
        agreed[pair] = [_cut(note.suggested, level) == _cut(note.author, level) for note in there]
        people[pair] = [note.person for note in there]
    if any(len(agreed[pair]) < FEWEST_NOTES or _heads(people[pair]) < FEWEST_PEOPLE for pair in agreed):
        return (
            f"Whether people are led by the suggestion cannot be told yet: that takes {FEWEST_NOTES} notes by "
            f"{FEWEST_PEOPLE} people, both with the suggestion shown and blind."
        )
    shown, blind = (sum(agreed[pair]) / len(agreed[pair]) for pair in (SHOWN, BLIND))
    gap = difference(agreed[SHOWN], people[SHOWN], agreed[BLIND], people[BLIND], random)
    start = (
        f"Authors agree with the suggestion on {shown:.0%} of the notes where they see it and on {blind:.0%} where "
        f"they do not; {_points(gap)}."
    )
    if gap.low is not None and gap.low > 0:
        return f"{start} People are led by what they see: trust the blind figure, and tallies no further than that."
    if gap.high is not None and gap.high < 0:
        return f"{start} They disagree more when they see it, so look at how it is put to them."
    return f"{start} That may be chance: there is no sign that people are led by what they see."


def format_agreement(rows: Sequence[Row], sentence: str, by: str | None, form: str) -> str:
    """The figures as text. JSON: one object with ``rows`` and ``anchoring``; CSV has the rows only."""
    if form == "json":
        data = {"rows": [_flat(row, by) for row in rows], "anchoring": sentence}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        out = io.StringIO()
        header = [*([by] if by else []), "pair", "notes", "people"]
        header += [f"{name}{end}" for name in FIGURES for end in ("", "_low", "_high")]
        writer = csv.DictWriter(out, header)
        writer.writeheader()
        writer.writerows(_flat(row, by) for row in rows)
        return out.getvalue()
    return f"{_table(rows, by)}\n{sentence}\n"


def _parts(notes: Sequence[CodedNote], by: str | None) -> Iterator[tuple[str, list[CodedNote]]]:
    if by is None:
        yield "", list(notes)
        return
    parts: dict[str, list[CodedNote]] = {}
    for note in notes:
        parts.setdefault(DIMENSIONS[by](note), []).append(note)
    yield from parts.items()


def _each_code(
    pair: str,
    codes: Sequence[tuple[str | None, ...]],
    people: Sequence[int | None],
    level: str,
    random: np.random.Generator,
) -> Iterator[Row]:
    """One row for each family or component that either coder used: this code against all others."""
    for code in FAMILIES if level == "family" else components():
        there = [place for place, both in enumerate(codes) if code in both]
        if not there:
            continue
        one = agreement([codes[place] for place in there], [people[place] for place in there], random)
        if one.enough:
            against = [tuple("yes" if each == code else "no" for each in both) for both in codes]
            rest = agreement(against, people, random)
            one = Agreement(one.notes, one.people, one.raw, rest.kappa, rest.alpha)
        yield Row(code, pair, one)


def _cut(code: str | None, level: str) -> str | None:
    return code[0] if code and level == "family" else code


def _heads(people: Sequence[int | None]) -> int:
    return len({one for one in people if one is not None}) + sum(one is None for one in people)


def _points(gap: Figure) -> str:
    if gap.value is None or gap.low is None or gap.high is None:
        return "the difference has no interval"
    return (
        f"a difference of {100 * gap.value:+.0f} points (95 % interval {100 * gap.low:+.0f} to {100 * gap.high:+.0f})"
    )


def _flat(row: Row, by: str | None) -> dict[str, object]:
    flat: dict[str, object] = {by: row.part} if by else {}
    flat |= {"pair": row.pair, "notes": row.found.notes, "people": row.found.people}
    for name in FIGURES:
        figure: Figure = getattr(row.found, name) or Figure(None)
        for end, value in (("", figure.value), ("_low", figure.low), ("_high", figure.high)):
            flat[f"{name}{end}"] = None if value is None else round(value, 4)
    return flat


def _table(rows: Sequence[Row], by: str | None) -> str:
    header = [*([by] if by else []), "pair", "notes", "people", *FIGURES]
    lines = [header]
    for row in rows:
        figures = [_shown(getattr(row.found, name)) for name in FIGURES]
        if not row.found.enough:
            figures = ["too few", "", ""]
        lines.append([*([row.part] if by else []), row.pair, str(row.found.notes), str(row.found.people), *figures])
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    made = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    few = f"Too few: fewer than {FEWEST_NOTES} notes or {FEWEST_PEOPLE} people. In brackets: 95 % intervals.\n"
    return "\n".join([made[0], "-" * len(made[0]), *made[1:]]) + f"\n\n{few}"


def _shown(figure: Figure | None) -> str:
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return "-"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"
