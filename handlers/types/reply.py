"""What goes out: messages of the catalogue, buttons, replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A catalogue message and its arguments; it becomes text only when it is shown, in the reader's language.

    Arguments are text (shown as people wrote it), numbers, dates, further messages, texts in several languages, or a
    tuple of these (a list). ``n`` in the arguments selects the plural form.
    """

    id: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InLanguages:
    """What somebody wrote in several languages, by language code; which one is shown is decided when it is shown."""

    texts: Mapping[str, str]
    default: str = "en"

    def shown_in(self, language: str) -> str:
        """The text in the reader's language, else in ``default``, else in English, else in any; empty without texts."""
        return next((self.texts[one] for one in self.order(language) if self.texts.get(one)), "")

    def order(self, language: str) -> tuple[str, ...]:
        """The languages in the order in which they are tried."""
        return (language, self.default, "en", *self.texts)


Arg = str | int | float | dt.date | Message | InLanguages | tuple["Arg", ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: pressing it comes back as ``Choice(action)``, at most 64 bytes of UTF-8 (Telegram's callback_data)."""

    label: Message
    action: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person: its lines, and buttons under it.

    ``slot`` names what the message is about ("note:K7Q2…"): a later reply with the same slot replaces the earlier one
    in place instead of adding to the chat, unless it is ``fresh``: then it comes last and takes the slot over.
    ``replaces``: slots whose replies are dropped if they still wait unsent (a person who writes fast gets one receipt
    for all, not five). ``document`` names a file made when it is sent ("mydata"). ``menu``: the channel's own menu
    speaks the language of this reply from now on.
    """

    body: tuple[Message, ...]
    buttons: Rows = ()
    slot: str | None = None
    fresh: bool = False
    replaces: tuple[str, ...] = ()
    document: str | None = None
    menu: bool = False


PULL_CHANNELS = frozenset({"web", "terminal"})
"""Channels that fetch their messages: what is stored is at once delivered. All others are sent to by the pacer."""
