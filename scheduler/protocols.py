"""What the pacer needs of others: somebody who draws a message as text, and a channel that sends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

from storage.outbox import Outgoing


@dataclass(frozen=True, slots=True)
class DrawnButton:
    """A button with its words in the person's language."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A file to send along."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as the person will see it: plain text, never markup, so nothing in it can be markup by accident.

    ``picture``: a PNG that is shown with the text. All that it says, the text says too.
    """

    text: str
    rows: tuple[tuple[DrawnButton, ...], ...] = ()
    files: tuple[DrawnFile, ...] = ()
    picture: bytes | None = field(default=None, repr=False)


class Renderer(Protocol):
    """Draws a message in the person's language, at the moment it is sent."""

    async def draw(self, outgoing: Outgoing) -> Drawn:
        """The message as text, buttons and files."""


class Channel(Protocol):
    """Somewhere a message can be sent to."""

    name: str

    def parts(self, drawn: Drawn) -> tuple[Drawn, ...]:
        """The message as one or more that the channel can send, each passing the limits by itself; the text first."""

    async def send(self, outgoing: Outgoing, drawn: Drawn) -> str | None:
        """Send one part, or change ``outgoing.edits`` in place; returns the channel's id of a message with text.

        Raises:
            TryLaterError: it may work later.
            PersonLeftError: the person blocked the bot or their chat is gone.
            RefusedError: it can never be sent.
        """

    def is_group(self, address: str) -> bool:
        """Whether the address is a group chat, which has limits of its own."""


class TryLaterError(Exception):
    """Not now. ``after``: how long the other side asked to wait; ``everybody``: the wait is for the whole channel."""

    def __init__(self, reason: str, after: dt.timedelta | None = None, *, everybody: bool = False) -> None:
        super().__init__(reason)
        self.after = after
        self.everybody = everybody


class PersonLeftError(Exception):
    """The person can't be written to any more."""


class RefusedError(Exception):
    """The message itself was refused; sending it again would be refused again."""


class Clock(Protocol):
    """Says what time it is."""

    def __call__(self) -> dt.datetime:
        """Now, aware, UTC."""
