"""What a handler may look up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from handlers.types.views import ActionView, NoteView, PersonView, RoadStep, SessionView, Ticket


class Reads(Protocol):
    """What a handler may look up while it works out a turn; all of it sees the turn's own transaction."""

    async def session_by_code(self, code: str) -> SessionView | None:
        """The session that a join code leads to now, if the code is known and not expired."""

    async def open_session(self) -> SessionView | None:
        """The town's open, permanent consultation."""

    async def session(self, session_id: str) -> SessionView | None:
        """A session by its id."""

    async def help_line(self, session_id: str, language: str) -> str | None:
        """Where the consultation of a session sends people in danger for help, in this language, if it says so."""

    async def person(self) -> PersonView | None:
        """The person behind this address, if they take part."""

    async def notes(self, session_id: str) -> tuple[NoteView, ...]:
        """This person's notes of the session, oldest first, deleted ones too."""

    async def all_notes(self) -> tuple[NoteView, ...]:
        """This person's notes of all sessions, oldest first, deleted ones too."""

    async def last_number(self, session_id: str) -> int:
        """The highest number of this person's notes of the session, deleted ones too; 0 without notes."""

    async def note(self, note_id: str) -> NoteView | None:
        """One note of this person; ``None`` for anybody else's."""

    async def note_by_ref(self, ref: str) -> NoteView | None:
        """This person's note that came as the channel's message ``ref``."""

    async def roads(self, note_ids: Collection[str]) -> Mapping[str, tuple[RoadStep, ...]]:
        """The roads of this person's notes, oldest step first; notes without a step are left out."""

    async def action(self, action_id: str) -> ActionView | None:
        """A pilot action that the public may see."""

    async def actions(self, session_id: str) -> tuple[ActionView, ...]:
        """All of them, of a session's consultation, newest first."""

    async def earlier_notes(self, session_id: str) -> tuple[NoteView, ...]:
        """This person's notes of the group's sessions before this one, oldest first, without deleted ones."""

    async def tickets(self, session_id: str, step: int) -> tuple[Ticket, ...]:
        """What is voted on in a step of a session, in the order in which it is shown."""

    async def votes(self, session_id: str, step: int) -> frozenset[str]:
        """What this person has voted for in a step of a session."""

    async def unsent_slots(self, prefix: str) -> tuple[str, ...]:
        """Slots with this prefix whose latest reply still waits to be sent, oldest first."""
