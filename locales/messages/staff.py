"""The frame of the staff console: entering, leaving, where things are."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "staff.title": Source("Console", comment="Title of the pages for people who work for the town."),
    "staff.enter_head": Source("Welcome to the console", comment="“Console”: the pages for staff."),
    "staff.enter_text": Source("This link opens the console once, on this device. Press the button to go in."),
    "staff.enter_link": Source("Your link", comment="Label of a field into which the link can be pasted."),
    "staff.enter": button("Go in", limit=20, comment="Verb: opens the console on this device."),
    "staff.outside": Source(
        "The console is closed on this device. Ask a colleague for a new link, or run: wellsay staff invite facilitator",
        comment="Keep the command after the colon as it is.",
    ),
    "staff.link_used": Source("This link was used already, or is too old. Please ask for a new one."),
    "staff.not_yours": Source(
        "This belongs to other colleagues. Ask an admin if you need it.",
        comment="“This”: a page or a group. “Admin”: a colleague who may do everything.",
    ),
    "staff.leave": button("Leave the console", limit=28, comment="Verb: logs out on this device."),
    "staff.left": Source("You have left the console on this device."),
    "staff.skip": Source("To the page", comment="Link for keyboard users at the top of the page."),
    "staff.home": button("Overview", limit=20, comment="Noun: the first page of the console."),
    "staff.language": Source("Language", comment="Label of a choice."),
    "staff.save": button("Save", limit=16, comment="Verb."),
    "role.admin": Source("admin", comment="Role of a person who works for the town: may do everything."),
    "role.officer": Source("officer", comment="Role: answers citizens' notes for the town."),
    "role.facilitator": Source("facilitator", comment="Role: leads meetings with groups."),
    "role.viewer": Source("viewer", comment="Role: sees results, changes nothing."),
    "town.head": Source("Which town is this for?"),
    "town.name": Source("Name of the town"),
    "town.country": Source("Country"),
    "town.make": button("Set up the town", limit=28, comment="Creates the town in the program."),
    "town.language": Source("Language that most people there speak"),
    "town.head_text": Source(
        "You answer this once. It decides the time zone, and in which language we begin.",
        comment="“It decides”: the town's country decides.",
    ),
    "overview.none": Source("There is no group yet. Make the first one: it takes a minute.", comment="“Make”: create."),
    "colleagues.title": button("Colleagues", limit=20),
    "colleagues.head": Source("Who works here"),
    "colleagues.you": Source("this is you", comment="Mark in a list of colleagues."),
    "colleagues.ended": Source("access ended", comment="Mark beside a colleague whose access was ended."),
    "colleagues.end": button("End access", comment="Verb: ends a colleague's access to the console."),
    "colleagues.invite_head": Source("Invite somebody"),
    "colleagues.role": Source(
        "What they will do", comment="Label of a choice of roles: admin, officer, facilitator, viewer."
    ),
    "colleagues.label": Source("Where they work (optional)", comment='Label of a field, for instance "library".'),
    "colleagues.invite": button("Make a link", comment="Creates a link with which a colleague enters."),
    "colleagues.link": Source(
        "Send this link to your colleague. It works once, for {n} day.",
        "Send this link to your colleague. It works once, for {n} days.",
    ),
    "town.unnamed": Source("Please write the name of the town."),
}
