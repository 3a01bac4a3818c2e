"""Notes: receipts, choosing a topic, splitting, editing, and things that are not text."""

from __future__ import annotations

from locales.messages.source import Source, button

LINE = "One line under a note; {n} is its number, {text} the note's own words, {code} a topic such as “Noise and cleanliness”."

SOURCES: dict[str, Source] = {
    "receipt.ask": Source("{n} ✎ {text} → {code}?", comment=LINE + " Arrow: use ← in right-to-left languages."),
    "receipt.unsure": Source("{n} ✎ {text} – which fits best?", comment=LINE),
    "receipt.confirmed": Source("{n} ✓ {text} · {code}", comment=LINE),
    "receipt.plain": Source("{n} ✎ {text}", comment=LINE),
    "receipt.deleted": Source("{n} ✗ deleted", comment=LINE),
    "receipt.voice": Source("{n} 🎤 voice note", comment=LINE),
    "receipt.of": Source("Note {i} of {total}", comment="Place of a note in one's list, e.g. “Note 3 of 12”."),
    "receipt.off_wall": Source("This note is not shown on the wall."),
    "receipt.has_place": Source("This note has a place.", comment="“Place”: a spot on the map that the person sent."),
    "button.yes": button("✓ Yes"),
    "button.another": button("Another…", comment="Another topic than the ones suggested.", limit=18),
    "button.menu": button("⋯", comment="More to do with this note; leave as it is."),
    "button.all_right": button(
        "✓ All {n} right", "✓ All {n} right", comment="{n} is 2 or more: all suggested topics are right."
    ),
    "button.each": button("Look at each", comment="Go through the suggested topics one by one."),
    "button.list": button("List", comment="Noun: shows all one's notes as a list."),
    "button.previous_note": button("‹", comment="The note before; turn the mark in right-to-left languages."),
    "button.next_note": button("›", comment="The next note; turn the mark in right-to-left languages."),
    "button.back": button("← Back", comment="To the view before. Arrow: use → in right-to-left languages."),
    "button.edit": button("Change the text", limit=24),
    "button.delete": button("Delete", limit=20),
    "button.restore": button("Bring it back", comment="Brings a deleted note back."),
    "button.off_wall": button("Keep off the wall", limit=26, comment="Do not show this note on the wall."),
    "button.on_wall": button("Show on the wall", limit=26),
    "button.other_topic": button("Another topic", limit=22, comment="Choose another topic than the suggested one."),
    "choose.family": Source("{n} ✎ {text}\nWhat is it about?", comment=LINE),
    "choose.component": Source("{n} ✎ {text}\nWhich fits best?", comment=LINE),
    "choose.line": Source("• {name}: {text}", comment="A topic and its one-line explanation."),
    "split.ask": Source("{n} idea in one?", "{n} ideas in one?", comment="{n} is 2 or more. “Three ideas in one?”"),
    "button.split": button("Make it {n} note", "Make it {n} notes", comment="{n} is 2 or more."),
    "button.keep_one": button("Keep as one", comment="Do not split the text: it stays one note."),
    "note.no_words": Source("I could not find any words in this. Please write it in a few words."),
    "note.over": Source("This consultation is over, so I cannot take new notes. Thank you!"),
    "edit.ask": Source("Write the new text.", comment="For a note that the person wants to change."),
    "edit.done": Source("Note {n} is changed.", comment="{n} is the number of the note in one's list."),
    "edit.left": Source("All right, it stays as it is.", comment="“It”: the note. Said after “Leave it as it is”."),
    "edit.gone": Source(
        "Note {n} was deleted or split. /mine shows your notes.",
        comment="The note cannot be changed any more. {n} is its number.",
    ),
    "button.leave_it": button("Leave it as it is", comment="Do not change the note after all."),
    "mine.head": Source("You have {n} note.", "You have {n} notes."),
    "mine.none": Source("You have not written any notes yet."),
    "mine.open": Source("{n}. {text}", comment="Button that opens a note of one's own."),
    "mine.starred": Source("⭐ {line}", comment="A line of one's own notes, with a star."),
    "mine.off_wall": Source("{line} (not on the wall)", comment="A line of one's own notes."),
    "mine.all_checked": Source(
        "All your notes are checked. Thank you!", comment="The author has said for every note which topic is right."
    ),
    "button.review": Source(
        "Check {n} note",
        "Check {n} notes",
        comment="Button: confirm the topics of the notes that are still open.",
        limit=32,
    ),
    "button.stale": Source(
        "This button no longer works. Just go on writing, or use /help.", comment="/help is a command."
    ),
    "forward.ask": Source(
        "This was written by somebody else. Is it your idea, too?",
        comment="A message by somebody else that the person forwarded to the bot.",
    ),
    "forward.kept": Source("Good, it is your note now.", comment="After “Yes, mine too”."),
    "forward.left": Source(
        "All right, I leave it out.", comment="“It”: the forwarded message, which does not become a note."
    ),
    "button.forward_yes": button("Yes, mine too"),
    "button.forward_no": button("No"),
    "voice.what_happens": Source(
        "A person will listen to it and type what you said. Then the sound is deleted.",
        comment="“It”: the voice message that was just sent.",
    ),
    "voice.typed": Source(
        "Somebody listened to your voice note {n} and typed:\n“{text}”\nIs that what you said?",
        comment="{n} is the number of the note; {text} is what was typed.",
    ),
    "button.heard": button("✓ That is right", limit=24, comment="Yes, that is what I said."),
    "voice.early": Source("Please take part first, then send your voice message once more."),
    "other.voice_lost": Source("I could not fetch your voice message. Please send it once more."),
    "place.ask": Source(
        "Shall I add this place to note {n}?",
        comment="“Place”: a location sent from the phone. {n} is the number of the latest note.",
    ),
    "place.kept": Source(
        "Done: note {n} has this place, to within about 100 metres.",
        comment="For privacy the place is kept only roughly.",
    ),
    "place.left": Source("All right, without the place."),
    "place.no_note": Source("Please write a note first. Then you can add the place."),
    "button.place_yes": button("Yes, add it", comment="Add the place to the note."),
    "button.place_no": button("No"),
    "other.sticker": Source("Nice sticker! I can only read words, though. What do you want to say with it?"),
    "other.photo": Source("I cannot look at pictures. Please say it in a few words."),
    "other.video": Source("I cannot watch videos. Please say it in a few words, or send a voice message."),
    "other.audio": Source("I cannot listen to this file. Please record a voice message, or write."),
    "other.poll": Source(
        "Polls do not work here. Please write what you think.",
        comment="“Poll”: a poll of Telegram that somebody sent to the bot.",
    ),
    "other.document": Source(
        "I cannot open files. Please write it in a few words.", comment="“Open”: verb. A file was sent."
    ),
    "other.contact": Source(
        "I do not keep contacts, and I have not stored this one. Please write in words.",
        comment="“Contact”: somebody's entry in an address book, sent to the bot.",
    ),
    "other.voice_too_long": Source("This voice message is too long for me. Up to five minutes is fine."),
    "other.unknown": Source("I cannot read this kind of message yet. Please write it in a few words."),
}
