"""What Telegram's errors mean for a message: later, never, or the person has left.

The words of an error are never passed on: the token stands in some, and people's own words in others.
"""

from __future__ import annotations

import datetime as dt

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from scheduler.protocols import Clock, PersonLeftError, RefusedError, TryLaterError

log = structlog.get_logger()

TOKEN_PAUSE = dt.timedelta(minutes=5)
"""How long we wait after Telegram refused the token: somebody has to correct it."""
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated")
SAME = "message is not modified"
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the")
NO_PICTURE = ("photo", "image_process_failed")
"""The picture was refused, or the chat takes none."""
EXPLAINED = ("message is too long", "message text is empty", "button", "reply markup", "not enough rights", "file")
"""Words in the reasons of a refusal that are worth a log line; nothing personal is among them."""


class Floods:
    """Whether a 429 means one chat or all.

    Telegram does not say: "they can't and shouldn't distinguish" (https://github.com/tdlib/td/issues/715). The limits
    are one message a second in a chat, 20 a minute in a group, 30 a second over all
    (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). So we read it thus: the first
    refusal is the chat's own; if another private chat is refused while the first still waits, it is the bot's limit,
    and all wait. A group has so low a limit of its own that its refusals say nothing about the others.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, dt.datetime] = {}

    def everybody(self, address: str, after: dt.timedelta, *, group: bool) -> bool:
        """Take note that this chat was refused; ``True`` if all should wait."""
        if group:
            return False
        now = self._clock()
        self._waiting = {one: until for one, until in self._waiting.items() if until > now and one != address}
        others = bool(self._waiting)
        self._waiting[address] = now + after
        return others


def pause_of(error: RetryAfter) -> dt.timedelta:
    """How long Telegram asks to wait."""
    after = error.retry_after
    return after if isinstance(after, dt.timedelta) else dt.timedelta(seconds=after)


def meaning(  # noqa: PLR0911 -- one line for each kind of error
    error: TelegramError, address: str, floods: Floods, *, group: bool
) -> Exception:
    """The pacer's word for an error of a send."""
    match error:
        case Forbidden():  # blocked, deactivated, kicked
            return PersonLeftError()
        case RetryAfter():
            after = pause_of(error)
            return TryLaterError("RetryAfter", after, everybody=floods.everybody(address, after, group=group))
        case ChatMigrated():
            return TryLaterError("ChatMigrated")
        case InvalidToken():
            token_refused()
            return TryLaterError("InvalidToken", TOKEN_PAUSE, everybody=True)
        case BadRequest() if says(error, *GONE):
            return PersonLeftError()
        case BadRequest():
            return RefusedError(next((reason for reason in EXPLAINED if says(error, reason)), "bad request"))
    return TryLaterError(type(error).__name__)


def says(error: TelegramError, *phrases: str) -> bool:
    """Whether one of these is in Telegram's description."""
    return any(phrase in error.message.lower() for phrase in phrases)


def token_refused() -> None:
    """Say in the log what has to be done."""
    log.error(
        "telegram_token_refused", mend="set WELLSAY_TELEGRAM_TOKEN to the token that @BotFather shows, and restart"
    )
