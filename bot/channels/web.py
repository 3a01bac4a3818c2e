"""What arrives from the citizen's page: JSON from the script, plain forms without it, and spoken notes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coding.cleaning import LONGEST, clean
from handlers.types import Choice, Command, Content, Text

CHANNEL = "web"
ACTION = re.compile(r"[\w:.,-]{1,64}", re.ASCII)
NAME = re.compile(r"[a-z]{1,32}")
LONGEST_ID = 64
GONE = "gone"
"""Stands for a button that we cannot have sent: it is answered like any button that no longer works."""


class UnreadableError(Exception):
    """This is not something that our page sends."""


class TooLongError(Exception):
    """A text longer than a note can be; cutting it silently would lose words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that the page sent. ``id``: made by the page, once for every note; ``who``: whose page it was."""

    id: str
    content: Content = field(repr=False)
    who: str = field(repr=False)
    after: int = 0

    def external_id(self, address: str) -> str:
        """Unique for ever: of this person, id and content, so that nobody's ids can get in another's way."""
        data = "\0".join((address, self.id, repr(self.content)))
        return hashlib.sha256(data.encode("utf-8", "replace")).hexdigest()


def from_json(body: bytes) -> Sent:
    """What the page's script sends: ``{"id", "kind": text | choice | command, "value", "who", "after"}``.

    Raises:
        UnreadableError: it is something else.
        TooLongError: the text is longer than a note can be.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError from None
    if not isinstance(data, dict):
        raise UnreadableError
    return _sent(data, str(data.get("kind")), data.get("value"))


def from_form(form: Mapping[str, Any]) -> Sent:
    """What the page's plain form sends: a pressed ``choice`` or ``command``, else the ``text``.

    Raises:
        UnreadableError: it is something else.
        TooLongError: the text is longer than a note can be.
    """
    for kind in ("choice", "command", "text"):
        if kind in form:
            return _sent(form, kind, form[kind])
    raise UnreadableError


def text_content(text: str) -> Content:
    """A text, or the command that it is: people copy "/mine" from what they read."""
    if len(clean(text, longest=LONGEST + 1)) > LONGEST:
        raise TooLongError
    if text.lstrip().startswith("/"):
        name, _, argument = clean(text)[1:].partition(" ")
        if NAME.fullmatch(name.lower()):
            return Command(name.lower(), argument.strip())
    return Text(text)


def _sent(data: Mapping[str, Any], kind: str, value: object) -> Sent:
    sent_id, who, after = data.get("id"), data.get("who"), data.get("after", 0)
    if not (isinstance(value, str) and isinstance(sent_id, str) and 0 < len(sent_id) <= LONGEST_ID):
        raise UnreadableError
    try:
        number = int(after)
    except (TypeError, ValueError):
        raise UnreadableError from None
    return Sent(sent_id, _content(kind, value), who if isinstance(who, str) else "", number)


def _content(kind: str, value: str) -> Content:
    match kind:
        case "text":
            return text_content(value)
        case "choice":
            return Choice(value if ACTION.fullmatch(value) else GONE)
        case "command" if NAME.fullmatch(value):
            return Command(value)
    raise UnreadableError
