"""Heads of tables, the workbook, and the draft of the local action plan: for people who work for the town."""

from __future__ import annotations

from locales.messages.source import Source, button

HEAD = "Head of a column or name of a sheet in a workbook; short."

HEADS = {
    "note": "Note",
    "town": "Town",
    "consultation": "Consultation",
    "group": "Group",
    "tags": "Tags",
    "tag": "Tag",
    "person": "Person",
    "question": "Question",
    "text": "Text",
    "language": "Language",
    "source": "Source",
    "channel": "Channel",
    "family": "Family",
    "component": "Component",
    "block": "Block",
    "month": "Month",
    "status": "Status",
    "code": "Code",
    "secondary": "Second code",
    "coded_by": "Coded by",
    "model_version": "Model",
    "probability": "Probability",
    "coded_at": "Coded on",
    "starred": "Star",
    "created_at": "Written on",
    "notes": "Notes",
    "people": "People",
    "share": "Share",
    "stars": "Stars",
    "votes": "Votes",
    "label": "Name",
    "line": "Explanation",
    "target": "Target",
    "difference": "Difference",
    "codebook": "Codebook",
    "about": "About",
    "missing": "Who is missing",
}

SECTIONS = {
    "background": (
        "Background",
        (
            "What kind of town is this: how many people live here, what do they live on, what has changed in recent years? "
            "Why does the town ask its citizens now? Who decided it, and what did they promise to do with the answers?"
        ),
    ),
    "practices": (
        "Democratic practices so far",
        (
            "How could citizens have a say until now? What came of it? Who took part, and who did not? "
            "What do people expect after that?"
        ),
    ),
    "support": (
        "The local support group",
        (
            "Who sits in it, and for whom do they speak? How often does it meet? What may it decide? "
            "How did it work with the groups' answers?"
        ),
    ),
    "groups": ("Focus groups", ""),
    "actions": (
        "Pilot actions",
        (
            "Which actions follow from the answers? For each: which notes led to it, who does what by when, what does it "
            "cost, how far are citizens involved on the scale from 1 to 7, and how will you see that it works?"
        ),
    ),
    "spreading": (
        "Spreading the approach",
        (
            "Which other parts of the town hall, schools, associations or companies could work like this? "
            "Who asks them, and what do they need to begin?"
        ),
    ),
    "linking": (
        "Linking with other methods",
        (
            "How does this fit with what exists already: participatory budget, neighbourhood councils, surveys, plans? "
            "What can each give to the others?"
        ),
    ),
    "future": (
        "Future of the support group",
        "Who goes on, with which task, for how long? Who joins? How will people hear what became of their ideas?",
    ),
    "conclusions": (
        "Conclusions",
        "What did you learn? What would you do in another way? What are the three most important things to do next?",
    ),
}

SOURCES: dict[str, Source] = {
    **{f"head.{name}": Source(text, comment=HEAD) for name, text in HEADS.items()},
    **{f"plan.{name}": Source(title, comment="Title of a section.") for name, (title, _) in SECTIONS.items()},
    **{f"plan.{name}.ask": Source(text) for name, (_, text) in SECTIONS.items() if text},
    "plan.title": Source("Local action plan of {town}: draft", comment="Title of a document."),
    "plan.made": Source(
        "Made by Wellsay on {date}. Notes: {notes}. Groups: {groups}.",
        comment="{notes} and {groups} are numbers, without plural forms: best as labels, “Notes: 12. Groups: 3.”",
    ),
    "plan.fill": Source(
        "Please replace the questions in italics with your own words.", comment="On the first page of a document."
    ),
    "plan.people": Source(
        "{n} person wrote notes; of paper notes nobody knows who wrote them.",
        "{n} people wrote notes; of paper notes nobody knows who wrote them.",
    ),
    "plan.quotes": Source("In people's own words", comment="Heading over quoted notes."),
    "plan.differences": Source("Where groups differ", comment="Heading."),
    "plan.missing_none": Source("The town has set no targets yet, so this plan cannot say who is missing."),
    "numbers.title": button("Numbers and files", limit=36),
    "numbers.text": Source("Only for the town's own work: small numbers are not left out here."),
    "numbers.files": Source("Files to take away", comment="Head above a list of downloads."),
    "numbers.xlsx": Source("Workbook: tables, charts, all notes (XLSX)"),
    "numbers.plan": Source("Draft of the local action plan (DOCX)"),
    "numbers.notes-csv": Source("All notes as a table (CSV)"),
    "numbers.notes-jsonl": Source("All notes for programs (JSON Lines)"),
    "numbers.parquet": Source("All notes for statisticians (Parquet)"),
    "numbers.decidim": Source("Proposals for Decidim", comment="Decidim is a program for participation."),
    "numbers.polis": Source("Comments for Polis", comment="Polis is a program for opinion surveys."),
    "numbers.outside": Source("for people outside", comment="Link: the same file without small numbers."),
    "numbers.by": Source("Count", comment="Head above a form: what notes are counted by."),
    "numbers.dimension": Source("Apart by ({n})", comment="Label of a choice such as town or topic; n is 1, 2, 3."),
    "numbers.weight": Source("Shares are shares of", comment="Label of a choice: notes, people, stars, votes."),
    "numbers.table": Source("The numbers as a table"),
    "book.about": Source(
        "Made by Wellsay on {date}. {codes}",
        comment="{codes}: a whole sentence about the topics, pic.best or pic.confirmed.",
    ),
    "stat.few": Source(
        "Whether groups differ cannot be told yet: that takes at least two groups with {n} person each.",
        "Whether groups differ cannot be told yet: that takes at least two groups with {n} people each.",
    ),
    "stat.no": Source(
        "What groups wrote about differs no more than chance alone would make it (p = {p}, V = {v}).",
        comment="{p} and {v} are numbers of a statistical test; keep “p =” and “V =”.",
    ),
    "stat.small": Source(
        "Groups differ a little in what they wrote about (p = {p}, V = {v}).",
        comment="{p} and {v} are numbers of a statistical test; keep “p =” and “V =”.",
    ),
    "stat.medium": Source(
        "Groups differ clearly in what they wrote about (p = {p}, V = {v}).",
        comment="{p} and {v} are numbers of a statistical test; keep “p =” and “V =”.",
    ),
    "stat.large": Source(
        "Groups differ strongly in what they wrote about (p = {p}, V = {v}).",
        comment="{p} and {v} are numbers of a statistical test; keep “p =” and “V =”.",
    ),
    "stat.most_more": Source(
        "Most of all: “{group}” wrote more about “{topic}” than the others ({here} % against {there} %).",
        comment="{here} and {there}: shares in this group and in all others.",
    ),
    "stat.most_less": Source(
        "Most of all: “{group}” wrote less about “{topic}” than the others ({here} % against {there} %).",
        comment="{here} and {there}: shares in this group and in all others.",
    ),
    "stat.error": Source(
        "About {share} % of the topics were only suggested by the computer. Going by how often people agree with it, "
        "each share may be off by up to {points} percentage points."
    ),
    "stat.error_unknown": Source(
        "About {share} % of the topics were only suggested by the computer. How far that can be trusted is not known "
        "yet: too few people have checked suggestions."
    ),
}
