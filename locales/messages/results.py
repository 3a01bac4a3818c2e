"""The public page of results."""

from __future__ import annotations

from locales.messages.source import Source

HEAD = "Head of a column."
HEADS = {
    "family": "Topic",
    "component": "Topic in detail",
    "block": "Field",
    "question": "Question",
    "language": "Language",
    "month": "Month",
    "tag": "Group of people",
    "notes": "Notes",
    "people": "People",
    "share": "Share",
}

SOURCES: dict[str, Source] = {
    "results.title": Source("What people said in {town}"),
    "results.published": Source("Published on {date}"),
    "results.notes": Source("{n} note", "{n} notes"),
    "results.people": Source("{n} person", "{n} people"),
    **{f"results.head.{name}": Source(text, comment=HEAD) for name, text in HEADS.items()},
    "results.all": Source("all", comment="Name of the row with the sum."),
    "results.left_out": Source("few", comment="Instead of a number that is too small to be shown."),
    "results.next": Source("What comes next"),
    "results.next_none": Source("The town will say here what comes next."),
    "results.open": Source("Open data"),
    "results.licence": Source("Everybody may use these numbers and say where they are from:"),
    "results.data": Source("These results as data"),
    "results.earlier": Source("All publications"),
}
