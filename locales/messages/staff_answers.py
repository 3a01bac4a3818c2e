"""The officer's desk: finding notes, answering many with one message, correcting, departments."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "answers.title": button("Answers", limit=20, comment="Noun: place in the console where officers answer notes."),
    "answers.head": Source("Find notes and answer them"),
    "answers.words": Source("Words", comment="Label of a search field: words to look for."),
    "answers.words_hint": Source(
        "In any language; accents do not matter. A comma stands between alternatives: bus, λεωφορείο",
        comment="Keep the two example words, or use others.",
    ),
    "answers.code": Source("Topic", comment="Label of a choice: one of the topics."),
    "answers.group": Source("Group"),
    "answers.consultation": Source("Consultation"),
    "answers.status": Source("Status", comment="Label: what the town did with a note (received, accepted …)."),
    "answers.language": Source("Language"),
    "answers.question": Source("Question"),
    "answers.place": Source("Near a place", comment="Label: notes near a spot on the map."),
    "answers.place_hint": Source("Latitude, longitude, kilometres: 40.94, 24.41, 1"),
    "answers.all": Source("all", comment="In a choice: any topic, any group …"),
    "answers.find": button("Find", limit=18, comment="Verb: starts the search."),
    "answers.found": Source(
        "{n} note · languages: {languages} · known people: {people}",
        "{n} notes · languages: {languages} · known people: {people}",
        comment="{languages} and {people} are numbers; “known”: not counting notes of unknown authors. Best as labels: “3 notes · languages: 2 · people: 3”.",
    ),
    "answers.none": Source("No note fits. Try fewer words."),
    "answers.waits": Source("A facilitator has to look at this note first.", comment="Instead of a note's words."),
    "answers.adds": Source(
        "Adds to: {text}", comment="A note that adds to an earlier note; {text} is the earlier one."
    ),
    "answers.all_found": Source(
        "All {n} that were found",
        "All {n} that were found",
        comment="Beside a tick box: answer all notes of the search, not only those ticked.",
    ),
    "answers.write": button("Answer these notes", limit=28, comment="Verb: opens the answer to the ticked notes."),
    "answers.pick": Source("Please tick at least one note."),
    "answers.earlier": button("Newer", limit=18, comment="Leads to newer notes in a list."),
    "answers.later": button("Older", limit=18, comment="Leads to older notes in a list."),
    "answers.loop": Source(
        "Answered: {answered} of {notes} notes ({share} %)", comment="How many notes have an answer; three numbers."
    ),
    "answers.recent": Source("Answers so far", comment="Heading over a list of answers."),
    "answers.of_notes": Source("{n} note", "{n} notes"),
    "answers.draft": Source("draft", comment="State of an answer: not sent yet. Noun or adjective."),
    "answers.sent": Source("sent on {date}", comment="State of an answer."),
    "answers.withdrawn": Source("taken back", comment="State of an answer: staff took it back."),
    "answers.corrected": Source("put right later", comment="State of an answer: a later answer corrects it."),
    "answers.at_department": Source(
        "{n} note waits at your department: {department}.",
        "{n} notes wait at your department: {department}.",
        comment="{department}: the name of a department of the town hall.",
    ),
    # one answer
    "answer.head_new": Source(
        "Your answer to {n} note",
        "Your answer to {n} notes",
        comment="Headline of the page where an answer is written.",
    ),
    "answer.head_correction": Source("A correction for {n} note", "A correction for {n} notes"),
    "answer.text": Source(
        "What happens, in {name}", comment="Label of a field: what the town does. {name}: a language in its own name."
    ),
    "answer.reason": Source(
        "Why, in {name}", comment="Label of a field: the reason. {name}: a language in its own name."
    ),
    "answer.more_languages": Source("More languages"),
    "answer.link_label": Source("A page where people can read on", comment="Label of a field for a web address."),
    "answer.department": Source("Department"),
    "answer.action": Source("Pilot action that people can follow"),
    "answer.none": Source("none", comment="In a choice: no department, no action."),
    "answer.standing": Source(
        "New notes that this search finds get the answer at once: {theme}",
        comment="Beside a tick box. {theme}: what was searched for.",
    ),
    "answer.save": button(
        "Save and look at it", limit=28, comment="Saves the draft and shows it as people will see it."
    ),
    "lacks.text": Source("Say what happens, in at least one language.", comment="Beside a field that is empty."),
    "lacks.reason": Source("A “no” needs its reason. Please write why.", comment="A “no”: the status “Not possible”."),
    "lacks.department": Source(
        "To which department does it go? Please choose.", comment="“It”: the notes that are passed on."
    ),
    "lacks.notes": Source("There is no note left that this could answer."),
    "answer.bad_link": Source("The link must be a whole address, as the browser shows it at the top."),
    "answer.too_long": Source("A text is longer than {n} characters. Please shorten it."),
    "answer.reaches": Source("{n} person gets it.", "{n} people get it.", comment="“It”: the answer."),
    "answer.in_language": Source("{name}: {n}"),
    "answer.falls_back": Source(
        "There is no text in {name}. They read it in {other}.",
        comment="{name} and {other}: languages in their own names. “They”: people who use {name}.",
    ),
    "answer.stopped": Source("{n} person wants no more messages.", "{n} people want no more messages."),
    "answer.unreachable": Source(
        "{n} person cannot be reached.",
        "{n} people cannot be reached.",
        comment="There is no address for them any more.",
    ),
    "answer.nobodys": Source(
        "{n} note has no author whom we could write to.",
        "{n} notes have no author whom we could write to.",
        comment="For instance notes from paper.",
    ),
    "answer.fetch": Source(
        "{n} person reads it when they come back to the page; {pushed} of them get a notification.",
        "{n} people read it when they come back to the page; {pushed} of them get a notification.",
        comment="People who use the web page and have no other channel. {pushed}: a number.",
    ),
    "answer.takes": Source("Sending takes about {n} second.", "Sending takes about {n} seconds."),
    "answer.hours": Source(
        "It goes out at decent hours, and at most two messages a week to one person.", comment="“It”: the answer."
    ),
    "answer.as_seen": Source("As people will see it", comment="Heading over a preview. “It”: the message."),
    "answer.every": Source("Look at everybody's message", comment="Link that shows every preview, not only some."),
    "answer.send": button("Send it to {n} person", "Send it to {n} people", limit=32),
    "answer.send_nobody": button(
        "Store it without sending",
        limit=36,
        comment="“Note”: verb, to write down. Stores the answer when there is nobody to send it to.",
    ),
    "answer.discard": button("Throw the draft away", limit=28),
    "answer.correct": button("Put it right", limit=24, comment="Verb: writes a correction of the answer."),
    "answer.withdraw": button(
        "Take it back", limit=24, comment="Verb: takes the answer back before anybody has got it."
    ),
    "answer.too_late": Source("It has reached somebody already. You can still put it right."),
    "answer.standing_on": button(
        "Answer new notes too", limit=30, comment="New notes of the same search get this answer too."
    ),
    "answer.standing_off": button(
        "Leave new notes alone", limit=30, comment="New notes of the same search no longer get this answer."
    ),
    "answer.counts": Source(
        "What became of it", comment="Heading over numbers: what became of the answer that was sent."
    ),
    "answer.delivered": Source("Delivered: {n}", comment="So many messages. {n} may be 0."),
    "answer.waiting": Source("Waiting: {n}", comment="So many messages that are not sent yet. {n} may be 0."),
    "answer.failed": Source("Failed: {n}", comment="So many messages. {n} may be 0."),
    "answer.left": Source(
        "Left the channel: {n}", comment="“Left”: went away; so many people blocked the bot. Not the direction."
    ),
    "answer.stopped_count": Source("Want no messages: {n}", comment="So many people. {n} may be 0."),
    "answer.unreachable_count": Source("Unreachable: {n}", comment="So many people. {n} may be 0."),
    "answer.nobodys_count": Source("Notes without a known author: {n}"),
    "answer.notes": Source("The notes", comment="Heading over the notes that are answered."),
    "answer.corrects": Source("It puts an earlier answer right.", comment="“It”: this answer."),
    "answer.back": button("Back to the search", limit=26),
    # departments
    "departments.title": button("Departments", limit=20),
    "departments.head": Source("Departments of the town hall"),
    "departments.none": Source("There is no department yet."),
    "departments.name": Source("Name"),
    "departments.days": Source(
        "Remind after so many days",
        comment="Label of a field: an officer is reminded after so many days without an answer.",
    ),
    "departments.make": button("Add the department", limit=28),
    "departments.officers": Source(
        "{n} officer",
        "{n} officers",
        comment="“Officer”: somebody who answers notes for the department; no police, no military.",
    ),
    "departments.waiting": Source("{n} note waits", "{n} notes wait", comment="So many notes wait for an answer."),
    "departments.assign": Source("Who works where", comment="Heading: which colleague belongs to which department."),
    "departments.move": button("Save", limit=16, comment="Verb: stores who works where."),
    "departments.invite": button("Invite an officer", limit=28),
    "referral.new": Source(
        "{n} note was passed on to you: {department}.", "{n} notes were passed on to you: {department}."
    ),
    "referral.reminder": Source(
        "{n} note still waits for an answer from you: {department}.",
        "{n} notes still wait for an answer from you: {department}.",
    ),
    "referral.note": Source("“{text}”", comment="A quoted note; only the quotation marks differ."),
    "referral.link": Source("Answer here: {link}"),
}
