"""Every button, by the first word of its action. What does not fit the person's own notes does no harm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from coding import nomenclature
from handlers.citizen import actions, arrive, cards, commands, language, mine, notes, questions, road, voting
from handlers.state import Undo
from handlers.talk import Talk
from handlers.types import ChangeNote, Location, Message, NoteView, Text

LEFT = {"edit": "edit.left", "tell": "tell.left", "language": "language.left"}
"""What is said when somebody lets go of what they were asked, by what the next text would have been."""

REDRAWN = 5
"""How many open receipts are said anew in a new language; Telegram takes about one change a second in a chat."""


async def choose(talk: Talk, action: str) -> None:
    """Carry out a button."""
    verb, *rest = action.split(":")
    if verb in ANYTIME and not rest:
        await ANYTIME[verb](talk)
        return
    if verb in OPEN_TO_ALL and len(rest) == 1:
        if await OPEN_TO_ALL[verb](talk, rest[0]):
            return
    elif await arrive.takes_part(talk):
        if verb in PLAIN and not rest:
            await PLAIN[verb](talk)
            return
        if verb in WITH_WORD and len(rest) == 1 and await WITH_WORD[verb](talk, rest[0]):
            return
        if verb in WITH_NOTE and rest:
            note = await talk.note(rest[0])
            if note is not None and await WITH_NOTE[verb](talk, note, rest[1:]):
                return
    else:
        await arrive.welcome(talk, fresh=False)
        return
    talk.say(Message("button.stale"), slot="notice", fresh=True)


async def _speak(talk: Talk, word: str) -> bool:
    if not await language.speak(talk, word):
        return False
    await _redraw(talk)
    return True


async def _enter(talk: Talk, word: str) -> bool:
    await arrive.enter(talk, word)
    return True


async def _redraw(talk: Talk) -> None:
    """What stands in front of the person, in the new language."""
    if not await arrive.takes_part(talk):
        await arrive.welcome(talk)
    elif talk.state.stage == "starring":
        await questions.stars(talk)
    elif talk.state.stage == "done":
        await questions.thank(talk)
    else:
        await _open_receipts(talk)
        await questions.ask(talk, fresh=False)


async def _open_receipts(talk: Talk) -> None:
    """The latest receipts that still ask something: their buttons stand in the chat in the earlier language."""
    kept = {note.id: note for note in await talk.kept()}
    for slot, ids in list(talk.state.cards.items())[-REDRAWN:]:
        shown = [kept[one] for one in ids if one in kept]
        if any(cards.askable(note) for note in shown):
            talk.replies.append(cards.card(talk.state, shown, slot))


async def _next(talk: Talk, word: str) -> bool:
    """An old "next" is only a look at where one is: the question number in it must be the current one."""
    if talk.state.stage == "asking" and word == str(talk.state.question):
        await questions.step_on(talk)
    return word.isdecimal()


async def _ready(talk: Talk, word: str) -> bool:
    """Whoever is ready in a led session says so; an old button says nothing."""
    session = await talk.session()
    if session is None or not session.paced:
        return False
    if word == str(talk.state.question):
        await questions.ready(talk, session)
    return word.isdecimal()


async def _vote(talk: Talk, word: str) -> bool:
    step, _, target = word.partition("-")
    if not step.isdecimal() or not await voting.vote(talk, int(step), target):
        return False
    await questions.ask(talk, fresh=False)
    return True


async def _go(talk: Talk, word: str) -> bool:
    return word.isdecimal() and await questions.go(talk, int(word))


async def _stars_page(talk: Talk, word: str) -> bool:
    if not word.lstrip("-").isdecimal():
        return False
    await questions.stars(talk, page=int(word))
    return True


async def _mine_page(talk: Talk, word: str) -> bool:
    if not word.lstrip("-").isdecimal():
        return False
    await mine.mine(talk, page=int(word), fresh=False)
    return True


async def _held(talk: Talk, word: str) -> bool:
    """A forwarded text: one's own idea too, or not."""
    held = talk.state.held
    talk.state = replace(talk.state, held=None)
    if held and word == "yes":
        talk.say(Message("forward.kept"), slot="held")
        await notes.note_from_kept(talk, held)
    else:
        talk.say(Message("forward.left"), slot="held")
    return True


async def _place(talk: Talk, word: str) -> bool:
    """Whether the last note gets the place that was sent."""
    place, kept = talk.state.place, await talk.kept()
    note = kept[-1] if kept else None
    talk.state = replace(talk.state, place=None)
    if place and note and word == "yes":
        await talk.change(note, ChangeNote(note.id, place=Location(*place)))
        talk.say(Message("place.kept", {"n": note.number}), slot="place")
    else:
        talk.say(Message("place.left"), slot="place")
    return True


async def _leave(talk: Talk) -> None:
    """[Leave it as it is], [No]: whatever was asked is let go."""
    waiting, _, _ = (talk.state.waiting_for or "language").partition(":")
    talk.state = replace(talk.state, waiting_for=None)
    talk.say(Message(LEFT.get(waiting, "language.left")), slot=waiting)


async def _ok(talk: Talk, note: NoteView, rest: list[str]) -> bool:
    """A code is right: confirmed. In a list of several, on to the next open one."""
    if len(rest) != 1 or rest[0] not in nomenclature.components() or note.deleted:
        return False
    before = note.code
    note = await talk.confirm(note, rest[0])
    if before != note.code:
        talk.state = talk.state.with_undo(Undo("confirm", note.id, before))
    slot, ids = talk.state.card_of(note.id)
    if len(ids) == 1:
        await notes.show(talk, note)
        return True
    shown = await notes.notes_of(talk, ids)
    at = ids.index(note.id)
    open_after = [i for i in [*range(at + 1, len(shown)), *range(at)] if not shown[i].code and not shown[i].deleted]
    if open_after:
        talk.replies.append(cards.each(talk.state, shown, open_after[0], slot))
    else:
        talk.replies.append(cards.card(talk.state, shown, slot))
    return True


async def _all(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    """All suggestions that a list puts forward are right."""
    slot, ids = talk.state.card_of(note.id)
    shown = await notes.notes_of(talk, ids)
    done = []
    for one in shown:
        if cards.askable(one):
            talk.state = talk.state.with_undo(Undo("confirm", one.id))
            done.append(await talk.confirm(one, one.suggestions[0].code))
        else:
            done.append(one)
    talk.replies.append(cards.card(talk.state, done, slot))
    return True


async def _each(talk: Talk, note: NoteView, rest: list[str]) -> bool:
    if len(rest) != 1 or not rest[0].isdecimal():
        return False
    slot, ids = talk.state.card_of(note.id)
    shown = await notes.notes_of(talk, ids)
    if not shown:
        return False
    talk.replies.append(cards.each(talk.state, shown, min(int(rest[0]), len(shown) - 1), slot))
    return True


async def _card(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    slot, ids = talk.state.card_of(note.id)
    if len(ids) > 1:
        shown = await notes.notes_of(talk, ids)
        talk.replies.append(cards.each(talk.state, shown, ids.index(note.id), slot))
    else:
        await notes.show(talk, note)
    return True


async def _list(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    await notes.show(talk, note)
    return True


async def _more(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if note.deleted:
        return False
    talk.replies.append(cards.families(note, talk.state.card_of(note.id)[0]))
    return True


async def _family(talk: Talk, note: NoteView, rest: list[str]) -> bool:
    if note.deleted or len(rest) != 1 or len(rest[0]) != 1 or rest[0] not in nomenclature.FAMILIES:
        return False
    talk.replies.append(cards.family(note, rest[0], talk.state.card_of(note.id)[0]))
    return True


async def _menu(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if note.deleted:
        return False
    talk.replies.append(cards.menu(note, talk.state.card_of(note.id)[0]))
    return True


async def _edit(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if note.deleted:
        return False
    await notes.begin_edit(talk, note)
    return True


async def _delete(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if not note.deleted:
        note = await talk.change(note, ChangeNote(note.id, deleted=True, starred=False))
        talk.state = talk.state.without_parts(note.id).with_undo(Undo("delete", note.id))
    await _card(talk, note, [])
    return True


async def _restore(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if note.deleted:
        note = await talk.change(note, ChangeNote(note.id, deleted=False))
    await _card(talk, note, [])
    return True


async def _wall(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    if note.deleted:
        return False
    talk.state = talk.state.with_undo(Undo("wall", note.id))
    note = await talk.change(note, ChangeNote(note.id, on_wall=not note.on_wall))
    talk.replies.append(cards.menu(note, talk.state.card_of(note.id)[0]))
    return True


async def _split(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    await notes.split(talk, note)
    return True


async def _keep(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    await notes.keep_one(talk, note)
    return True


async def _star(talk: Talk, note: NoteView, rest: list[str]) -> bool:
    if note.deleted or len(rest) != 1 or not rest[0].isdecimal():
        return False
    await questions.star(talk, note, int(rest[0]))
    return True


async def _open_note(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    """A note from the list of one's own, on a receipt of its own at the end of the chat."""
    slot = f"note:{note.id}"
    talk.state = talk.state.with_card(slot, (note.id,))
    talk.replies.append(cards.card(talk.state, [note], slot, fresh=True))
    return True


async def write_text(talk: Talk, text: Text) -> None:
    """A text: waits before the consent, is a note after it."""
    if await arrive.takes_part(talk):
        await notes.write(talk, text)
    else:
        await arrive.early(talk, text)


ANYTIME: dict[str, Callable[[Talk], Awaitable[None]]] = {
    "in": arrive.take_part,
    "about": lambda talk: arrive.welcome(talk, more=True),
    "later": arrive.not_now,
    "open": arrive.open_consultation,
    "languages": language.languages,
    "leave": _leave,
}
OPEN_TO_ALL: dict[str, Callable[[Talk, str], Awaitable[bool]]] = {
    "lang": _speak,
    "enter": _enter,
    "action": actions.show,
    "follow": actions.follow,
    "unfollow": actions.unfollow,
}

PLAIN: dict[str, Callable[[Talk], Awaitable[None]]] = {
    "mine": mine.mine,
    "review": mine.review,
    "done": questions.thank,
    "undo": commands.undo,
    "actions": actions.listed,
}
WITH_WORD: dict[str, Callable[[Talk, str], Awaitable[bool]]] = {
    "next": _next,
    "ready": _ready,
    "vote": _vote,
    "go": _go,
    "stars": _stars_page,
    "page": _mine_page,
    "held": _held,
    "place": _place,
    "forget": commands.forget_choice,
}


async def _heard(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    """What was typed is what was said: the message becomes the note's receipt."""
    await notes.show(talk, note)
    return True


WITH_NOTE: dict[str, Callable[[Talk, NoteView, list[str]], Awaitable[bool]]] = {
    "ok": _ok,
    "all": _all,
    "each": _each,
    "card": _card,
    "list": _list,
    "more": _more,
    "fam": _family,
    "menu": _menu,
    "edit": _edit,
    "del": _delete,
    "restore": _restore,
    "wall": _wall,
    "split": _split,
    "keep": _keep,
    "star": _star,
    "note": _open_note,
    "road": road.road,
    "tell": road.tell,
    "heard": _heard,
}
