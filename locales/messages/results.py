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
    "results.title": Source("What people said in {town}", comment="Title of a public page."),
    "results.published": Source("Published on {date}"),
    "results.notes": Source("{n} note", "{n} notes"),
    "results.people": Source("{n} person", "{n} people", comment="How many people took part."),
    **{f"results.head.{name}": Source(text, comment=HEAD) for name, text in HEADS.items()},
    "results.all": Source("all", comment="Name of the row with the sum."),
    "results.left_out": Source("few", comment="Instead of a number that is too small to be shown."),
    "results.next": Source("What comes next", comment="Heading: what the town does next."),
    "results.next_none": Source("The town will say here what comes next."),
    "results.open": Source("Open data", comment="Heading: data that everybody may use."),
    "results.licence": Source(
        "Everybody may use these numbers if they say where they are from. Licence:",
        comment="The name of the licence follows, as a link.",
    ),
    "results.data": Source("These results as data", comment="Link to the results in a form that programs read."),
    "results.earlier": Source(
        "All publications", comment="Over a list of links to all results that were ever published."
    ),
}
