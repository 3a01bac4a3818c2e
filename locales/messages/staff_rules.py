"""The console's desks for a consultation's rules, for deleting one, and for the audit log."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "rules.title": button("Rules", limit=20, comment="Rules of the consultations."),
    "rules.head": Source("Rules of the consultations"),
    "rules.none": Source("There is no consultation yet."),
    "rules.people": Source("{n} person takes part.", "{n} people take part."),
    "rules.due": Source("Addresses are deleted on {date}; the notes stay, without any link."),
    "rules.retired": Source("Addresses were deleted on {date}; the notes stay, without any link."),
    "rules.endless": Source(
        "It has no end, so addresses are kept until people erase them. Set an end to change that.",
        comment="“It”: the consultation.",
    ),
    "rules.wished": Source("An admin asked to delete this consultation. Another admin has to agree."),
    "rules.open": button("Change the rules", comment="Verb: opens the form with the rules."),
    "rules.sheet": button("Data-protection sheet"),
    "rules.contact_head": Source("Who answers for the data"),
    "rules.contact_text": Source("This stands on the data-protection sheet, for everybody to read."),
    "rules.contact": Source("Office, and how to reach it", comment="Label of a field."),
    "rules.unclear": Source("Please look at this field again.", comment="Beside a field with a wrong value."),
    "rules.promised": Source("People agreed to a shorter time already, so it cannot be made longer."),
    "rules.title_field": Source("Title"),
    "rules.starts": Source("Begins", comment="Label of a date field."),
    "rules.ends": Source("Ends (empty: no end)", comment="Label of a date field."),
    "rules.results_on": Source("The town looks at the results on", comment="Label of a date field."),
    "rules.answer_by": Source("People get an answer by", comment="Label of a date field: on that day at the latest."),
    "rules.quiet_from": Source("No messages from"),
    "rules.quiet_until": Source("No messages until"),
    "rules.retention_days": Source("Days after the end until addresses are deleted"),
    "rules.voice_days": Source("Days until spoken notes are deleted"),
    "rules.blind": Source("Notes coded without a suggestion, in percent"),
    "rules.blind_text": Source("They show how far the suggestions can be trusted. Five percent is enough."),
    "rules.learning": Source("Suggestions learn from the notes of this consultation"),
    "rules.help_lines": Source(
        "Where people in danger find help", comment="Heading: telephone numbers for people in danger."
    ),
    "rules.help_lines_text": Source("Empty: the European numbers 112, 116 123 and 116 111."),
    "rules.delete_head": Source("Delete this consultation"),
    "rules.delete_text": Source(
        "All its notes, groups and results are erased, and {n} person is forgotten. Nobody can bring it back. It takes "
        "two admins.",
        "All its notes, groups and results are erased, and {n} people are forgotten. Nobody can bring it back. It "
        "takes two admins.",
    ),
    "rules.delete_ask": button("Ask to delete it"),
    "rules.delete_mine": Source("You asked for it. Now another admin has to agree."),
    "rules.delete_title": Source("To agree, write the title of the consultation"),
    "rules.delete_agree": button("Delete it for ever"),
    "rules.delete_keep": button("Keep it", comment="Takes the wish to delete back. “It”: the consultation."),
    "publish.title": button("Results", limit=20),
    "publish.head": Source("Results"),
    "publish.none": Source("Nothing is published yet."),
    "publish.public": Source("Published {n} time", "Published {n} times", comment="Link to the public page."),
    "publish.look": button("See what can be published", limit=36),
    "publish.text": Source(
        "This is what everybody would see. Numbers of too few people are left out, and others with which they could "
        "be worked out.",
        comment="“This”: the results below.",
    ),
    "publish.coding": Source("Which topics count"),
    "publish.best": Source("the best there is, also suggestions"),
    "publish.confirmed": Source("only what people confirmed"),
    "publish.threshold": Source(
        "Leave out numbers of fewer people than", comment="Label; a field with a number follows."
    ),
    "publish.show": button("Show"),
    "publish.impossible": Source("This cannot be published without giving away something about somebody."),
    "publish.left_out": Source("{n} number is left out.", "{n} numbers are left out."),
    "publish.checked": Source(
        "It was checked against {n} earlier publication.", "It was checked against {n} earlier publications."
    ),
    "publish.effect": Source(
        "Everybody can see it at once. It stays as it is and cannot be taken back.",
        comment="“It”: the published results.",
    ),
    "publish.do": button("Publish", comment="Verb."),
    "log.title": button("Log", limit=20, comment="Log of who saw and did what in the console."),
    "log.head": Source("Who saw and did what"),
    "log.text": Source("Lines are only added, never changed. They hold numbers, never texts or names."),
    "log.take": button("Take it as CSV", comment="CSV is a file format."),
    "log.when": Source("When", comment="Head of a column."),
    "log.who": Source("Who", comment="Head of a column."),
    "log.what": Source("What", comment="Head of a column."),
    "log.where": Source("Where", comment="Head of a column."),
    "log.older": button("Older lines"),
    "log.verb.saw": Source("saw", comment="In a log: somebody saw a page."),
    "log.verb.changed": Source("changed", comment="In a log: somebody changed something."),
    "log.verb.joined": Source("joined", comment="In a log: a colleague opened their link."),
    "log.verb.invited": Source("invited", comment="In a log: made a link for a colleague."),
    "log.verb.ended": Source("ended access", comment="In a log: ended a colleague's access."),
    "log.verb.made": Source("made", comment="In a log: made something new."),
    "log.verb.deletion_asked": Source("asked to delete", comment="In a log."),
    "log.verb.deletion_refused": Source("decided to keep", comment="In a log: a wish to delete was taken back."),
    "log.verb.deleted": Source("deleted", comment="In a log."),
    "log.verb.published": Source("published", comment="In a log: published results."),
    "log.verb.restored": Source("restored a backup", comment="In a log."),
}
