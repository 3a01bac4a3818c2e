"""What comes in: texts, presses, commands and the rest, as any channel hands them over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """A message that the person wrote. ``ref`` is the channel's own id of it, so that a later edit finds the note."""

    text: str
    ref: str | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The person changed an earlier message of theirs in the channel itself."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A pressed button: ``action`` is the ``Button.action`` that we sent, or what a hostile client made of it."""

    action: str


@dataclass(frozen=True, slots=True)
class Command:
    """``/name argument``; the name without slash, in lower case."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A spoken note: the sound itself, its MIME type and length in seconds."""

    sound: bytes = field(repr=False)
    mime: str
    seconds: int
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the person sent, WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked the bot, or left in another way that the channel reports."""


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is not an answer: a sticker, a photo, a poll, a thing the channel adds tomorrow."""

    kind: str


@dataclass(frozen=True, slots=True)
class Paced:
    """Not from the person: the led session that they are in has moved, or paused, or ended."""

    session_id: str


Content = Text | Edit | Choice | Command | Voice | Location | Left | Other | Paced


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened on a channel.

    ``(channel, external_id)`` is unique for ever: the same inbound twice is one inbound. ``address`` is where the
    answer goes (a chat id, a web token); it is personal data, so it stays out of ``repr`` and logs. In a group,
    ``sender`` is the private address of who wrote, where the channel tells.
    """

    channel: str
    external_id: str
    address: str = field(repr=False)
    content: Content = field(repr=False)
    at: dt.datetime
    language_hint: str | None = None
    place: Literal["private", "group"] = "private"
    sender: str | None = field(default=None, repr=False)
