"""One's own notes: the list, and checking all that are still open in one go."""

from __future__ import annotations

from handlers.citizen.cards import each, line, pairs, quoted
from handlers.citizen.road import in_list
from handlers.talk import Talk
from handlers.types import Button, Message, NoteView

PAGE = 8
REVIEWED = 20
LABEL = 24


async def mine(talk: Talk, *, page: int = 0, fresh: bool = True) -> None:
    """``/mine``: every note, of all sessions, with where it belongs and what became of it."""
    notes = await talk.everything()
    session = await talk.session()
    doing = await talk.reads.actions(session.id) if session else ()
    if not notes:
        talk.say(Message("mine.none"), slot="mine", fresh=fresh)
        return
    pages = range(0, len(notes), PAGE)
    page = min(max(page, 0), len(pages) - 1)
    shown = notes[pages[page] : pages[page] + PAGE]
    roads = await talk.reads.roads([one.id for one in shown])
    buttons = [_button(one, answered=one.id in roads) for one in shown]
    rows = list(pairs(buttons))
    if len(pages) > 1:
        turn = [Button(Message("button.earlier"), f"page:{page - 1}")] if page else []
        if page + 1 < len(pages):
            turn.append(Button(Message("button.later"), f"page:{page + 1}"))
        rows.append(tuple(turn))
    unchecked = len(_open(await talk.kept()))
    if unchecked:
        rows.append((Button(Message("button.review", {"n": unchecked}), "review"),))
    if doing:
        rows.append((Button(Message("button.actions"), "actions"),))
    lines = [Message("mine.head", {"n": len(notes)})]
    for one in shown:
        lines += [_line(one), *in_list(roads, one, talk.state.language)]
    talk.say(*lines, buttons=tuple(rows), slot="mine", fresh=fresh)


async def review(talk: Talk) -> None:
    """Go through the notes that nobody has checked, one after the other in one message."""
    notes = _open(await talk.kept())[:REVIEWED]
    if not notes:
        talk.say(Message("mine.all_checked"), slot="notice", fresh=True)
        return
    slot = f"review:{notes[0].id}"
    talk.state = talk.state.with_card(slot, tuple(one.id for one in notes))
    if len(notes) == 1:
        talk.state = talk.state.with_card(f"note:{notes[0].id}", (notes[0].id,))
        slot = f"note:{notes[0].id}"
    talk.replies.append(each(talk.state, notes, 0, slot, fresh=True))


def _open(notes: list[NoteView]) -> list[NoteView]:
    return [note for note in notes if not note.code and note.text]


def _line(note: NoteView) -> Message:
    if note.starred:
        return Message("mine.starred", {"line": line(note)})
    return line(note) if note.on_wall else Message("mine.off_wall", {"line": line(note)})


def _button(note: NoteView, *, answered: bool) -> Button:
    """To the note; where the town has said something about it, to what became of it."""
    label = Message("mine.open", {"n": note.number, "text": _label(note)})
    return Button(label, f"road:{note.id}" if answered else f"note:{note.id}")


def _label(note: NoteView) -> str:
    return quoted(note.text, LABEL)
