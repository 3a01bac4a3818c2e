"""The data-protection sheet, and the receipt of whoever was forgotten."""

from __future__ import annotations

from locales.messages.source import Source

SOURCES: dict[str, Source] = {
    "about.sheet": Source("All about your data, on one page:", comment="A web address follows on the next line."),
    "forget.receipt_all": Source(
        "Your receipt: everything stored under the number {id} was erased on {date}.",
        comment="{id}: a random id of letters and digits.",
    ),
    "forget.receipt_link": Source(
        "Your receipt: the number {id} was erased on {date}, and with it every link to you.",
        comment="{id}: a random id of letters and digits.",
    ),
    "forget.address": Source(
        "We still need the address of this chat to tell you this. It is erased within 24 hours.",
        comment="“This”: that everything was erased.",
    ),
    "sheet.title": Source(
        "Your data in this consultation", comment="“Sheet” here: the page about data protection. Title of the page."
    ),
    "sheet.who_head": Source("Who asks", comment="Heading: who asks the questions."),
    "sheet.who": Source("{town} asks: {title}.", comment="{title}: the consultation's title."),
    "sheet.contact": Source(
        "Questions about your data: {contact}", comment="{contact}: an office and how to reach it, in the town's words."
    ),
    "sheet.contact_none": Source("Questions about your data: please ask at the town hall."),
    "sheet.why_head": Source("Why", comment="Heading: why the data are needed."),
    "sheet.why": Source("To learn what makes life good here and what makes it hard, and to act on it."),
    "sheet.basis": Source(
        "We may use your data only because you agreed. You can take that back at any time, without giving a reason.",
        comment="The legal basis: consent.",
    ),
    "sheet.sensitive": Source(
        "What you write may say something about your health, your belief or your political views. Write only what you "
        "want to tell, and no names."
    ),
    "sheet.what_head": Source("What we keep", comment="Heading of a list."),
    "sheet.notes": Source(
        "your notes and the topics that you chose for them",
        comment="A line of a list under “What we keep”; no capital.",
    ),
    "sheet.language": Source(
        "your language, when you took part, and the words you agreed to",
        comment="A line of a list under “What we keep”; no capital.",
    ),
    "sheet.address": Source(
        "an encrypted address, so that we can write back to you",
        comment="A line of a list under “What we keep”; no capital.",
    ),
    "sheet.voice": Source(
        "spoken notes, encrypted, for {n} day",
        "spoken notes, encrypted, for {n} days",
        comment="A line of a list under “What we keep”: kept for so many days.",
    ),
    "sheet.place": Source(
        "a place, only if you sent one, to about 100 metres",
        comment="A line of a list under “What we keep”; kept only to within 100 metres.",
    ),
    "sheet.not_kept": Source("No name, no account. Nothing is passed on for advertising."),
    "sheet.long_head": Source("How long", comment="Heading: how long the data are kept."),
    "sheet.long_until": Source(
        "Addresses are deleted on {date}: {n} day after the end. Your notes stay, without any link to you.",
        "Addresses are deleted on {date}: {n} days after the end. Your notes stay, without any link to you.",
    ),
    "sheet.long_open": Source(
        "This consultation has no end yet. Addresses are deleted {n} day after it ends. Your notes stay, without any "
        "link to you.",
        "This consultation has no end yet. Addresses are deleted {n} days after it ends. Your notes stay, without any "
        "link to you.",
    ),
    "sheet.long_over": Source("All addresses were deleted on {date}. The notes stay, without any link to anybody."),
    "sheet.long_before": Source("If you do not take part, your address is deleted after 24 hours at most."),
    "sheet.seen_head": Source("Who sees it", comment="Heading. “It”: what people write."),
    "sheet.seen_wall": Source(
        "Others may see your notes without your name, unless you keep them off the wall. Phone numbers, addresses and "
        "links in them are hidden."
    ),
    "sheet.seen_staff": Source("People who work for {town} see the notes, but not who wrote them."),
    "sheet.seen_channel": Source(
        "If you write on Telegram, Telegram's own rules hold for what passes there. On our web page nobody else takes "
        "part.",
        comment="“What passes there”: messages on Telegram. “Nobody else takes part”: no other company sees them.",
    ),
    "sheet.seen_program": Source(
        "A program on the town's own server suggests topics. It decides nothing about you, and no text leaves the "
        "server for it."
    ),
    "sheet.seen_results": Source(
        "Published results are numbers. A number that stands for fewer than {n} person is not shown.",
        "Published results are numbers. A number that stands for fewer than {n} people is not shown.",
    ),
    "sheet.rights_head": Source("Your rights"),
    "sheet.rights_see": Source(
        "See everything about you: write /mydata in the chat.",
        comment="A line of a list under “Your rights”. /mydata is a command.",
    ),
    "sheet.rights_erase": Source(
        "Have everything erased: write /forget in the chat.",
        comment="A line of a list under “Your rights”. “It”: everything about you.",
    ),
    "sheet.rights_change": Source("Change or delete a note: write /mine in the chat."),
    "sheet.rights_stop": Source("Get no more messages: write /stop in the chat."),
    "sheet.rights_complain": Source("You can complain to the data protection authority of your country."),
}
