"""The web chat's own words."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "web.title": Source("{town} listens", comment="Title of the web page; {town} is the town's name."),
    "web.conversation": Source("Conversation", comment="Name of the list of messages, for screen readers."),
    "web.write_here": Source("Write one idea …", comment="Hint in the empty text field."),
    "web.label": Source("Your note", comment="Name of the text field, for screen readers."),
    "web.send": button("Send", limit=16, comment="Verb."),
    "web.menu": button("Menu", limit=16),
    "web.close": button("Close", limit=16, comment="Verb: closes the menu."),
    "web.offline": Source(
        "No network. Your notes wait here and are sent later.",
        comment="The phone or computer has no connection at the moment.",
    ),
    "web.waiting": Source("{n} note waits to be sent.", "{n} notes wait to be sent."),
    "web.waiting_mark": Source("waiting", comment="Mark on a note that waits to be sent."),
    "web.sent_again": Source("Everything is sent.", comment="The notes that waited are now sent."),
    "web.failed": Source("That did not work. Please try again."),
    "web.return_head": Source("Your personal link"),
    "web.return_text": Source("With this link you come back to your notes on any device. Keep it to yourself."),
    "web.return_copy": button("Copy the link"),
    "web.return_copied": Source("Copied."),
    "web.next_person": button("Next person", comment="Hands a shared device (a school's tablet) to the next person."),
    "web.next_person_text": Source(
        "This device forgets you at once. Your notes stay stored; your personal link still works."
    ),
    "web.next_person_done": Source("This device has forgotten the person before you."),
    "web.not_found": Source("This page does not exist. Please check the address."),
    "web.link_over": Source(
        "This link does not work any more. Please join again with the code.",
        comment="“Join again”: go in with the group's code.",
    ),
    "web.too_long": Source("This text is too long. Please send it in two parts."),
    "web.bad_request": Source("The page sent something that we could not read. Please load it again."),
    "web.too_many": Source("That was very fast. Please wait a minute and try again."),
    "web.record": button("Speak a note", comment="Verb: starts recording one's voice."),
    "web.record_stop": button("Stop and send"),
    "web.record_cancel": button("Throw away", comment="Throws the recording away without sending it."),
    "web.record_denied": Source("The microphone is not allowed. You can write instead."),
    "web.download_text": button("My data, to read", comment="Downloads one's own data as a text that people can read."),
    "web.download_json": button("My data, as JSON", comment="JSON is a file format."),
    "web.home_head": Source("Which consultation would you like to join?"),
    "web.home_code": Source("Join code", comment="Label of a field. The code of a group, as on its sheet."),
    "web.home_join": button("Join", limit=16, comment="Verb: go in with the code."),
    "web.home_open": button(
        "Answer without a code", limit=34, comment="The questions for everybody in town, without a code."
    ),
    "web.qr_head": Source("Scan this with your phone", comment="Above a QR code on a poster or screen."),
    "web.qr_or": Source(
        "or open {address} and enter the code {code}", comment="Goes on from “Scan this with your phone”."
    ),
    "web.qr_local": Source(
        "Phones cannot open {address}: it is only this machine. Start Wellsay with --lan, or set WELLSAY_PUBLIC_URL.",
        comment="Shown instead of a QR code to whoever runs the program.",
    ),
    "web.skip": Source("To the text field", comment="Link for keyboard users at the top of the page."),
    "web.new_message": Source("{n} new message", "{n} new messages", comment="Told to screen readers."),
}
