"""What people read in a led meeting, in the second and third one, and in consultations of other kinds."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    # who asks, and what it is for
    "welcome.who": Source("Who takes part: {text}", comment="{text}: a few words of the town, not inflected."),
    "welcome.chose": Source(
        "Who chose the questions: {text}", comment="{text}: who (people or an office), in the town's words."
    ),
    "welcome.part": Source(
        "This is part of: {text}",
        comment="“This”: the consultation. {text}: a plan, a project … in the town's words; it cannot be inflected.",
    ),
    "welcome.influence": Source("What your answers can change: {text}", comment="{text}: a few words of the town."),
    # a led meeting
    "led.not_begun": Source(
        "You are in. The first question comes when everybody is here.",
        comment="In a meeting: the person has joined. “You are in”: you have joined, the room is open.",
    ),
    "led.by_itself": Source("The next question comes by itself.", comment="The person need not press anything."),
    "led.more": Source(
        "More ideas? Just write. The next question comes by itself.", comment="Shown under a first note."
    ),
    "led.paused": Source(
        "A short break. It goes on by itself. What you wrote is safe.",
        comment="The facilitator has paused the meeting.",
    ),
    "led.ready": Source(
        "Thank you! The next question comes by itself. If you have one more idea, just write it.",
        comment="After the person pressed “That is all”.",
    ),
    "led.closed": Source("This meeting is over. Thank you for coming!"),
    "button.ready": button("✓ That is all", comment="In a meeting: I have no more ideas for this question."),
    # the second and third meeting
    "question.5": Source(
        "Which small thing should we try out here?",
        comment="Asked in the third meeting, or in the short kind: an idea for a small pilot action.",
    ),
    "question.6": Source(
        "These topics were named most. Which should we work on first?",
        comment="Over a list of topics; each person has three votes, so more than one may be chosen.",
    ),
    "question.7": Source(
        "Which of these ideas should we try out?",
        comment="Over a list of ideas; each person has three votes, so more than one may be chosen.",
    ),
    "question.8": Source(
        "Here is what you wrote last time. Is the topic right for each note?",
        comment="In the second meeting, above one's own notes.",
    ),
    "step.budget": Source("Money for this: {text}", comment="{text}: an amount of money, such as 2 000 €."),
    "vote.given": Source(
        "You have {max} votes, and have given {n}.",
        "You have {max} votes, and have given {n}.",
        comment="{n} may be 0.",
    ),
    "vote.enough": Source(
        "You have given all {max} votes. Tap one of them to take it back.",
        comment="{max} is 3. “Tap one of them”: one of the things voted for.",
    ),
    "vote.nothing": Source("There is nothing to vote on yet."),
    "vote.on": Source("☑ {text}", comment="Something one has voted for; keep as it is."),
    "vote.off": Source("☐ {text}", comment="Something to vote for; keep as it is."),
    "vote.idea": Source("{n}. {text}", comment="An idea in a numbered list; keep as it is."),
    "check.none": Source(
        "There are no notes of yours from last time. You can just wait.",
        comment="In the second meeting, for somebody who was not at the first.",
    ),
    # the summary of a meeting, and groups without a meeting
    "summary.head": Source("This is what came together in {name}:", comment="{name}: the name of a group."),
    "summary.people": Source("{n} person took part.", "{n} people took part."),
    "summary.notes": Source("{n} note was written.", "{n} notes were written."),
    "summary.topics": Source("Named most:", comment="Headline over a list: the topics that were named most."),
    "summary.votes": Source("Most votes:", comment="Headline over a list: what got most votes."),
    "summary.topic": Source("• {name}: {n}", "• {name}: {n}", comment="A topic and a number; keep as it is."),
    "feedback.town": Source(
        "This is what people in {town} said:", comment="Headline of a message; numbers and quotes follow."
    ),
    "feedback.family": Source(
        "{name}: {share}%", comment="A topic and its share of all notes; only the per cent may change."
    ),
    "feedback.quote": Source("★ “{text}”", comment="Quotes a note that its author starred; keep the star."),
    "feedback.numbers": Source("The numbers", comment="Opens the table behind a picture."),
    "session.begins": Source(
        "The questions open on {date}. Please come back then.",
        comment="“This”: the questions of a group, which open on {date}.",
    ),
    # the sheet with the QR code
    "sheet.asks": Source(
        "{town} asks: what makes life good here, and what makes it hard?",
        comment="On a printed sheet with a QR code, in large letters.",
    ),
    "sheet.how": Source(
        "Point your phone's camera at the square, or open the address and type the code.",
        comment="On the printed sheet; “the square”: the QR code.",
    ),
    "sheet.safe": Source(
        "About 3 minutes, in your language, without your name. Nothing to install.",
        comment="On the printed sheet. Nothing to install: no app is needed.",
    ),
    # for children
    "welcome.hello.children": Source(
        "Hello! {town} wants to know: what makes you feel good, and what makes you feel bad?",
        comment="To children of about ten. “Feel bad”: be unwell or unhappy, not do wrong.",
    ),
    "welcome.data.children": Source(
        "Your school and your parents said yes. Nobody writes down your name. You may stop at any time.",
        comment="To children of about ten.",
    ),
    "question.1.children": Source(
        "When do you feel really good? What do you need for that?", comment="To children of about ten."
    ),
    "question.2.children": Source("When do you feel bad? What is missing then?", comment="To children of about ten."),
    "question.3.children": Source(
        "What can you do so that you and others feel good?", comment="To children of about ten."
    ),
    "question.4.children": Source(
        "What should stay, and what should change, so that children later can live well?",
        comment="To children of about ten.",
    ),
}
