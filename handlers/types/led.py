"""What a facilitator's handler may know: her groups, meetings and walls; and how it asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from handlers.types.reply import Message
from handlers.types.views import Per, SessionView

Move = Literal["start", "next", "back", "pause", "go_on", "close", "reopen"]
"""A step of whoever leads a session."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where people join: our address, and the Telegram bot's name or nothing. ``local``: only this machine can."""

    base: str = ""
    bot: str = ""
    local: bool = True


@dataclass(frozen=True, slots=True)
class LedSession:
    """A session as its facilitator sees it: numbers, never names."""

    view: SessionView
    moves: tuple[Move, ...]
    people: int
    writing: int
    notes: int


@dataclass(frozen=True, slots=True)
class LedGroup:
    """A group of a facilitator, with its newest session. ``chat``: it has a chat of its own."""

    id: str
    name: str
    join_code: str
    language: str
    session: LedSession | None
    chat: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people words to a group would reach, and about how long that takes."""

    people: int
    seconds: int
    stopped: int
    quiet: bool


@dataclass(frozen=True, slots=True)
class Became:
    """What became of words to a group, in people; ``chat``: in its own chat ("waiting", "sent", "refused"), if any."""

    delivered: int
    waiting: int
    failed: int
    left: int
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class LedWall:
    """The wall of a meeting as its facilitator steers it; numbers of notes. ``named``: of ``queue``, may name somebody.

    ``waiting`` come together in a small group; of these, ``alone`` would tell their authors by their language.
    """

    session_id: str
    frozen: bool
    counts: bool
    moderated: bool
    waiting: int
    alone: int
    queue: int
    named: int


@dataclass(frozen=True, slots=True)
class Summed:
    """What everybody would read of a meeting; ``seen`` names just this.

    ``picture`` goes with it (as in ``Reply.document``); ``sent``: it has been approved; ``children``: they get none.
    """

    seen: str
    body: tuple[Message, ...]
    picture: str | None
    sent: bool
    children: bool


class StaffReads(Protocol):
    """What a facilitator's turn may look up; all of it is hers, or ``None``."""

    async def is_staff(self, address: str | None = None) -> bool:
        """Whether a facilitator or an admin works from this chat, or from another one of the same channel."""

    async def invitation(self, token: str) -> bool:
        """Whether a one-time link still works."""

    async def can_make_groups(self) -> bool:
        """Whether there is a consultation that a new group could be part of."""

    async def led_groups(self) -> tuple[LedGroup, ...]:
        """Her groups, the newest first."""

    async def led_group(self, group_id: str) -> LedGroup | None:
        """One of her groups."""

    async def group_of_code(self, code: str, sender: str) -> LedGroup | None:
        """The group with this join code, if it is one of whoever works from the chat ``sender``."""

    async def reached(self, group_id: str, texts: Per) -> Reached | None:
        """Whom these words would reach; ``None`` where nobody may be written to now: children after their meeting."""

    async def became(self, group_id: str, message_id: str) -> Became | None:
        """What became of words to a group."""

    async def is_townless(self) -> bool:
        """Whether she is the first of a town that is not set up yet."""

    async def wall(self, group_id: str) -> LedWall | None:
        """The wall of a group's newest meeting."""

    async def summed(self, group_id: str) -> Summed | None:
        """What the newest meeting of a group brought."""
