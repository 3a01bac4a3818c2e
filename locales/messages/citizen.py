"""The way through a consultation: arriving, questions, the end, one's data."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    # welcome and consent
    "welcome.hello": Source(
        "Hello! {town} asks: what makes life good here, and what makes it hard?",
        comment="First words in the chat; {town} is the town's name, in its own form: it cannot be inflected.",
    ),
    "welcome.demo": Source("This is a demonstration. You can try everything; nobody decides anything with it."),
    "welcome.facts": Source(
        "{n} question · about 3 minutes · no names",
        "{n} questions · about 3 minutes · no names",
        comment="Three facts on one line, with dots between; “no names”: nobody is asked for a name.",
    ),
    "welcome.results_on": Source(
        "{town} looks at the results on {date}.",
        comment="{date} is a whole date, such as 12 May 2027. The town council looks at them then.",
    ),
    "welcome.answer_by": Source("You get an answer by {date}.", comment="On that day at the latest."),
    "welcome.data": Source("Your notes are kept without your name. You can see, change or erase them at any time."),
    "welcome.agreed": Source(
        "Good that you are here. You can stop at any time and come back later.",
        comment="Said after somebody pressed “I take part”. Warm.",
    ),
    "welcome.not_now": Source(
        "All right. Nothing is kept. If you change your mind, just come back.",
        comment="Said after somebody pressed “Not now”.",
    ),
    "welcome.early": Source(
        "Thank you, your text is waiting. It becomes a note as soon as you take part; otherwise it is gone tomorrow.",
        "Thank you, your {n} texts are waiting. They become notes as soon as you take part; otherwise they are gone "
        "tomorrow.",
        comment="Somebody wrote before pressing “I take part”. {n} is 1 or more.",
    ),
    "about.voluntary": Source(
        "Taking part is free and voluntary. You can skip any question.", comment="“Free”: it costs nothing."
    ),
    "about.private": Source(
        "Nobody sees who wrote a note. Notes may be shown on a wall for everyone, without names. You can keep any note "
        "off the wall.",
        comment="“Wall”: a screen in the room or a page where notes hang without names.",
    ),
    "about.kept": Source(
        "What we keep: your notes, your language, and an encrypted address so that we can write back. The address is "
        "deleted {n} day after the end.",
        "What we keep: your notes, your language, and an encrypted address so that we can write back. The address is "
        "deleted {n} days after the end.",
        comment="“The end”: the end of the consultation. “Encrypted address”: how to reach somebody on the channel, not a street.",
    ),
    "about.rights": Source("/mydata shows everything that is stored about you. /forget erases it."),
    "button.take_part": button("I take part", comment="The consent to take part; first person."),
    "button.tell_more": button("Tell me more"),
    "button.not_now": button("Not now"),
    "button.language": Source("🌐 {name} ▾", comment="Button. {name} is a language in its own name."),
    "none.open": Source(
        "There is nothing to answer right now. Please come back later.", comment="No consultation is running now."
    ),
    "none.code": Source(
        "This code does not work, or does not work any more. Please check it, or answer the questions for everybody.",
        comment="“Code”: the join code of a group. “Open questions”: the ones for everybody in town, without a code.",
    ),
    "button.open_session": button(
        "Questions for everybody",
        comment="Noun: the questions that everybody in town may answer without a code. Not the verb “to open”.",
    ),
    "resume.back": Source(
        "Welcome back! You have written {n} note so far.", "Welcome back! You have written {n} notes so far."
    ),
    # questions
    "question.1": Source(
        "What is well-being for you?", comment="Question 1 of the method, asked by chat; informal but polite."
    ),
    "question.2": Source(
        "What is ill-being for you?", comment="Question 2: the opposite of well-being, what makes life hard."
    ),
    "question.3": Source("What do you do, and what can you do, for your own well-being and everyone's?"),
    "question.4": Source("What should we do, keep or leave so that those who come after us can live well?"),
    "question.head": Source(
        "{i} of {total} · {text}", comment="{text} is the question, e.g. “1 of 3 · What is well-being for you?”"
    ),
    "question.hint": Source("One idea per message. As many as you like."),
    "button.next": button("Next question →", comment="Arrow: use ← in right-to-left languages."),
    "button.previous": button("← Back", comment="To the question before. Arrow: use → in right-to-left languages."),
    "button.finish": button("I am done →", comment="After the last question. Arrow: use ← in right-to-left languages."),
    # stars and thanks
    "stars.ask": Source(
        "Which of your notes matter most to you? Choose up to {max}.",
        comment="{max} is 3. A star marks a note that matters most.",
    ),
    "stars.chosen": Source("{n} chosen", "{n} chosen", comment="How many notes got a star so far; {n} may be 0."),
    "stars.on": Source("⭐ {n}. {text}", comment="A note with a star; keep as it is unless the order differs."),
    "stars.off": Source("☆ {n}. {text}", comment="A note without a star."),
    "stars.voice_on": Source(
        "⭐ {n}. 🎤 voice note", comment="A spoken note with a star; {n} is its number in the list."
    ),
    "stars.voice_off": Source(
        "☆ {n}. 🎤 voice note", comment="A spoken note without a star; {n} is its number in the list."
    ),
    "stars.enough": Source(
        "You have already chosen {max}. Tap one of them first to take its star off.",
        comment="“Them”: the starred notes. {max} is 3.",
    ),
    "button.done": button("Done", comment="After choosing stars: I have finished choosing. Not the status “done”."),
    "button.earlier": button("‹ Earlier", comment="Earlier notes in a list; turn the mark in right-to-left languages."),
    "button.later": button("Later ›", comment="Later notes in a list; turn the mark in right-to-left languages."),
    "thanks.notes": Source(
        "Thank you! Your note has arrived.",
        "Thank you! Your {n} notes have arrived.",
        comment="At the end of all questions. {n} is 1 or more.",
    ),
    "thanks.none": Source(
        "Thank you for looking in!", comment="At the end, to somebody who wrote nothing. Friendly, no reproach."
    ),
    "thanks.more": Source(
        "You can go on writing at any time. /mine shows your notes.", comment="/mine is a command; keep it as it is."
    ),
    "button.mine": button("My notes"),
    "button.write_more": button("Write more"),
    # language
    "language.ask": Source("Which language would you like?"),
    "language.now": Source("From now on: {name}.", comment="{name} is a language in its own name."),
    "language.offer": Source(
        "You wrote in another language. Shall we go on in {name}?", comment="{name}: a language in its own name."
    ),
    "language.left": Source("All right, we stay with this language.", comment="After “No, stay”."),
    "button.language_yes": Source("{name} ✓", comment="Button. Yes, go on in this language (its own name)."),
    "button.language_no": button("No, stay", comment="No, stay with the language we speak now."),
    # commands
    "help.head": Source(
        "Just write, one idea per message. These help you:", comment="“These”: the commands listed below."
    ),
    "help.line": Source("{command} – {text}", comment="E.g. “/mine – my notes”. Keep the order."),
    "command.start": Source(
        "begin, or come back", comment="Description of a command, at most 40 characters.", limit=60
    ),
    "command.mine": Source("my notes", comment="Description of a command.", limit=60),
    "command.next": Source("next question", comment="Description of a command.", limit=60),
    "command.back": Source("question before", comment="Description of a command.", limit=60),
    "command.language": Source("change the language", comment="Description of a command.", limit=60),
    "command.undo": Source("take the last thing back", comment="Description of a command.", limit=60),
    "command.help": Source("what I can do here", comment="Description of a command.", limit=60),
    "command.mydata": Source("what is stored about me", comment="Description of a command.", limit=60),
    "command.stop": Source("no more messages", comment="Description of a command.", limit=60),
    "command.forget": Source("erase my data", comment="Description of a command.", limit=60),
    "command.unknown": Source("I do not know this command."),
    "stop.done": Source(
        "You get no more messages. Your notes stay. /start brings you back, /forget erases everything.",
        comment="/start and /forget are commands; keep them.",
    ),
    "undo.done": Source("Taken back.", comment="The last thing the person did was undone. No subject."),
    "undo.nothing": Source("There is nothing to take back."),
    # one's data
    "mydata.here": Source("Here is everything that is stored about you."),
    "mydata.none": Source("We store nothing about you except what we need to answer you, for 24 hours at most."),
    "forget.ask": Source(
        "Shall we erase everything about you, with your note?",
        "Shall we erase everything about you, with your {n} notes?",
        comment="{n} may be 0.",
    ),
    "forget.explain": Source(
        "Or may your notes stay, without any link to you? Nobody could find out any more who wrote them."
    ),
    "button.forget_all": button("Erase everything"),
    "button.forget_link": Source(
        "Keep notes, forget me", comment="Button. The notes stay without any link to the person.", limit=32
    ),
    "button.forget_no": button("No, keep everything"),
    "forget.kept": Source("All right, everything stays as it is.", comment="After “No, keep everything”."),
    "forget.done_all": Source("Everything about you is erased. Thank you for having been here."),
    "forget.done_link": Source("You are forgotten. Your notes stay, without any link to you. Thank you."),
    # groups
    "group.question": Source("We would like to know: {text}", comment="Posted in a group chat; {text} is a question."),
    "group.private": Source(
        "Answer in private: nobody here sees what you write.", comment="“Here”: in this group chat."
    ),
    "button.private": button("Answer in private", comment="Opens the private chat with the bot."),
}
