"""The second meeting: everybody looks through the topics of the notes that they wrote before, in one list."""

from __future__ import annotations

from handlers.citizen.cards import card
from handlers.talk import Talk
from handlers.types import Button, Message, SessionView

LISTED = 24
"""How many notes one list shows; those without a topic of their author's come first."""
SLOT = "check"


async def own_notes(talk: Talk, session: SessionView, head: Message, ways: tuple[Button, ...], *, fresh: bool) -> None:
    """The notes of the group's earlier meetings with their topics: right, or to be changed one by one."""
    talk.say(head, buttons=(ways,), slot="question", fresh=fresh)
    notes = [note for note in await talk.reads.earlier_notes(session.id) if note.text and not note.deleted]
    if not notes:
        talk.say(Message("check.none"), slot=SLOT, fresh=fresh)
        return
    chosen = sorted(notes, key=lambda note: note.code is not None)[:LISTED]
    listed = [note for note in notes if note in chosen]
    talk.state = talk.state.with_card(SLOT, tuple(note.id for note in listed))
    talk.replies.append(card(talk.state, listed, SLOT, fresh=fresh))
