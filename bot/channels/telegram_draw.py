"""Messages as Telegram takes them: texts cut to its length, rows of buttons as an inline keyboard."""

from __future__ import annotations

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from scheduler.protocols import Drawn, DrawnButton

log = structlog.get_logger()

LONGEST_TEXT = 4096
"""Counted here in UTF-16 units, the stricter reading. https://core.telegram.org/bots/api#sendmessage"""
LONGEST_CAPTION = 1024
"""https://core.telegram.org/bots/api#sendphoto"""
LONGEST_DATA = 64
"""Bytes of callback_data. https://core.telegram.org/bots/api#inlinekeyboardbutton"""
PRIVATE = "private:"
"""An action that opens the private chat with the bot: the join code follows."""


def parts(drawn: Drawn) -> tuple[Drawn, ...]:
    """One message a part: the text (the buttons stand under its end), then each file.

    A picture has the text under it if that fits there, else it comes before the text.
    """
    if drawn.picture is not None and 0 < _units(drawn.text) <= LONGEST_CAPTION:
        return (Drawn(drawn.text, drawn.rows, picture=drawn.picture), *(Drawn("", files=(one,)) for one in drawn.files))
    texts = cut(drawn.text)
    shown = [Drawn("", picture=drawn.picture)] if drawn.picture is not None else []
    shown.extend(Drawn(text) for text in texts[:-1])
    shown.extend(Drawn(text, drawn.rows) for text in texts[-1:])
    shown.extend(Drawn("", files=(file,)) for file in drawn.files)
    return tuple(shown)


def cut(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """The text in pieces of at most ``longest`` units, cut at a line, else a word, else anywhere; none is empty."""
    pieces = []
    while _units(text) > longest:
        end = _fitting(text, longest)
        at = max(text.rfind("\n", 1, end), 0) or max(text.rfind(" ", 1, end), 0) or end
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [piece for piece in (*pieces, text) if piece.strip()]


def keyboard(rows: tuple[tuple[DrawnButton, ...], ...], bot_name: str) -> InlineKeyboardMarkup | None:
    """The buttons; ``None`` without any."""
    drawn = [[made for one in row if (made := _button(one, bot_name))] for row in rows]
    return InlineKeyboardMarkup([row for row in drawn if row]) if any(drawn) else None


def _button(button: DrawnButton, bot_name: str) -> InlineKeyboardButton | None:
    if button.action.startswith(PRIVATE):
        url = create_deep_linked_url(bot_name, button.action.removeprefix(PRIVATE))
        return InlineKeyboardButton(button.label, url=url)
    if len(button.action.encode()) > LONGEST_DATA:
        log.error("button_left_out", verb=button.action.partition(":")[0])
        return None
    return InlineKeyboardButton(button.label, callback_data=button.action)


def _units(text: str) -> int:
    return len(text) + sum(one > "\uffff" for one in text)


def _fitting(text: str, longest: int) -> int:
    """How many characters fit into ``longest`` units."""
    units = 0
    for index, one in enumerate(text):
        units += 2 if one > "\uffff" else 1
        if units > longest:
            return index
    return len(text)
