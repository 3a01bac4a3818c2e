"""The pictures of what may be published: of cells that are shown, and of sums in which the others are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.reports import pictures
from bot.reports.public import ALL, PublicCell
from storage.tallies import Cell

Tables = Mapping[tuple[str, ...], Sequence[PublicCell]]


def pictures_of(tables: Tables, language: str) -> dict[str, pictures.Picture]:
    """By name, in the order in which they are shown; what cannot be drawn of these tables is left out."""
    made = {}
    if found := known(tables.get(("family",), ())):
        made["families"] = pictures.families(found, language)
    asked = tables.get(("question", "family"), ())
    if (found := known(asked)) and (sums := wholes(asked)):
        made["feelings"] = pictures.feelings(found, language, sums)
    tagged = tables.get(("tag", "family"), ())
    sums = wholes(tagged)
    if found := [one for one in known(tagged) if one.values[0] in sums]:
        here = {one.values[0]: sums[one.values[0]] for one in found}
        made["groups"] = pictures.groups(found, language, ("tag", "family"), here)
    if found := known(tables.get(("month",), ())):
        made["time"] = pictures.over_time(found, language)
    return made


def known(cells: Sequence[PublicCell]) -> list[Cell]:
    """The cells that may be drawn: no sums, nothing that was left out."""
    return [
        Cell(one.values, one.notes, one.people, one.share or 0)
        for one in cells
        if one.notes is not None and all(isinstance(value, (str, int)) for value in one.values)
    ]


def wholes(cells: Sequence[PublicCell]) -> dict[object, int]:
    """The sums over the second dimension, where they may be known: cells that were left out are in them."""
    return {
        one.values[0]: one.notes
        for one in cells
        if one.notes is not None and one.values[1] is ALL and one.values[0] is not ALL
    }
