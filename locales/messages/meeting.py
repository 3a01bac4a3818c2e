"""What people read in a led meeting, in the second and third one, and in consultations of other kinds."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    # who asks, and what it is for
    "welcome.who": Source("Who takes part: {text}"),
    "welcome.chose": Source("Who chose the questions: {text}"),
    "welcome.part": Source("This is part of: {text}"),
    "welcome.influence": Source("What your answers can change: {text}"),
    # a led meeting
    "led.not_begun": Source("You are in. The first question comes when everybody is here."),
    "led.by_itself": Source("The next question comes by itself."),
    "led.more": Source(
        "More ideas? Just write. The next question comes by itself.", comment="Shown under a first note."
    ),
    "led.paused": Source("A short break. It goes on by itself. What you wrote is safe."),
    "led.ready": Source("Thank you! The next question comes by itself. If you have one more idea, just write it."),
    "led.closed": Source("This meeting is over. Thank you for coming!"),
    "button.ready": button("✓ That is all", comment="In a meeting: I have no more ideas for this question."),
    # the second and third meeting
    "question.5": Source("Which small thing should we try out here?"),
    "question.6": Source("These topics were named most. Which should we work on first?"),
    "question.7": Source("Which of these ideas should we try out?"),
    "question.8": Source("Here is what you wrote last time. Is the topic right for each note?"),
    "step.budget": Source("It may cost: {text}", comment="{text}: an amount of money, such as 2 000 €."),
    "vote.given": Source(
        "You have {max} votes, and have given {n}.",
        "You have {max} votes, and have given {n}.",
        comment="{n} may be 0.",
    ),
    "vote.enough": Source("You have given all {max} votes. Tap one of them to take it back."),
    "vote.nothing": Source("There is nothing to vote on yet."),
    "vote.on": Source("☑ {text}", comment="Something one has voted for; keep as it is."),
    "vote.off": Source("☐ {text}", comment="Something to vote for; keep as it is."),
    "vote.idea": Source("{n}. {text}", comment="An idea in a numbered list; keep as it is."),
    "check.none": Source("There are no notes of yours from last time. You can just wait."),
    # the summary of a meeting, and groups without a meeting
    "summary.head": Source("This is what came together in {name}:", comment="{name}: the name of a group."),
    "summary.people": Source("{n} person took part.", "{n} people took part."),
    "summary.notes": Source("{n} note was written.", "{n} notes were written."),
    "summary.topics": Source("Named most:"),
    "summary.votes": Source("Most votes:"),
    "summary.topic": Source("• {name}: {n}", "• {name}: {n}", comment="A topic and a number; keep as it is."),
    "feedback.town": Source("This is what people in {town} said:"),
    "feedback.family": Source(
        "{name}: {share}%", comment="A topic and its share of all notes; only the per cent may change."
    ),
    "feedback.quote": Source("★ “{text}”", comment="Quotes a note that its author starred; keep the star."),
    "feedback.numbers": Source("The numbers", comment="Opens the table behind a picture."),
    "session.begins": Source("This begins on {date}. Please come back then."),
    # the sheet with the QR code
    "sheet.asks": Source("{town} asks: what makes life good here, and what makes it hard?"),
    "sheet.how": Source("Point your phone's camera at the square, or open the address and type the code."),
    "sheet.safe": Source("About 3 minutes, in your language, without your name. Nothing to install."),
    # for children
    "welcome.hello.children": Source(
        "Hello! {town} wants to know: what makes you feel good, and what makes you feel bad?"
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
