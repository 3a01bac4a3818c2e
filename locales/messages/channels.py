"""Words that only one channel or file says: the terminal, Telegram's own menus, the file of one's data."""

from __future__ import annotations

from locales.messages.source import Source

SOURCES: dict[str, Source] = {
    "telegram.description": Source(
        "Your town asks: what makes life good here, and what makes it hard? Answer in three minutes, without your name.",
        comment="Shown in an empty chat before the first message; at most 512 characters.",
        limit=512,
    ),
    "telegram.short_description": Source(
        "Tell your town what makes life good, and what makes it hard. Without names.",
        comment="Shown on the bot's profile; at most 120 characters.",
        limit=120,
    ),
    "terminal.hint": Source(
        "Write and press Enter. A number after a colon presses a button, for example :1. Ctrl-D ends.",
        comment="For the test version in a terminal. Enter and Ctrl-D are keys.",
    ),
    "demo.influence": Source(
        "In a real consultation, this line says what influence the answers have.",
        comment="Placeholder in the demonstration where a town writes what the answers can change.",
    ),
    "mydata.title": Source("What is stored about you"),
    "mydata.person": Source(
        "Your number here: {id}. There is no name.", comment="{id}: a random id of letters and digits."
    ),
    "mydata.since": Source("Since {date}", comment="The day on which the person first came."),
    "mydata.language": Source("Language: {name}", comment="{name}: a language in its own name."),
    "mydata.address": Source(
        "Address on {channel}, kept encrypted: {address}", comment="{channel}: e.g. telegram or web."
    ),
    "mydata.consents": Source("What you agreed to"),
    "mydata.consent": Source("On {date}, in {name}:", comment="{name}: a language. The exact words follow."),
    "mydata.notes": Source("Your notes"),
    "mydata.note": Source("{n}. {text}"),
    "mydata.note_question": Source("Question: {text}"),
    "mydata.note_topic": Source("Topic you chose: {code}", comment="{code}: the topic in words."),
    "mydata.note_suggested": Source("Topic that was suggested: {code}", comment="{code}: the topic in words."),
    "mydata.note_safe": Source(
        "What others see: {text}", comment="{text}: the note without phone numbers and the like."
    ),
    "mydata.note_review": Source(
        "Waiting: a facilitator checks whether it names somebody", comment="A line under a note. “It”: the note."
    ),
    "mydata.note_wall": Source("Kept off the wall", comment="A line under a note: it is not shown on the wall."),
    "mydata.note_star": Source("Starred by you", comment="A line under a note: the person gave it a star."),
    "mydata.note_place": Source("Place: {latitude}, {longitude}", comment="Coordinates, as numbers."),
    "mydata.note_voice": Source(
        "Voice recording: {n} second, deleted on {date}",
        "Voice recording: {n} seconds, deleted on {date}",
        comment="{n} is the length. The recording will be deleted on {date}.",
    ),
    "mydata.messages": Source("{n} message of ours to you is stored.", "{n} messages of ours to you are stored."),
    "mydata.also": Source(
        "{n} more entry about you is in the file wellsay.json.",
        "{n} more entries about you are in the file wellsay.json.",
        comment="The file goes out together with this text.",
    ),
    "mydata.rights": Source("/forget erases all of this."),
    "channel.full": Source(
        "I cannot keep anything right now. What you wrote is not lost: it waits, and I answer as soon as I can.",
        comment="The machine has no room left for a while.",
    ),
}
