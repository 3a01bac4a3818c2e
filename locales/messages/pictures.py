"""Pictures and tables of results, as everybody may see them."""

from __future__ import annotations

from locales.messages.source import Source

SOURCES: dict[str, Source] = {
    "pic.families": Source("What people wrote about", comment="Title of a chart."),
    "pic.groups": Source("What each group wrote about", comment="Title of a chart."),
    "pic.feelings": Source(
        "What makes life good, and what makes it hard", comment="Title of a chart: answers to questions 1 and 2."
    ),
    "pic.time": Source("Notes, month by month"),
    "pic.well": Source("well-being", comment="Short name of question 1, in a legend."),
    "pic.ill": Source("ill-being", comment="Short name of question 2, in a legend."),
    "pic.notes": Source("notes", comment="What an axis of a chart counts."),
    "pic.of_notes": Source("% of the notes", comment="Label of an axis."),
    "pic.none": Source("no topic yet", comment="For notes that nobody has sorted."),
    "pic.item": Source("{name}: {number}", comment="One bar of a chart, read aloud."),
    "pic.alt": Source("{title}. {items}", comment="A chart read aloud: its title, then the list of its bars."),
    "pic.left_out": Source(
        "Numbers of fewer than {n} person are left out, and others with which they could be worked out.",
        "Numbers of fewer than {n} people are left out, and others with which they could be worked out.",
        comment="Under a chart. {n} is usually 5.",
    ),
    "pic.best": Source(
        "Topics as the facilitator sees them, else as the author does, else as the computer suggests them.",
        comment="Under a chart: whose choice of topic counts, in this order.",
    ),
    "pic.confirmed": Source("Only topics that the author or a facilitator confirmed."),
}
