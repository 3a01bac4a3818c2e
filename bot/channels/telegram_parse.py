"""Telegram's updates as inbounds. What nobody answers, or Telegram adds tomorrow, is ``None`` or ``Other``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, MessageEntityType
from telegram.helpers import effective_message_type

from handlers.types import Choice, Command, Content, Edit, Inbound, Left, Location, Other, Text, Voice

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for. https://core.telegram.org/bots/api#update"""
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
GONE = frozenset({ChatMemberStatus.BANNED, ChatMemberStatus.LEFT})
"""In a private chat "kicked" means that the person blocked the bot. https://core.telegram.org/bots/api#chatmemberbanned"""
LONGEST_VOICE = dt.timedelta(minutes=5)
LARGEST_VOICE = 5 * 1024 * 1024
"""Bytes; about half an hour of Telegram's own recordings, so it is met by odd files only."""
KINDS = {
    MessageAttachmentType.ANIMATION: "video",
    MessageAttachmentType.LIVE_PHOTO: "photo",
    MessageAttachmentType.PAID_MEDIA: "photo",
    MessageAttachmentType.STORY: "video",
    MessageAttachmentType.VIDEO_NOTE: "video",
}
"""Kinds of message that people would call by another name."""

FetchVoice = Callable[[str], Awaitable[bytes | None]]
"""Gets a file's content by its id; ``None`` if Telegram does not have it any more."""


async def parse(update: Update, fetch_voice: FetchVoice, *, bot_name: str, now: dt.datetime) -> Inbound | None:
    """What an update means for the conversation; ``None`` if nothing.

    ``bot_name`` is the bot's user name without @: in groups, commands to other bots are not ours.
    """
    found: tuple[int, Content] | None = None
    in_group = False
    if update.message is not None:
        in_group = update.message.chat.type in GROUPS
        found = await _message(update.message, fetch_voice, bot_name)
    elif update.edited_message is not None:
        found = _edit(update.edited_message)
    elif update.callback_query is not None:
        found = _choice(update.callback_query)
    elif update.my_chat_member is not None:
        in_group = update.my_chat_member.chat.type in GROUPS
        found = _membership(update.my_chat_member)
    if found is None:
        return None
    chat_id, content = found
    user = update.effective_user
    return Inbound(
        channel=CHANNEL,
        external_id=str(update.update_id),
        address=str(chat_id),
        content=content,
        at=now,
        language_hint=user.language_code if user else None,
        place="group" if in_group else "private",
        sender=str(user.id) if in_group and user else None,
    )


async def _message(message: Message, fetch_voice: FetchVoice, bot_name: str) -> tuple[int, Content] | None:
    chat = message.chat
    command = _command(message, bot_name)
    if chat.type in GROUPS:
        return (chat.id, command) if command else None
    if chat.type != ChatType.PRIVATE:
        return None
    content = command or await _content(message, fetch_voice)
    return (chat.id, content) if content else None


def _command(message: Message, bot_name: str) -> Command | None:
    """``/name@bot argument`` at the very beginning of a text that the person wrote themselves."""
    first = message.entities[0] if message.entities else None
    if first is None or first.type != MessageEntityType.BOT_COMMAND or first.offset or message.forward_origin:
        return None
    word = message.parse_entity(first)
    name, _, addressee = word.removeprefix("/").partition("@")
    if addressee and addressee.lower() != bot_name.lower():
        return None
    return Command(name.lower(), (message.text or "").removeprefix(word).strip())


async def _content(message: Message, fetch_voice: FetchVoice) -> Content | None:
    text = message.text or message.caption
    ref = str(message.message_id)
    if message.voice is not None:
        return await _voice(message, fetch_voice)
    if text:
        return Text(text, ref=ref, forwarded=message.forward_origin is not None)
    place = message.location or (message.venue.location if message.venue else None)
    if place is not None:
        return Location(place.latitude, place.longitude)
    kind = effective_message_type(message)
    if kind is None:
        return Other("unknown")
    if kind not in set(MessageAttachmentType):
        return None  # Telegram's own notices: a pinned message, a timer that was set
    return Other(KINDS.get(MessageAttachmentType(kind), str(kind)))


async def _voice(message: Message, fetch_voice: FetchVoice) -> Content | None:
    voice = message.voice
    if voice is None:
        return None
    length = voice.duration if isinstance(voice.duration, dt.timedelta) else dt.timedelta(seconds=voice.duration)
    if length > LONGEST_VOICE or (voice.file_size or 0) > LARGEST_VOICE:
        return Other("voice_too_long")
    sound = await fetch_voice(voice.file_id)
    if sound is None:
        return Other("voice_lost")
    if len(sound) > LARGEST_VOICE:
        return Other("voice_too_long")
    mime = (voice.mime_type or "audio/ogg")[:64]
    return Voice(sound, mime, round(length.total_seconds()), ref=str(message.message_id))


def _edit(message: Message) -> tuple[int, Content] | None:
    text = message.text or message.caption
    if message.chat.type != ChatType.PRIVATE or not text:
        return None
    return message.chat.id, Edit(text, ref=str(message.message_id))


def _choice(query: CallbackQuery) -> tuple[int, Content] | None:
    """A pressed button. Our buttons in groups are links, so a press there is not ours."""
    chat = query.message.chat if query.message else None
    if chat is None or chat.type != ChatType.PRIVATE:
        return None
    return chat.id, Choice(query.data or "")


def _membership(change: ChatMemberUpdated) -> tuple[int, Content] | None:
    if change.chat.type == ChatType.CHANNEL or change.new_chat_member.status not in GONE:
        return None
    return change.chat.id, Left()
