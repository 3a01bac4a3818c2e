"""Notes on paper: from files, typed in, and what the desks for coding and listening say."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "import.title": Source("Imported notes", comment="Name of the consultation that imported notes belong to."),
    "import.empty": Source("The file is empty."),
    "import.old_excel": Source("This is an old Excel file. Save it as XLSX or CSV, then import that."),
    "import.not_a_sheet": Source("The file cannot be read as a table. Save it as XLSX or CSV, then import that."),
    "import.too_large": Source("The file is too large. Split it into several."),
    "import.no_column": Source(
        "The first row must name the columns; these are missing: {columns}",
        comment="The names of columns are always English: town, group, question, text.",
    ),
    "import.column_twice": Source("These columns are there twice: {columns}"),
    "import.too_many_cells": Source(
        "there are more cells than columns; a text with a separator in it needs quotation marks around it",
        comment="Reason why a row of a file is bad; follows the number of its line.",
    ),
    "import.quotes": Source(
        "a quotation mark is not closed; the rows up to line {last} cannot be told apart",
        comment="Reason why rows of a file are bad; follows the number of the line. {last}: a line number.",
    ),
    "import.bad_letters": Source("some letters cannot be read; save the file as UTF-8"),
    "import.missing": Source(
        "“{column}” is empty", comment="Reason why a row of a file is bad. {column}: an English name such as text."
    ),
    "import.too_long": Source("“{column}” is longer than {n} character", "“{column}” is longer than {n} characters"),
    "import.question": Source("the question must be 1, 2, 3 or 4, not “{value}”"),
    "import.code": Source(
        "there is no code “{value}”",
        comment="Reason why a row is bad. “Code”: the key of a topic such as B1. {value}: what stood in the file.",
    ),
    "import.language": Source("there is no language “{value}”"),
    "import.date": Source(
        "“{value}” is not a date in the past (write 2011-05-30 or 30.05.2011)",
        comment="Reason why a row is bad: not a date, or in the future.",
    ),
    "import.other_place": Source(
        "it belongs to another town or group", comment="Reason why a row is bad. “It”: the row."
    ),
    "desk.paper": button("Paper", limit=20, comment="A place in the console: notes that were written on paper."),
    "desk.coding": button("Coding", limit=20, comment="A place in the console: giving notes their topics."),
    "desk.names": button("Names", limit=20, comment="A place in the console: notes that may name somebody."),
    "desk.listening": button("Listening", limit=20, comment="A place in the console: spoken notes are typed."),
    "paper.head": Source("Notes on paper"),
    "paper.which": Source(
        "For people without a phone: type their notes in, or import a file. Which meeting are they from?"
    ),
    "paperkind.first": Source("First meeting"),
    "paperkind.second": Source("Second meeting"),
    "paperkind.third": Source("Third meeting"),
    "paperkind.open": Source("Open, without a meeting"),
    "paper.type": button("Type notes in"),
    "paper.import": button("Import a file"),
    "paper.print": button("Print the notes"),
    "paper.import_all": button("Import a file for many groups", limit=40),
    "paper.no_groups": Source("There is no group yet."),
    "paper.typed": Source("{n} note from paper so far", "{n} notes from paper so far"),
    "paper.named": Source("This note may name somebody. Others see it when you have looked at it under “Names”."),
    "paper.where": Source("Where does it belong?", comment="“It”: the note. Which topic fits?"),
    "paper.accept": button("That is right", comment="The suggested topic is right."),
    "paper.later": button("Decide later", comment="Verb: leaves the topic open for now."),
    "paper.delete": button("Delete the note"),
    "paper.text": Source("One note, then Enter", comment="Label of the field in which a note is typed."),
    "paper.no_words": Source("Please type the words of the note."),
    "paper.store": button("Store", comment="Verb: stores the note."),
    "paper.question": Source("Question", comment="Label; a number follows."),
    "paper.language": Source("Language", comment="Label of a choice: the language of a note."),
    "paper.found": Source("automatic", comment="Choice: the program finds out the language of a note."),
    "paper.latest": Source("Typed last", comment="Heading over the notes that were typed last."),
    "paper.open": Source("no topic yet", comment="State of a note that has no topic yet."),
    "paper.change": Source("Change", comment="Link beside a note."),
    "topics.other": Source("Another topic"),
    "topics.as_above": Source("as chosen above", comment="First choice of a list of other topics."),
    "topics.none": Source("none", comment="First choice of a list of topics: no topic."),
    "print.how": Source(
        "{n} note. Print this page and cut along the lines: twelve post-its a sheet.",
        "{n} notes. Print this page and cut along the lines: twelve post-its a sheet.",
    ),
    "coding.head": Source("Coding desk", comment="The place where notes get their topics."),
    "coding.group": Source("Group"),
    "coding.all_groups": Source("All groups"),
    "coding.blind": Source("Without seeing what the author chose", comment="Beside a tick box."),
    "coding.again": Source("Second look: notes that colleagues have coded", comment="Beside a tick box."),
    "coding.show": button("Show", limit=16),
    "coding.left": Source(
        "{n} note to code.",
        "{n} notes to code.",
        comment="“To code”: to give a topic. {n} may be 0. Not the verb “to leave”.",
    ),
    "coding.disputed": Source(
        "{n} of them is disputed: its author chose another topic than the suggested one.",
        "{n} of them are disputed: their authors chose another topic than the suggested one.",
        comment="Follows “12 notes to code.”",
    ),
    "coding.author": Source("Its author chose: {topic}", comment="“Its”: of the note. {topic} in words."),
    "coding.secondary": Source(
        "It belongs here as well", comment="Label of a choice: a second topic for the same note."
    ),
    "coding.skip": button("Skip", limit=16, comment="Verb: to the next note, without a topic."),
    "coding.undo": button("Take the last one back", comment="“One”: the last note that was coded."),
    "coding.done": Source("That was all.", comment="No notes are left to code."),
    "coding.from_start": button(
        "From the start ({n})",
        "From the start ({n})",
        limit=36,
        comment="Begins again with the notes that were skipped; also for spoken notes. {n}: how many.",
    ),
    "coding.agreement": Source(
        "How far we agree", comment="Heading: how often facilitators, authors and suggestions choose the same topic."
    ),
    "coding.pair_suggestion": Source("Facilitators and suggestions"),
    "coding.pair_author": Source("Facilitators and authors"),
    "agreement.choose": Source("Please choose a group."),
    "agreement.how": Source(
        "Of the notes that both have coded: how many are in the same family. In brackets, where the true figure lies in 19 of 20 cases."
    ),
    "agreement.notes": Source("{n} note", "{n} notes"),
    "agreement.figure": Source(
        "{share} % ({low} to {high} %)", comment="A share and the range in which the true one lies."
    ),
    "agreement.few": Source("too few notes to say"),
    "names.head": Source("Notes that may name somebody"),
    "names.why": Source(
        "Others see these notes only when somebody has looked at them. Their authors see them as they are."
    ),
    "names.show": button("Show as it is", comment="Verb: shows the note to others, unchanged."),
    "names.mask": button("Mask the names", comment="Verb: others see the note without the names."),
    "names.hide": button("Show to nobody", comment="Verb: nobody but the author sees the note."),
    "names.none": Source("No note waits for a look."),
    "listening.head": Source(
        "Listening desk", comment="The place where somebody listens to spoken notes and types them. Not: wiretapping."
    ),
    "listening.waiting": Source("{n} spoken note waits to be typed.", "{n} spoken notes wait to be typed."),
    "listening.text": Source("What is said", comment="Label of a field: what is heard in the recording."),
    "listening.delete_sound": Source("Delete the sound at once"),
    "listening.deleted_on": Source(
        "Otherwise the sound is deleted on {day}.", comment="{day} is a date such as 2026-05-30."
    ),
    "listening.store": button(
        "Store and ask the author", limit=32, comment="Stores what was typed and asks the author whether it is right."
    ),
    "listening.unclear": button("Cannot be understood: delete", limit=36),
    "listening.none": Source("Nothing more to listen to."),
    "upload.head": Source("Import notes"),
    "upload.file": Source("CSV or XLSX file"),
    "upload.look": button("Look at the file", comment="Verb: checks the file and shows it before it is stored."),
    "upload.columns": Source(
        "The first row names the columns: group, question (1 to 4), text; if you like also town, tags, code, language, date, person (a pseudonym). Nothing is stored before you have looked at it.",
        keep=("group", "question", "text", "town", "tags", "code", "language", "date", "person"),
    ),
    "upload.columns_session": Source(
        "The first row names the columns: question (1 to 4), text; if you like also code, language, date, person (a pseudonym). Nothing is stored before you have looked at it.",
        keep=("question", "text", "code", "language", "date", "person"),
    ),
    "upload.good": Source("{n} row is good.", "{n} rows are good."),
    "upload.bad": Source(
        "{n} has a mistake and will be left out.",
        "{n} have a mistake and will be left out.",
        comment="“Rows”. Follows “12 rows are good.”",
    ),
    "upload.coded": Source("{n} has a code.", "{n} have a code.", comment="“Rows”. Follows the sentences before."),
    "upload.held": Source(
        "{n} note may name somebody and waits under “Names”.", "{n} notes may name somebody and wait under “Names”."
    ),
    "upload.unknown": Source("Columns that are not looked at: {columns}"),
    "upload.store": button("Store {n} note", "Store {n} notes"),
    "upload.bad_head": Source("Bad rows"),
    "upload.line": Source("line {line}", comment="Place in a file; {line} is a number."),
    "upload.more": Source("… and {n} more", "… and {n} more"),
    "upload.doubles": Source(
        "{n} note says the same as another; it is stored all the same",
        "{n} notes say the same as others; they are stored all the same",
    ),
    "upload.double": Source(
        "line {line}: as line {of}", comment="The row on line {line} says the same as that on line {of}."
    ),
    "upload.stored_before": Source("line {line}: stored before", comment="The row on this line is stored already."),
    "upload.first": Source("The first rows", comment="Heading over a preview of the file."),
    "upload.storing": Source("The notes are being stored. You may leave this page."),
    "upload.stored": Source("{n} note is stored.", "{n} notes are stored."),
    "upload.take_back": button("Take this import back", limit=32, comment="Undoes the import."),
    "upload.taken_back": Source("The import was taken back: its notes are deleted."),
}
