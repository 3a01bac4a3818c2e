"""What became of one's notes, at any time; and saying more about one."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace

from coding.cleaning import has_words, is_emoji_only
from handlers.citizen import cards, care
from handlers.state import Undo
from handlers.talk import Talk
from handlers.types import Arg, Button, InLanguages, Message, NoteView, RoadStep, Text

IN_LIST = 120
"""How much of an answer the list of one's notes shows, in characters."""
Roads = Mapping[str, tuple[RoadStep, ...]]


def status(step: RoadStep) -> Message:
    """What happened, in a word or two."""
    if step.status == "referred" and step.department:
        return Message("status.referred_to", {"department": step.department})
    return Message(f"status.{step.status}")


def said(step: RoadStep) -> InLanguages | None:
    """What the town said about it, if anything."""
    return InLanguages(step.texts, step.default) if any(step.texts.values()) else None


def what(step: RoadStep) -> tuple[Message, ...]:
    """What happened, then why, then where to read on."""
    text = said(step)
    head: dict[str, Arg] = {"status": status(step)}
    if text:
        head["text"] = text
    return (Message("answer.what" if text else "answer.what_only", head), *after(step))


def after(step: RoadStep) -> tuple[Message, ...]:
    """Why, and where to read on."""
    lines = []
    if any(step.reasons.values()):
        lines.append(Message("answer.why", {"reason": InLanguages(step.reasons, step.default)}))
    if step.link:
        lines.append(Message("answer.link", {"link": step.link}))
    return tuple(lines)


def in_list(roads: Roads, note: NoteView, language: str) -> tuple[Message, ...]:
    """The line under a note in the list of one's own: its latest step."""
    steps = roads.get(note.id)
    if not steps:
        return ()
    text = said(steps[-1])
    values: dict[str, Arg] = {"status": status(steps[-1]), "date": steps[-1].day}
    if text:
        return (Message("mine.road_text", {**values, "text": cards.quoted(text.shown_in(language), IN_LIST)}),)
    return (Message("mine.road", values),)


async def road(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    """Every step of a note's road, with all that was said."""
    steps = (await talk.reads.roads((note.id,))).get(note.id, ())
    written = await day_of(talk, note)
    body = [_own_words(note, written)]
    if steps:
        body.append(Message("road.step", {"date": written, "status": Message("status.received")}))
    for step in steps:
        head = "road.step_corrected" if step.corrected else "road.step"
        body.append(Message(head, {"date": step.day, "status": status(step)}))
        text = said(step)
        body.extend([Message("raw", {"text": text})] if text else [])
        body.extend(after(step))
    if not steps:
        body.append(Message("road.none"))
    rows: list[tuple[Button, ...]] = []
    action = next((step.action for step in reversed(steps) if step.action), "")
    if action:
        rows.append((Button(Message("button.follow"), f"follow:{action}"),))
    rows.append(
        (Button(Message("button.tell"), f"tell:{note.id}"), Button(Message("button.the_note"), f"note:{note.id}"))
    )
    talk.say(*body, buttons=tuple(rows), slot=f"road:{note.id}", fresh=True)
    return True


async def tell(talk: Talk, note: NoteView, _rest: list[str]) -> bool:
    """[Tell us more]: the next text belongs to this note."""
    if note.deleted:
        return False
    talk.state = replace(talk.state, waiting_for=f"tell:{note.id}")
    row = (Button(Message("button.leave_it"), "leave"),)
    talk.say(_own_words(note, await day_of(talk, note)), Message("tell.ask"), buttons=(row,), slot="tell", fresh=True)
    return True


async def told(talk: Talk, text: Text) -> bool:
    """What somebody adds to a note, as a note of its own; ``False`` if that note is gone."""
    about = await talk.note((talk.state.waiting_for or "").removeprefix("tell:"))
    talk.state = replace(talk.state, waiting_for=None)
    if about is None or about.deleted:
        return False
    if not has_words(text.text) and not is_emoji_only(text.text):
        talk.say(Message("note.no_words"), slot="notice", fresh=True)
        return True
    prepared = talk.prepared
    note = await talk.add_note(
        text.text,
        ref=text.ref,
        suggestions=prepared.suggestions,
        model_version=prepared.model_version,
        care=prepared.care,
        about=about,
    )
    slot = f"note:{note.id}"
    talk.state = talk.state.with_card(slot, (note.id,)).with_undo(Undo("add", note.id))
    shown = cards.card(talk.state, [note], slot, fresh=True)
    shown = replace(shown, body=(*shown.body, Message("tell.done")))
    talk.replies.append(care.with_hint(talk, shown, (note,)))
    return True


async def day_of(talk: Talk, note: NoteView) -> dt.date:
    """On which day of the town's a note was written."""
    session = await talk.reads.session(note.session_id)
    return note.at.astimezone(zoneinfo.ZoneInfo(session.timezone) if session else dt.UTC).date()


def _own_words(note: NoteView, day: dt.date) -> Message:
    if not note.text:
        return Message("answer.you_said", {"date": day})
    return Message("answer.you_wrote", {"date": day, "text": note.text})
