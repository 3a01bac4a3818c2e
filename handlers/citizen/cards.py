"""A note's receipt in all its views: asked, confirmed, choosing another topic, its menu, several notes in one."""

from __future__ import annotations

from coding import nomenclature
from handlers.state import Conversation
from handlers.types import Arg, Button, Message, NoteView, Reply, Rows

UNSURE_BELOW = 0.35
"""Below this probability no single code is put forward: the person picks a family instead."""
ALTERNATIVES = 2
QUOTED = 80
"""How much of a note is quoted on its receipt, in characters."""


def quoted(text: str, length: int = QUOTED) -> str:
    """A note's words on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0] if " " in line[:length] else line[:length]
    return cut.rstrip(" ,;:") + "…"


def askable(note: NoteView) -> bool:
    """Whether a suggestion is put forward: an open note that is not coded blind, and a suggestion sure enough."""
    asked = not (note.code or note.deleted or note.blind)
    return asked and bool(note.suggestions) and note.suggestions[0].probability >= UNSURE_BELOW


def code_label(code: str) -> Message:
    """A component in plain words."""
    return Message(f"code.{code}.label")


def next_button(state: Conversation) -> Button:
    """The way on, always the same; in a led session the facilitator goes on, and one can say that one is ready."""
    if state.led:
        return Button(Message("button.ready"), f"ready:{state.question}")
    return Button(Message("button.next"), f"next:{state.question}")


def back_button(note_id: str) -> Button:
    """Back to the plain receipt."""
    return Button(Message("button.back"), f"card:{note_id}")


def card(state: Conversation, notes: list[NoteView], slot: str, *, fresh: bool = False) -> Reply:
    """The receipt of one note, or of several that were written quickly."""
    if len(notes) == 1:
        return Reply((line(notes[0]),), _single_buttons(state, notes[0]), slot, fresh)
    first = notes[0].id
    rows: list[tuple[Button, ...]] = []
    look = Button(Message("button.each"), f"each:{first}:0")
    asked = sum(askable(note) for note in notes)
    if asked:
        right = Message("button.all_right", {"n": asked}) if asked > 1 else Message("button.yes")
        rows.append((Button(right, f"all:{first}"), look))
    else:
        rows.append((look,))
    return Reply(tuple(line(note) for note in notes), (*rows, *_next_row(state)), slot, fresh)


def each(state: Conversation, notes: list[NoteView], index: int, slot: str, *, fresh: bool = False) -> Reply:
    """One note of several, with the way to the others."""
    note = notes[index]
    first = notes[0].id
    steps = [Button(Message("button.previous_note"), f"each:{first}:{index - 1}")] if index else []
    if index + 1 < len(notes):
        steps.append(Button(Message("button.next_note"), f"each:{first}:{index + 1}"))
    steps.append(Button(Message("button.list"), f"list:{first}"))
    where = Message("receipt.of", {"i": index + 1, "total": len(notes)})
    rows = [row for row in _single_buttons(state, note) if not any(b.action.startswith("next:") for b in row)]
    if not any(b.action == f"menu:{note.id}" for row in rows for b in row):
        rows.append((Button(Message("button.menu"), f"menu:{note.id}"),))
    return Reply((where, line(note)), (*rows, tuple(steps)), slot, fresh)


def line(note: NoteView) -> Message:
    """The one line of a receipt."""
    args: dict[str, Arg] = {"n": note.number, "text": quoted(note.text)}
    if note.deleted:
        return Message("receipt.deleted", args)
    if note.source == "voice" and not note.text:
        return Message("receipt.voice", {"n": note.number})
    if note.code:
        return Message("receipt.confirmed", {**args, "code": code_label(note.code)})
    if askable(note):
        return Message("receipt.ask", {**args, "code": code_label(note.suggestions[0].code)})
    return Message("receipt.unsure", args)


def families(note: NoteView, slot: str) -> Reply:
    """All eight families, each with one plain line."""
    lines = tuple(
        Message("choose.line", {"name": Message(f"family.{f}.label"), "text": Message(f"family.{f}.line")})
        for f in nomenclature.FAMILIES
    )
    head = Message("choose.family", {"n": note.number, "text": quoted(note.text)})
    return Reply((head, *lines), (*_family_rows(note), (back_button(note.id),)), slot)


def family(note: NoteView, letter: str, slot: str) -> Reply:
    """The components of one family, each with one plain line."""
    items = nomenclature.of_family(letter)
    lines = tuple(
        Message("choose.line", {"name": code_label(one.code), "text": Message(f"code.{one.code}.line")})
        for one in items
    )
    buttons = [Button(code_label(one.code), f"ok:{note.id}:{one.code}") for one in items]
    head = Message("choose.component", {"n": note.number, "text": quoted(note.text)})
    back = Button(Message("button.back"), f"more:{note.id}")
    return Reply((head, *lines), (*pairs(buttons), (back,)), slot)


def menu(note: NoteView, slot: str) -> Reply:
    """What can be done with a note."""
    wall = Message("button.off_wall") if note.on_wall else Message("button.on_wall")
    rows = (
        (Button(Message("button.edit"), f"edit:{note.id}"), Button(Message("button.delete"), f"del:{note.id}")),
        (Button(wall, f"wall:{note.id}"), Button(Message("button.other_topic"), f"more:{note.id}")),
        (back_button(note.id),),
    )
    body = [line(note)]
    if not note.on_wall:
        body.append(Message("receipt.off_wall"))
    if note.on_wall and note.care and note.care.review:
        body.append(Message("care.waiting"))
    if note.has_place:
        body.append(Message("receipt.has_place"))
    return Reply(tuple(body), rows, slot)


def split_question(note: NoteView, count: int, slot: str) -> Reply:
    """Whether a message becomes several notes."""
    rows = (
        (Button(Message("button.split", {"n": count}), f"split:{note.id}"),),
        (Button(Message("button.keep_one"), f"keep:{note.id}"),),
    )
    ask = Message("split.ask", {"n": count})
    return Reply((Message("receipt.plain", {"n": note.number, "text": quoted(note.text)}), ask), rows, slot)


def pairs(buttons: list[Button]) -> Rows:
    """Two buttons a row: what a phone shows without cutting labels."""
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def _family_rows(note: NoteView) -> Rows:
    return pairs([Button(Message(f"family.{f}.label"), f"fam:{note.id}:{f}") for f in nomenclature.FAMILIES])


def _next_row(state: Conversation) -> Rows:
    return ((next_button(state),),) if state.stage == "asking" else ()


def _single_buttons(state: Conversation, note: NoteView) -> Rows:
    more = Button(Message("button.menu"), f"menu:{note.id}")
    tail = ((more, next_button(state)),) if state.stage == "asking" else ((more,),)
    if note.deleted:
        return ((Button(Message("button.restore"), f"restore:{note.id}"),), *_next_row(state))
    if note.code or (note.source == "voice" and not note.text):
        return tail
    if askable(note):
        best, *rest = note.suggestions
        others = [Button(code_label(one.code), f"ok:{note.id}:{one.code}") for one in rest[:ALTERNATIVES]]
        first = (
            Button(Message("button.yes"), f"ok:{note.id}:{best.code}"),
            Button(Message("button.another"), f"more:{note.id}"),
        )
        return (first, *pairs(others), *tail)
    return (*_family_rows(note), *tail)
