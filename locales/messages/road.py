"""What became of a note: statuses, answers, pilot actions, and being told."""

from __future__ import annotations

from locales.messages.source import Source, button

STATUS = "What the town did with a citizen's note; begins a line, e.g. “Accepted: from September a bus goes …”."
SCALE = "One of seven steps of citizens' say in an action; after “How much say citizens have: ”."

SOURCES: dict[str, Source] = {
    "status.received": Source("Received", comment=STATUS),
    "status.considering": Source("Being looked at", comment=STATUS),
    "status.accepted": Source("Accepted", comment=STATUS),
    "status.in_progress": Source("Begun", comment=STATUS + " Work on it has begun."),
    "status.done": Source("Done", comment=STATUS),
    "status.rejected": Source("Not possible", comment=STATUS),
    "status.referred": Source("Passed on", comment=STATUS),
    "status.referred_to": Source(
        "Passed on to {department}", comment=STATUS + " {department}: a part of the town hall."
    ),
    # an answer as its authors get it
    "answer.you_wrote": Source("You wrote on {date}: “{text}”", comment="Quotes the person's own note."),
    "answer.you_said": Source(
        "On {date} you sent us a voice note.", comment="Instead of a quotation, for a note that was spoken."
    ),
    "answer.and_more": Source(
        "… and {n} more note of yours", "… and {n} more notes of yours", comment="After some quoted notes."
    ),
    "answer.what": Source("{status}: {text}", comment="“Accepted: from September …”"),
    "answer.what_only": Source("{status}.", comment="“Received.”"),
    "answer.why": Source("Why: {reason}", comment="{reason}: a sentence that the town wrote."),
    "answer.people": Source(
        "{n} person wrote about this.",
        "{n} people wrote about this.",
        comment="“This”: the same matter as the quoted note.",
    ),
    "answer.link": Source("Read more: {link}"),
    "answer.thanks": Source("Thank you for saying it all the same.", comment="After a “no” with its reason."),
    "answer.corrected": Source(
        "We have to correct our answer to your note “{text}”.",
        comment="{text}: the person's own note. The corrected answer follows.",
    ),
    "answer.corrected_voice": Source("We have to correct our answer to your voice note of {date}."),
    "button.details": button("Details", limit=16, comment="Noun: more about the answer."),
    "button.follow": button("Follow it", limit=20, comment="Follow a pilot action: get news of it."),
    "button.unfollow": button("No more news of it", comment="Stop following the pilot action."),
    "button.tell": button(
        "Tell us more", limit=22, comment="The person may add something to the note that was answered."
    ),
    "button.the_note": button("My note", limit=22),
    "button.actions": button("What the town does", limit=26, comment="Leads to the list of the town's pilot actions."),
    # one's notes
    "mine.road": Source("↳ {status}, {date}", comment="Under a line of one's own notes: what became of it."),
    "mine.road_text": Source(
        "↳ {status}, {date}: {text}", comment="Under a line of one's own notes: what became of it."
    ),
    "road.step": Source("{date} · {status}", comment="One step of what became of a note."),
    "road.step_corrected": Source("{date} · {status} (put right later)", comment="A step that a later one corrects."),
    "road.none": Source("Nobody has answered this note yet. As soon as somebody does, you will hear of it."),
    "tell.ask": Source("What would you like to add? Just write it."),
    "tell.done": Source("Thank you. The town sees that this belongs to your earlier note."),
    "tell.left": Source("All right.", comment="The person decided not to add anything."),
    # pilot actions
    "action.list": Source("What {town} does about what people wrote:"),
    "action.item": Source("• {title}", comment="One of a list of actions."),
    "action.head": Source(
        "{town} does something about it: {title}", comment="Headline; {title} is the title of a pilot action."
    ),
    "action.partners": Source("Together with: {partners}", comment="{partners}: names of organisations, a list."),
    "action.level": Source(
        "How much say citizens have: {level}",
        comment="One of the seven steps follows, such as “2 – a formal partnership”.",
    ),
    "action.aimed": Source("The aim: {level}", comment="After “How much say citizens have: …”."),
    "action.milestone": Source("{date}: {text}", comment="A step of an action."),
    "action.news": Source("News of “{title}”:", comment="The news follow on the next line."),
    "action.if_followed": Source(
        "If you follow it, we write to you at each step. For that we keep your encrypted address, nothing else. You can "
        "stop at any time.",
        comment="“It”: the pilot action.",
    ),
    "action.followed": Source("You follow it: you hear of each step.", comment="“It”: the pilot action."),
    "action.unfollowed": Source("All right, you hear no more of it.", comment="“It”: the pilot action."),
    "action.none": Source("There is no such action, or no longer."),
    "scale.1": Source("1 – hardly any", comment=SCALE + " Minimal engagement."),
    "scale.2": Source("2 – a formal partnership", comment=SCALE),
    "scale.3": Source("3 – a lively partnership", comment=SCALE + " Engaged partnership."),
    "scale.4": Source("4 – planning together", comment=SCALE + " Co-governance: joint strategic planning."),
    "scale.5": Source("5 – carrying it out together", comment=SCALE + " Co-management: joint delivery."),
    "scale.6": Source("6 – citizens do part of it", comment=SCALE + " Co-production of a service."),
    "scale.7": Source("7 – shared responsibility everywhere", comment=SCALE + " Co-responsibility in a whole sector."),
    "mydata.follows": Source(
        "What you follow", comment="A heading in the file of one's data; actions of the town follow."
    ),
    "mydata.browsers": Source(
        "{n} browser of yours may be notified of news.",
        "{n} browsers of yours may be notified of news.",
        comment="Browsers in which the person switched notifications on.",
    ),
    # notifications of the browser
    "push.on": button("Tell me when there is news", limit=32),
    "push.off": button("No more notifications", limit=32),
    "push.text": Source("This device then shows a notification when the town answers. It never shows what you wrote."),
    "push.news": Source(
        "There is news about your note.", comment="The notification itself. No content, anybody may see it."
    ),
    "push.done": Source("Done: this device tells you."),
    "push.ended": Source(
        "Done: this device tells you nothing any more.", comment="After notifications were switched off."
    ),
    "push.denied": Source("The browser does not allow notifications here. You can change that in its settings."),
}
