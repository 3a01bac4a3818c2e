"""Commands: help, one's own notes, data, stop and forget; the same words on every channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.citizen import actions, arrive, cards, language, mine, notes, questions
from handlers.state import Conversation
from handlers.talk import Talk
from handlers.types import Button, ChangeNote, Command, Forget, Message, NoteView, StopMessages

MENU = ("mine", "next", "back", "language", "undo", "help", "mydata", "stop", "forget")
"""The commands that a channel's menu shows, in this order; the catalogue describes each as ``command.NAME``."""
LONGEST_LINK = 32


async def command(talk: Talk, asked: Command) -> None:
    """Carry out a command; one that is not known is answered with what is."""
    known = COMMANDS.get(asked.name)
    if known is None:
        talk.say(Message("command.unknown"), slot="notice", fresh=True)
        await help_text(talk)
    elif asked.name in OPEN_TO_ALL or await arrive.takes_part(talk):
        await known(talk, asked.argument)
    else:
        await arrive.start(talk, "")


async def help_text(talk: Talk, _argument: str = "") -> None:
    """What one can do, in a few lines."""
    lines = [Message("help.line", {"command": f"/{name}", "text": Message(f"command.{name}")}) for name in MENU]
    talk.say(Message("help.head"), *lines, slot="help", fresh=True)


async def stop(talk: Talk, _argument: str) -> None:
    """No more messages; nothing is erased."""
    talk.do(StopMessages())
    talk.say(Message("stop.done"), slot="stop", fresh=True)


async def my_data(talk: Talk, _argument: str) -> None:
    """Everything that is stored about the person, as a file to read and as JSON."""
    talk.say(Message("mydata.here"), slot="mydata", fresh=True, document="mydata")


async def forget(talk: Talk, _argument: str) -> None:
    """Asks once."""
    count = len(await talk.kept())
    rows = (
        (Button(Message("button.forget_all"), "forget:all"),),
        (Button(Message("button.forget_link"), "forget:link"),),
        (Button(Message("button.forget_no"), "forget:no"),),
    )
    talk.say(Message("forget.ask", {"n": count}), Message("forget.explain"), buttons=rows, slot="forget", fresh=True)


async def forget_choice(talk: Talk, word: str) -> bool:
    """What the person chose: all, only the link to them, or nothing."""
    if word not in ("all", "link", "no"):
        return False
    if word == "no":
        talk.say(Message("forget.kept"), slot="forget")
        return True
    receipt = await _receipt(talk, word)
    talk.do(Forget(keep_notes=word == "link"))
    talk.state = Conversation(language=talk.state.language, language_chosen=talk.state.language_chosen)
    talk.say(Message(f"forget.done_{word}"), *receipt, Message("forget.address"), slot="forget", fresh=True)
    return True


async def _receipt(talk: Talk, word: str) -> tuple[Message, ...]:
    """What was erased, when, and under which number, for somebody who took part."""
    person, session = await talk.reads.person(), await talk.session()
    if person is None:
        return ()
    zone = ZoneInfo(session.timezone) if session else dt.UTC
    date = talk.inbound.at.astimezone(zone).date()
    return (Message(f"forget.receipt_{word}", {"date": date, "id": person.id}),)


async def undo(talk: Talk, _argument: str = "") -> None:
    """Take the last thing back."""
    if not talk.state.undo:
        talk.say(Message("undo.nothing"), slot="notice", fresh=True)
        return
    last = talk.state.undo[-1]
    talk.state = replace(talk.state, undo=talk.state.undo[:-1])
    note = await talk.note(last.note_id)
    if note is None:
        await undo(talk)
        return
    match last.op:
        case "add":
            note = await talk.change(note, ChangeNote(note.id, deleted=True))
        case "delete":
            note = await talk.change(note, ChangeNote(note.id, deleted=False))
        case "confirm":
            note = await talk.confirm(note, last.before)
        case "edit":
            note = await talk.change(
                note, ChangeNote(note.id, text=last.before, suggestions=last.suggestions, care=last.care)
            )
        case "wall":
            note = await talk.change(note, ChangeNote(note.id, on_wall=not note.on_wall))
        case "split":
            note = await _unsplit(talk, note, (last.before or "").split(","))
    talk.say(Message("undo.done"), slot="notice", fresh=True)
    slot = f"note:{note.id}"
    talk.state = talk.state.with_card(slot, (note.id,))
    talk.replies.append(cards.card(talk.state, [note], slot, fresh=True))


async def _unsplit(talk: Talk, note: NoteView, parts: list[str]) -> NoteView:
    for part in await notes.notes_of(talk, tuple(parts)):
        await talk.change(part, ChangeNote(part.id, deleted=True))
    return await talk.change(note, ChangeNote(note.id, deleted=False))


async def _back(talk: Talk, _argument: str) -> None:
    session = await talk.session()
    if session is None or talk.state.question not in session.questions:
        await questions.ask(talk)
        return
    at = session.questions.index(talk.state.question)
    await questions.go(talk, session.questions[max(at - 1, 0)])


async def _next(talk: Talk, _argument: str) -> None:
    if talk.state.stage == "starring":
        await questions.thank(talk)
    else:
        await questions.step_on(talk)


async def _start(talk: Talk, argument: str) -> None:
    if argument.startswith(actions.LINK) and len(argument) <= LONGEST_LINK:
        await actions.show(talk, argument.removeprefix(actions.LINK))
        return
    await arrive.start(talk, argument)


async def _mine(talk: Talk, _argument: str) -> None:
    await mine.mine(talk)


async def _languages(talk: Talk, _argument: str) -> None:
    await language.languages(talk)


COMMANDS: dict[str, Callable[[Talk, str], Awaitable[None]]] = {
    "start": _start,
    "help": help_text,
    "mine": _mine,
    "next": _next,
    "skip": _next,
    "back": _back,
    "language": _languages,
    "undo": undo,
    "stop": stop,
    "mydata": my_data,
    "forget": forget,
}
OPEN_TO_ALL = frozenset({"start", "help", "language", "stop", "mydata", "forget"})
