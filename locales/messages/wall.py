"""The wall that a group sees on a projector and on phones."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "wall.title": Source("{town}: the wall", comment="Title of the page where notes hang as on a wall of post-its."),
    "wall.skip": Source("To the notes", comment="Link for keyboard users at the top of the page."),
    "wall.begin": Source("We begin soon. Join with your phone.", comment="On the wall before a meeting begins."),
    "wall.everything": Source("What people say", comment="Headline over the answers to all questions."),
    "wall.now": button("Now", comment="Shows the question that is asked now.", limit=24),
    "wall.all": button("All questions", limit=24),
    "wall.here": Source("{n} here", "{n} here", comment="So many people are in the meeting. As short as can be."),
    "wall.take_part": Source("{n} takes part", "{n} take part", comment="So many people, without a meeting. Short."),
    "wall.writing": Source("{n} writing", "{n} writing", comment="So many people are writing now. As short as can be."),
    "wall.notes": Source("{n} note", "{n} notes"),
    "wall.more": Source("and {n} more", "and {n} more", comment="So many more notes, which do not fit."),
    "wall.none": Source("No notes yet. They will appear here."),
    "wall.waiting": Source(
        "{n} note waits. In a small group notes come together and mixed, so that nobody can tell whose is whose.",
        "{n} notes wait. In a small group notes come together and mixed, so that nobody can tell whose is whose.",
        comment="On the wall; so many notes are not shown yet.",
    ),
    "wall.frozen": Source("The wall stands still", comment="Nothing new appears until the facilitator says so."),
    "wall.over": Source("This is over. Thank you!", comment="On the wall after the meeting."),
    "wall.unsorted": Source("Not sorted yet", comment="Heading over notes that have no topic yet."),
    "wall.lost": Source(
        "No connection. The wall goes on by itself.",
        comment="The screen has lost its connection; new notes come when it is back.",
    ),
    "wall.time": Source("Time left", comment="Name of a clock that runs down, for screen readers."),
    "wall.full": button("Full screen", limit=24),
    "wall.still": button("Stop moving", comment="Lists on the wall no longer scroll by themselves.", limit=24),
    "wall.move": button("Move again", comment="Lists on the wall scroll by themselves again.", limit=24),
    "wall.topics": button("All topics", comment="Shows all families again, not one alone.", limit=24),
    "wall.language": Source("Language", comment="Name of a choice of languages."),
    "wall.pages": Source("Questions", comment="Name of the list of questions, for screen readers."),
}
