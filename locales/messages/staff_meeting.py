"""What facilitators read: setting up, leading a meeting, saying something to a group, the guide."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "overview.groups": Source("Groups"),
    "overview.consultations": Source("Consultations"),
    # a consultation
    "consultation.new": button("New consultation"),
    "consultation.head": Source("A new consultation"),
    "consultation.kind": Source("What kind?"),
    "consultation.kind.standard": Source("Standard", comment="Kind of consultation; adjective for “consultation”."),
    "consultation.kind.standard.line": Source("Three meetings: questions, a second look, and votes with all groups."),
    "consultation.kind.short": Source("Short", comment="Kind of consultation; adjective for “consultation”."),
    "consultation.kind.short.line": Source("One meeting: questions, the main topics, one action for each."),
    "consultation.kind.children": Source("Children", comment="Kind of consultation: for children."),
    "consultation.kind.children.line": Source(
        "Simple words, shared devices, no messages afterwards. School or parents have agreed."
    ),
    "consultation.honest": Source(
        "People see this before the first question. Say it in a few honest words.",
        comment="“This”: the four fields below.",
    ),
    "consultation.who": Source("Who takes part?"),
    "consultation.chose": Source("Who chose the questions?"),
    "consultation.part": Source("What is it part of?", comment="“It”: the consultation."),
    "consultation.influence": Source("What can the answers change?"),
    "consultation.missing": Source("Please write a few words here."),
    "consultation.results_on": Source("When does the town look at the results?"),
    "consultation.answer_by": Source(
        "By when do people get an answer?",
        comment="Label of a date field: the latest day on which people get an answer.",
    ),
    "consultation.more": Source("More", comment="Opens further fields. “More”: more settings."),
    "consultation.title": Source("Title"),
    "consultation.language": Source("Language of what you write here", comment="Label of a choice."),
    "consultation.ends_on": Source("Last day"),
    "consultation.quiet_from": Source(
        "No messages from", comment="Label of a field with a time of day; no messages are sent after it."
    ),
    "consultation.quiet_until": Source(
        "No messages until", comment="Label of a field with a time of day; no messages are sent before it."
    ),
    "consultation.retention_days": Source("Days after the end until addresses are deleted"),
    "consultation.voice_days": Source("Days until spoken notes are deleted"),
    "consultation.follow_up_days": Source(
        "Days after the first meeting until question 4 comes by itself (empty: never)",
        comment="“Empty: not”: with an empty field it never comes.",
    ),
    "consultation.budget": Source(
        "What an action may cost (shown to people)",
        comment="Free text such as 2 000 €; people see it when they write ideas.",
    ),
    "consultation.make": button("Make the consultation", limit=32),
    "consultation.fallback": Source(
        "People who read another language see the town’s language until you add theirs.",
        comment="“Theirs”: a text in their language.",
    ),
    "consultation.own_words": Source("Ask the questions in your own words"),
    "consultation.own_words_text": Source("An empty field keeps the usual words, in all languages."),
    # a group
    "group.new": button("New group"),
    "group.name": Source("Name of the group"),
    "group.missing": Source("Please write a name, such as: pensioners at the library."),
    "group.consultation": Source("Consultation"),
    "group.kind": Source("How do they take part?", comment="“They”: the people of the group."),
    "group.kind.meeting": Source("They meet", comment="A kind of group: people come together in a room."),
    "group.kind.class": Source("A school class, with shared devices"),
    "group.kind.alone": Source("Each when they like, without a meeting", comment="“Each”: every person of the group."),
    "group.kind.open": Source("Everybody in town, when they like"),
    "group.kind.mixed": Source("People of all groups, for the third meeting"),
    "group.tags": Source("Who are they?", comment="Over tick boxes such as “women”, “young people”."),
    "tag.youth": Source("young people"),
    "tag.women": Source("women"),
    "tag.newcomers": Source("newcomers"),
    "tag.workplace": Source("a workplace"),
    "tag.seniors": Source("older people"),
    "group.free": Source(
        "Other words for them, separated by commas", comment="“Them”: the people of the group. Free tags."
    ),
    "group.from": Source("First day (without a meeting)"),
    "group.until": Source("Last day (without a meeting)"),
    "group.make": button("Make the group"),
    "group.sessions": Source("Meetings"),
    "group.again": button("Next meeting", comment="Creates the next meeting of the group."),
    "group.invite": Source("How people join", comment="Heading over code, link and QR code."),
    "group.code": Source("Code:", comment="Label; the join code follows."),
    "group.link": Source("Link"),
    "group.telegram": Source("Link for Telegram"),
    "group.sheet": Source("Sheet with a QR code", comment="A printed page to hang up."),
    "group.print": button("PDF to print"),
    "group.project": button(
        "QR code on the wall", comment="Opens the QR code full-screen, for a projector. “Wall”: the wall of the room."
    ),
    "group.chat_linked": Source("The group’s own Telegram chat is linked: it gets your messages too."),
    "group.chat_how": Source(
        "The group has a Telegram chat? Add @{bot} to it and write there: {command}", comment="{command}: /link CODE"
    ),
    "group.change": Source("Name and tags", comment="“Tags”: words that say who is in the group. Heading."),
    "telegram.work": button("Work from Telegram", comment="Opens the console's work in Telegram."),
    "telegram.open": Source("Open this on your phone. It works once.", comment="“Open”: verb. “This”: the link below."),
    "telegram.button": button("Open Telegram"),
    "telegram.paste": Source("Or send this to the bot:"),
    "telegram.off": Source("Telegram is off here.", comment="The program runs without Telegram."),
    # a session
    "session.first": Source("First meeting"),
    "session.second": Source("Second meeting"),
    "session.third": Source("Third meeting"),
    "session.open": Source(
        "Questions for everybody", comment="Kind of session: questions for everybody. Adjective, not a verb."
    ),
    "session.state.planned": Source("not begun", comment="State of a meeting."),
    "session.state.running": Source("running", comment="State of a meeting."),
    "session.state.paused": Source("paused", comment="State of a meeting."),
    "session.state.closed": Source("over", comment="State of a meeting: it has ended. Not “above”."),
    "session.here": Source("{n} here", "{n} here", comment="How many people are in the meeting; {n} may be 0."),
    "session.writing": Source("{n} writing", "{n} writing", comment="How many still write; {n} may be 0."),
    "session.notes": Source("{n} note", "{n} notes", comment="{n} may be 0."),
    "session.late": Source(
        "A colleague was quicker. This is where you are now.",
        comment="Two facilitators pressed at the same time. “This is where you are”: the step shown now.",
    ),
    "session.planned": Source("People can join now. Start when everybody is here."),
    "session.closed": Source("This meeting is over."),
    "session.alone": Source("Everybody answers when they like."),
    "session.place": Source("Step {i} of {n}", "Step {i} of {n}", comment="Both are numbers, e.g. “Step 2 of 4”."),
    "session.following": Source("Then:", comment="The next question follows."),
    "session.timer": Source("Timer"),
    "session.minutes": button("{n} minute", "{n} minutes"),
    "session.no_timer": button("No timer"),
    "session.wall": button("The wall", comment="Leads to the wall of the meeting."),
    "session.group": button("The group", comment="Link back to the page of the group."),
    "move.start": button("Start", comment="Verb: begins the meeting."),
    "move.next": button("Next →", comment="Arrow: use ← in right-to-left languages."),
    "move.back": button("← Back", comment="Arrow: use → in right-to-left languages."),
    "move.pause": button("Pause", comment="A break in the meeting; verb or noun."),
    "move.go_on": button("Go on", comment="Ends the break."),
    "move.close": button("End the meeting"),
    "move.reopen": button("Open it again", comment="Opens the meeting that was ended."),
    # saying something to a group
    "broadcast.head": Source("Say something to the group"),
    "broadcast.write": button("Write to all"),
    "broadcast.empty": Source("Please write something first."),
    "broadcast.others": Source("Other languages"),
    "broadcast.look": button("Look at it first", comment="Shows the message before it is sent. “It”: the message."),
    "broadcast.before": Source("Said before", comment="Heading over earlier messages to the group."),
    "broadcast.people": Source("To {n} person,", "To {n} people,", comment="Goes on: about 2 seconds. {n} may be 0."),
    "broadcast.seconds": Source(
        "about {n} second.", "about {n} seconds.", comment="Ends: To 37 people, about 2 seconds."
    ),
    "broadcast.stopped": Source("{n} person wants no messages.", "{n} people want no messages."),
    "broadcast.unreachable": Source("{n} person cannot be reached.", "{n} people cannot be reached."),
    "broadcast.chat": Source("Also to the group's Telegram chat."),
    "broadcast.quiet": Source("The group is not meeting now: in quiet hours it waits until the morning."),
    "broadcast.lacking": Source("People who read {name} get it in {instead}.", comment="Names of languages."),
    "broadcast.send": button("Send"),
    "broadcast.change": button("Change it", comment="“It”: the message that is not sent yet."),
    "broadcast.delivered": Source("{n} delivered", "{n} delivered", comment="{n} may be 0."),
    "broadcast.waiting": Source("{n} waiting", "{n} waiting", comment="{n} may be 0."),
    "broadcast.failed": Source("{n} failed", "{n} failed", comment="{n} may be 0."),
    "broadcast.left": Source(
        "{n} left, or wants no messages", "{n} left, or want no messages", comment="{n} may be 0."
    ),
    "broadcast.cancelled": Source(
        "{n} cancelled", "{n} cancelled", comment="So many messages were stopped before they went out."
    ),
    "broadcast.chat.sent": Source("It is in the group's chat."),
    "broadcast.chat.waiting": Source("It is on its way to the group's chat."),
    "broadcast.chat.refused": Source(
        "The group's chat cannot be written to. Add the bot again, or let it write there."
    ),
    "broadcast.again": button("Look again", comment="Loads the numbers anew."),
    "broadcast.cancel": button("Stop sending"),
    "broadcast.children": Source(
        "Children get no messages after their meeting. During the meeting you can write to them."
    ),
    # talking about the notes, and the summary
    "talk.head": button("Notes to talk about", comment="Notes about whose topic people differ."),
    "talk.text": Source("Where topics differ, the note comes first, with both topics. There is no wrong one."),
    "talk.none": Source("Without a topic yet", comment="Heading over notes without a topic."),
    "summary.title": button("Summary"),
    "summary.in": Source(
        "As people read it in", comment="Label of a choice; the name of a language follows in the choice."
    ),
    "summary.show": button("Show", comment="Verb: shows the summary in the chosen language."),
    "summary.words": Source("A few words of your own (optional)"),
    "summary.each": Source(
        "Everybody who was there gets it in their own language, at a decent hour. Your own words go out as you write them."
    ),
    "summary.send": button("Approve and send"),
    "summary.sent": Source("Approved and sent."),
    "feedback.title": button(
        "Tell everybody", comment="Opens the message with which all who took part hear the results."
    ),
    "feedback.unpublished": Source("Publish the results first. Then everybody who took part can be told."),
    "feedback.day": Source(
        "On which day? Empty: as soon as the hours allow.",
        comment="Label of a field for a date. The hours: those in which people may be written to.",
    ),
    "feedback.changed": Source(
        "Notes have changed since you looked. This is what would go out now. Nothing has been sent.",
        comment="After “Approve and send”: it has to be pressed again.",
    ),
    "feedback.planned": Source("Approved. It goes out on {date}.", comment="“It”: the message with the results."),
    # leading from Telegram
    "lead.welcome": Source("Welcome! From here you can lead your groups. /groups shows them at any time."),
    "lead.groups": button("My groups"),
    "lead.which": Source("Which group?"),
    "lead.name": Source("What is the group called? Write its name."),
    "lead.made": Source("{name} is ready.", comment="{name}: the name of a group; it cannot be inflected."),
    "lead.numbers": Source(
        "{here} · {writing} · {notes}", comment="E.g. “9 here · 3 writing · 17 notes”. Keep the order."
    ),
    "lead.look": button("Look again", comment="Loads the numbers anew."),
    "lead.join": button("Link and QR"),
    "lead.code": Source("Code: {code}", comment="{code}: the join code."),
    "lead.did.start": Source("It has begun. Everybody gets the first question now."),
    "lead.did.next": Source("Everybody gets the next question now."),
    "lead.did.back": Source("Back to the question before. Everybody sees it now."),
    "lead.did.pause": Source("A break. Everybody is told."),
    "lead.did.go_on": Source("It goes on. Everybody is told.", comment="“It”: the meeting."),
    "lead.did.close": Source("The meeting is over. Everybody is told."),
    "lead.did.reopen": Source("It is open again. Everybody is told."),
    "lead.again": Source("The next meeting is ready. Start it when everybody is here."),
    "lead.write": Source(
        "Write to {name} now, in one message. You see it before it goes out.", comment="{name}: the name of a group."
    ),
    "lead.to": Source("{people} {time}", comment="“To 37 people,” and “about 2 seconds.” Keep the order."),
    "lead.more": Source(
        "So far in: {languages}. Write the same in another language, or send it.",
        comment="{languages}: languages in their own names.",
    ),
    "lead.no": button("Do not send"),
    "lead.sent": Source("It is on its way.", comment="“It”: the message."),
    "lead.got": button("How many got it?", comment="“It”: the message that was sent to the group."),
    "lead.linked": Source(
        "From now on, your messages to {name} appear here too.",
        comment="Said in a group chat on Telegram. “Words”: messages of the facilitator.",
    ),
    "lead.not_linked": Source(
        "Only a facilitator of the group can link this chat. Open your link in private first, then try again here."
    ),
    # the guide
    "guide.title": button("Guide", comment="Noun: advice for facilitators."),
    "guide.before": Source("Before the meeting"),
    "guide.before.1": Source("Print the sheet with the QR code, or show it on the wall."),
    "guide.before.2": Source("Try the Wi-Fi with your own phone. Have paper notes for people without a phone."),
    "guide.before.3": Source("Open the wall on the projector, and this page on your laptop or phone."),
    "guide.first": Source("The first meeting"),
    "guide.first.1": Source("Say who asks, what it is part of, and what the answers can change."),
    "guide.first.2": Source(
        "Wait until the number of people here is right. Press Start.",
        comment="“Start”, “Next”, “Back”, “Pause” in this guide are the names of buttons (move.*): use the same words.",
    ),
    "guide.first.3": Source("Read the question aloud. Do not explain it: what people understand is the answer."),
    "guide.writing": Source("While people write"),
    "guide.writing.1": Source("One idea a note, as many as they like. Silence is good."),
    "guide.writing.2": Source(
        "Watch how many people are still writing. When only a few are left, say: one more minute."
    ),
    "guide.writing.3": Source("Press Next. Pressed too early? Press Back: nothing is lost."),
    "guide.talking": Source("Talking about the wall", comment="Heading: talking about what hangs on the wall."),
    "guide.talking.1": Source("Ask what stands out, and what is missing. Never ask who wrote a note."),
    "guide.talking.2": Source("New ideas come up? Let people write them down: late notes count."),
    "guide.talking.3": Source("Need quiet? Press Pause: every phone says that there is a break."),
    "guide.end": Source("The end", comment="Heading: the end of a meeting."),
    "guide.end.1": Source(
        "Press End: everybody chooses the notes that matter most to them.",
        comment="“End” is the button “End the meeting”.",
    ),
    "guide.end.2": Source("Say when the group meets again, and when there is an answer."),
    "guide.end.3": Source(
        "Ended too early? Press Open it again.", comment="“Open it again” is a button (move.reopen)."
    ),
    "guide.second": Source("The second meeting"),
    "guide.second.1": Source("First everybody looks at the topics of their own notes: right, or another one."),
    "guide.second.2": Source("Talk about the notes on which opinions differ. There is no wrong topic."),
    "guide.second.3": Source("Then the question about those who come after us."),
    "guide.third": Source("The third meeting"),
    "guide.third.1": Source("Make a group for people of all groups. It has its own code."),
    "guide.third.2": Source("Everybody has three votes for the topics named most."),
    "guide.third.3": Source("Then they write ideas for small actions, and vote on those."),
    "guide.open": Source("Without a meeting"),
    "guide.open.1": Source("Make a group where everybody answers when they like, between two dates."),
    "guide.open.2": Source("Send the link. Nobody is reminded more than twice, and never at night."),
    "guide.open.3": Source("Thank people, and say what happens next."),
    "guide.children": Source("With children"),
    "guide.children.1": Source("School or parents must have agreed before. Children may still say no."),
    "guide.children.2": Source(
        "Several children can share one device: each presses Next person at the end.",
        comment="“Next person” is a button (web.next_person).",
    ),
    "guide.children.3": Source(
        "Nonsense is normal. Hide it on the wall, and go on.", comment="“Nonsense”: silly notes. “It”: such a note."
    ),
    "guide.trouble": Source("If something goes wrong"),
    "guide.trouble.1": Source("No network? Notes wait on the phones and arrive later."),
    "guide.trouble.2": Source("Your laptop went to sleep? Open it again: the meeting is where you left it."),
    "guide.trouble.3": Source("Somebody is in distress? Talk to them. The phone shows them where to find help."),
}
