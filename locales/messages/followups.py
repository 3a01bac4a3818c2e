"""What comes unasked: invitations, reminders, results, words from the town. Warm, short, with one way back in."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "unasked.free": Source("{town} writes to you:\n{text}", comment="{text} is what somebody of the town wrote."),
    "unasked.digest": Source(
        "{n} message for you, in one go:",
        "{n} messages for you, in one go:",
        comment="Above several messages that would be too many one by one; {n} is 2 or more.",
    ),
    "unasked.meeting": Source(
        "{group} meets again on {date} at {time}. It would be lovely to have you there!",
        comment="Invitation to the second meeting of a group. {group} is its name, {time} a time of day.",
    ),
    "unasked.third": Source(
        "On {date} at {time} all groups of {town} meet and look at the first results. You are warmly invited!",
        comment="Invitation to the third meeting.",
    ),
    "unasked.question4": Source(
        "Thank you again for your notes! One question is left: {text}",
        comment="{text} is the question. Comes some days after the first meeting.",
    ),
    "unasked.reminder": Source(
        "Your {n} note is safe. There is a little left to answer, whenever you like.",
        "Your {n} notes are safe. There is a little left to answer, whenever you like.",
        comment="A kind reminder to finish, never a reproach.",
    ),
    "unasked.reminder_first": Source(
        "You are welcome to begin whenever you like. One short answer is enough.",
        comment="A kind reminder to somebody who takes part and has written nothing yet.",
    ),
    "button.enter": button(
        "Go on here →", comment="Leads back into the talk. Arrow: use ← in right-to-left languages."
    ),
    "enter.closed": Source("This has ended, so nothing more can be written here. Thank you for coming back!"),
}
