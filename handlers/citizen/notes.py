"""Writing: a text becomes a note, a long list may become several, an edit changes the note it came from."""

from __future__ import annotations

from dataclasses import replace

from coding.cleaning import has_words, is_emoji_only
from handlers.citizen import care, questions, road
from handlers.citizen.cards import card, line, split_question
from handlers.citizen.language import offer_language
from handlers.state import EarlyText, Part, Undo
from handlers.talk import Prepared, Talk
from handlers.types import Button, Care, ChangeNote, Edit, Message, NoteView, Reply, Text, Voice

MERGED = 8
"""How many notes one merged receipt shows at most."""


async def write(talk: Talk, text: Text) -> None:
    """A text in the middle of a question."""
    if talk.state.waiting_for and talk.state.waiting_for.startswith("edit:"):
        await finish_edit(talk, text)
        return
    if talk.state.waiting_for and talk.state.waiting_for.startswith("tell:") and await road.told(talk, text):
        return
    if text.forwarded:
        talk.state = replace(talk.state, held=keep_for_later(talk, text.text, None))
        row = (Button(Message("button.forward_yes"), "held:yes"), Button(Message("button.forward_no"), "held:no"))
        talk.say(Message("forward.ask"), buttons=(row,), slot="held", fresh=True)
        return
    if talk.state.stage != "asking":
        await _back_to_asking(talk)
    await note_from_text(talk, text.text, text.ref)
    if not talk.prepared.in_danger:
        await offer_language(talk)


def keep_for_later(talk: Talk, text: str, ref: str | None) -> EarlyText:
    """A text that may become a note later, with what was prepared for it."""
    known = talk.prepared
    return EarlyText(text, ref, known.suggestions, known.language, known.care, known.model_version)


async def note_from_kept(talk: Talk, kept: EarlyText) -> None:
    """A text that waited is a note now."""
    talk.prepared = Prepared(kept.suggestions, kept.model_version, language=kept.language, care=kept.care)
    await note_from_text(talk, kept.text, kept.ref)


async def note_from_text(talk: Talk, text: str, ref: str | None) -> None:
    """Store one note and show its receipt."""
    if not has_words(text) and not is_emoji_only(text):
        talk.say(Message("note.no_words"), slot="notice", fresh=True)
        return
    session = await talk.session()
    if session is not None and session.over:
        talk.say(Message("note.over"), slot="notice", fresh=True)
        return
    prepared = talk.prepared
    note = await talk.add_note(
        text,
        ref=ref,
        suggestions=prepared.suggestions,
        model_version=prepared.model_version,
        care=prepared.care,
    )
    talk.state = talk.state.with_undo(Undo("add", note.id))
    parts = prepared.parts
    if len(parts) > 1:
        talk.state = talk.state.with_parts(note.id, parts)
        slot = f"note:{note.id}"
        talk.state = talk.state.with_card(slot, (note.id,))
        talk.replies.append(care.with_hint(talk, replace(split_question(note, len(parts), slot), fresh=True), (note,)))
        return
    await receipt(talk, (note,))


async def receipt(talk: Talk, new: tuple[NoteView, ...]) -> None:
    """The receipt for new notes, together with those whose receipt still waits to be sent."""
    waiting = await talk.reads.unsent_slots("note:")
    ids: list[str] = []
    joined: list[str] = []
    for slot in waiting:
        its_ids = talk.state.cards.get(slot, ())
        if its_ids and not any(one in talk.state.parts for one in its_ids) and len(ids) + len(its_ids) < MERGED:
            ids.extend(its_ids)
            joined.append(slot)
    # receipts of this very turn (texts that waited for the consent) join as well
    for reply in list(talk.replies):
        its_ids = talk.state.cards.get(reply.slot or "", ())
        if its_ids and len(ids) + len(its_ids) < MERGED and not any(one in talk.state.parts for one in its_ids):
            talk.replies.remove(reply)
            ids.extend(one for one in its_ids if one not in ids)
    ids.extend(note.id for note in new)
    slot = f"note:{ids[0]}"
    talk.state = talk.state.with_card(slot, tuple(ids))
    all_notes = await notes_of(talk, tuple(ids))
    shown = card(talk.state, all_notes, slot, fresh=True)
    if talk.state.led and len(ids) == len(new) and await _first_here(talk, new[0]):
        shown = replace(shown, body=(*shown.body, Message("led.more")))
    talk.replies.append(care.with_hint(talk, replace(shown, replaces=tuple(joined)), all_notes))


async def _first_here(talk: Talk, note: NoteView) -> bool:
    return not any(one.question == note.question and one.id != note.id for one in await talk.kept())


async def notes_of(talk: Talk, ids: tuple[str, ...]) -> list[NoteView]:
    """The notes with these ids that still exist, in that order."""
    found = [await talk.note(one) for one in ids]
    return [note for note in found if note is not None]


async def split(talk: Talk, note: NoteView) -> None:
    """[Make it n notes]."""
    parts = talk.state.parts.get(note.id, ())
    if not parts or note.deleted:
        await show(talk, note)
        return
    slot, _ = talk.state.card_of(note.id)
    await talk.change(note, ChangeNote(note.id, deleted=True))
    new = [
        await talk.add_note(
            part.text,
            suggestions=part.suggestions,
            model_version=part.model_version,
            question=note.question,
            care=part.care,
        )
        for part in parts
    ]
    ids = tuple(one.id for one in new)
    talk.state = talk.state.without_parts(note.id).with_card(slot, ids).with_undo(Undo("split", note.id, ",".join(ids)))
    talk.replies.append(card(talk.state, new, slot))


async def keep_one(talk: Talk, note: NoteView) -> None:
    """[Keep as one]."""
    talk.state = talk.state.without_parts(note.id)
    await show(talk, note)


async def show(talk: Talk, note: NoteView) -> None:
    """The receipt that a note is on, as it stands now."""
    slot, ids = talk.state.card_of(note.id)
    notes = await notes_of(talk, ids)
    parts: tuple[Part, ...] = talk.state.parts.get(note.id, ())
    if parts and not note.deleted:
        talk.replies.append(split_question(note, len(parts), slot))
    else:
        talk.replies.append(card(talk.state, notes or [note], slot))


async def change_text(talk: Talk, note: NoteView, text: str) -> NoteView:
    """Give a note another text; its author's coding stands, and is asked again only if the new words say otherwise.

    Not for a note that is coded blind: being asked again would tell what the suggestion is not.
    """
    talk.state = talk.state.without_parts(note.id).with_undo(
        Undo("edit", note.id, note.text, note.suggestions, note.care)
    )
    changed = await talk.change(
        note,
        ChangeNote(
            note.id,
            text=text,
            language=talk.prepared.language,
            suggestions=talk.prepared.suggestions,
            model_version=talk.prepared.model_version,
            care=talk.prepared.care,
        ),
    )
    best = talk.prepared.suggestions[:1]
    if changed.code and best and best[0].code[0] != changed.code[0] and not changed.blind:
        changed = await talk.confirm(changed, None)
    return changed


async def edited(talk: Talk, edit: Edit) -> None:
    """The channel's own edit of an earlier message."""
    fresh = keep_for_later(talk, edit.text, edit.ref)
    early = [fresh if one.ref == edit.ref else one for one in talk.state.early]
    if tuple(early) != talk.state.early:
        talk.state = replace(talk.state, early=tuple(early))
        return
    note = await talk.reads.note_by_ref(edit.ref)
    if note is None:
        return  # an edit of something that is not a note: a command, or a message from before
    if note.deleted:
        talk.say(Message("edit.gone", {"n": note.number}), slot="notice", fresh=True)
        return
    await show(talk, await change_text(talk, note, edit.text))


async def begin_edit(talk: Talk, note: NoteView) -> None:
    """[Edit]: the next text is this note's new text."""
    talk.state = replace(talk.state, waiting_for=f"edit:{note.id}")
    row = (Button(Message("button.leave_it"), "leave"),)
    talk.say(line(note), Message("edit.ask"), buttons=(row,), slot="edit", fresh=True)


async def finish_edit(talk: Talk, text: Text) -> None:
    """The new text of a note."""
    note = await talk.note((talk.state.waiting_for or "").removeprefix("edit:"))
    talk.state = replace(talk.state, waiting_for=None)
    if note is None or note.deleted:
        await note_from_text(talk, text.text, text.ref)
        return
    if not has_words(text.text) and not is_emoji_only(text.text):
        talk.say(Message("note.no_words"), slot="notice", fresh=True)
        return
    changed = await change_text(talk, note, text.text)
    talk.say(Message("edit.done", {"n": note.number}), slot="edit")
    slot, _ = talk.state.card_of(note.id)
    shown = card(talk.state, [changed], f"note:{note.id}" if slot.startswith("note:") else slot, fresh=True)
    talk.state = talk.state.with_card(shown.slot or slot, (changed.id,))
    talk.replies.append(care.with_hint(talk, shown, (changed,)))


async def spoken(talk: Talk, voice: Voice) -> None:
    """A voice message is a note."""
    if talk.state.stage != "asking":
        await _back_to_asking(talk)
    note = await talk.add_note("", ref=voice.ref, voice=voice, care=Care(""))
    talk.state = talk.state.with_undo(Undo("add", note.id))
    slot = f"note:{note.id}"
    talk.state = talk.state.with_card(slot, (note.id,))
    shown: Reply = card(talk.state, [note], slot, fresh=True)
    talk.replies.append(replace(shown, body=(*shown.body, Message("voice.what_happens"))))


async def _back_to_asking(talk: Talk) -> None:
    """Whoever writes after the end goes on in the last question."""
    session = await talk.session()
    if session is not None and talk.state.question not in session.questions:
        talk.state = replace(talk.state, question=session.questions[-1])
    if talk.state.stage in ("new", "welcome"):
        await questions.ask(talk)
    talk.state = replace(talk.state, stage="asking")
