"""What a facilitator does with the wall."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "staff_wall.tools": Source("For you as facilitator", comment="Name of the buttons that only she sees."),
    "staff_wall.title": Source("The wall of {group}", comment="Headline; {group} is the group's name."),
    "staff_wall.open": button("Open the wall", comment="Verb."),
    "staff_wall.freeze": button("Let it stand still", comment="Nothing new appears on the wall."),
    "staff_wall.unfreeze": button("Let it go on", comment="New notes appear on the wall again."),
    "staff_wall.counts": button("Numbers only"),
    "staff_wall.uncounts": button("Show the notes"),
    "staff_wall.moderate": button(
        "Look at notes first", comment="Notes appear only after the facilitator allowed each."
    ),
    "staff_wall.unmoderate": button("Show notes at once", comment="Notes appear without being looked at first."),
    "staff_wall.hide": button("Take it off", comment="Takes one note off the wall."),
    "staff_wall.hidden": Source("The note is off the wall.", comment="Said after the note was taken off the wall."),
    "staff_wall.back": button("Let it back", comment="One note may be on the wall again."),
    "staff_wall.queue": button("{n} to look at", "{n} to look at", comment="So many notes wait for a look."),
    "staff_wall.queue_head": Source("Look at these first"),
    "staff_wall.queue_none": Source("Nothing waits for a look."),
    "staff_wall.named": Source("May name somebody", comment="Mark on a note."),
    "staff_wall.pass": button("Show it", comment="Verb: shows this note on the wall."),
    "staff_wall.pass_all": button(
        "Show all without a mark", comment="All notes that are not marked “may name somebody”."
    ),
    "staff_wall.hidden_head": Source("Taken off the wall", comment="Heading over notes that were taken off the wall."),
    "staff_wall.alone": Source(
        "{n} note waits: nobody else here writes in its language, so everybody would know whose it is.",
        "{n} notes wait: nobody else here writes in their languages, so everybody would know whose they are.",
    ),
    "staff_wall.show": button("Show waiting notes now"),
    "staff_wall.show_text": Source(
        "In a small group, ask first whether that is fine with everybody.",
        comment="Explains the button “Show waiting notes now”.",
    ),
    "staff_wall.second": button("By topic, to discuss", comment="Second meeting: all notes, disputed ones first."),
    "staff_wall.second_head": Source("Is every note in its place?", comment="Headline in the second meeting."),
    "staff_wall.live": button("The live wall", comment="Back to the wall as it is now."),
    "staff_wall.author": Source(
        "Author chose: {author} · Suggested: {suggested}", comment="Two topics, about one note."
    ),
    "staff_wall.differ": Source(
        "Facilitators differ: {topics}", comment="{topics} are topics with commas between them."
    ),
}
