"""Care for who writes: what others do not see of a note, and where help is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from handlers.talk import Talk
from handlers.types import AddNote, ChangeNote, Message, NoteView, Reply

HELP_AGAIN = dt.timedelta(hours=24)
"""The help line is shown at most this often."""


def with_hint(talk: Talk, receipt: Reply, notes: Sequence[NoteView]) -> Reply:
    """The receipt, with one line where others do not see all of a note."""
    masked = [note for note in notes if note.care is not None and note.care.safe_text != note.text]
    if not masked:
        return receipt
    kinds = set(talk.prepared.masked)
    several = len(masked) > 1 or len(kinds) != 1
    hint = Message("care.several" if several else f"care.{kinds.pop()}")
    return replace(receipt, body=(*receipt.body, hint))


async def show_help(talk: Talk) -> None:
    """The consultation's help line in the person's language, at most once a day; no question, no button, no verdict."""
    if talk.inbound.place == "group":
        return
    last = talk.state.help_at
    if last is not None and talk.inbound.at - last < HELP_AGAIN:
        return
    session = await talk.session()
    own = await talk.reads.help_line(session.id, talk.state.language) if session else None
    body = [Message("care.listen"), Message("raw", {"text": own}) if own else Message("care.numbers")]
    if any(isinstance(one, AddNote) or (isinstance(one, ChangeNote) and one.text is not None) for one in talk.effects):
        body.append(Message("care.kept"))
    talk.state = replace(talk.state, help_at=talk.inbound.at)
    talk.say(*body)
