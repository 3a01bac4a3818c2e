"""People and groups on the fake Telegram: what they do, and what they see."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.channels.fake_bot_api.world import BOT, JSON, Shown, World

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?")


class User:
    """A person in their private chat with the bot."""

    def __init__(self, world: World, user_id: int, language: str) -> None:
        self._world = world
        self.id = user_id
        self.json: JSON = {"id": user_id, "is_bot": False, "first_name": "Somebody", "language_code": language}
        self._chat = world.chat(user_id, type="private", first_name="Somebody")

    # what they do

    def says(self, text: str, **more: Any) -> int:
        """Write a text; returns the message's id."""
        return self.sends(text=text, entities=_entities(text), **more)

    def sends(self, **content: Any) -> int:
        """Send a message with any content, in Telegram's own words; returns its id."""
        shown = Shown(self._world.next_message_id(), by_bot=False, text=str(content.get("text", "")))
        self._chat.messages[shown.id] = shown
        self._world.push("message", {**self._world.message_json(self._chat, shown, self.json), **content})
        return shown.id

    def edits(self, message_id: int, text: str) -> None:
        """Change an own message."""
        shown = self._chat.messages[message_id]
        shown.text, shown.edits = text, shown.edits + 1
        edited = {**self._world.message_json(self._chat, shown, self.json), "edit_date": int(time.time())}
        self._world.push("edited_message", {**edited, "entities": _entities(text)})

    def sends_voice(self, sound: bytes = b"OggS-sound", seconds: int = 7, size: int | None = None) -> int:
        """Record a voice message."""
        file_id = f"voice{len(self._world.files)}"
        self._world.files[file_id] = sound
        voice = {"file_id": file_id, "file_unique_id": file_id, "duration": seconds, "mime_type": "audio/ogg"}
        return self.sends(voice={**voice, "file_size": len(sound) if size is None else size})

    def presses(self, label: str, message_id: int | None = None) -> str:
        """Press the newest button with this in its words; returns the query's id, or the link that it opens."""
        for shown in reversed(self.seen_from_bot):
            for button in (button for row in shown.rows for button in row):
                if label in button["text"] and message_id in (None, shown.id):
                    return str(button.get("url") or self.presses_data(button["callback_data"], shown.id))
        msg = f"no button {label!r} among {[one.labels for one in self.seen_from_bot]}"
        raise LookupError(msg)

    def presses_data(self, data: str, message_id: int) -> str:
        """A press with any data, as an old or changed app might send it."""
        query_id = f"q{self._world.next_update_id()}"
        self._world.queries[query_id] = False
        shown = self._chat.messages.get(message_id, Shown(message_id, by_bot=True, text="gone"))
        message = self._world.message_json(self._chat, shown, BOT)
        query = {"id": query_id, "from": self.json, "chat_instance": "1", "message": message, "data": data}
        self._world.push("callback_query", query)
        return query_id

    def blocks(self, *, told: bool = True) -> None:
        """Block the bot; ``told``: the bot gets the update too."""
        self._chat.blocked = True
        if told:
            self._membership("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self._chat.blocked = False
        self._membership("kicked", "member")

    def _membership(self, before: str, now: str) -> None:
        def member(status: str) -> JSON:
            return (
                {"user": BOT, "status": status, "until_date": 0}
                if status == "kicked"
                else {"user": BOT, "status": status}
            )

        change = {"chat": self._chat.json, "from": self.json, "date": int(time.time())}
        change |= {"old_chat_member": member(before), "new_chat_member": member(now)}
        self._world.push("my_chat_member", change)

    # what they see

    @property
    def seen_from_bot(self) -> list[Shown]:
        """The bot's messages, oldest first, as they stand now."""
        return [one for one in self._chat.messages.values() if one.by_bot]

    @property
    def last(self) -> Shown:
        """The bot's newest message."""
        return self.seen_from_bot[-1]

    def sees(self, text: str) -> bool:
        """Whether any message of the bot has this in its words or buttons now."""
        return any(text in one.text or any(text in label for label in one.labels) for one in self.seen_from_bot)

    async def until(self, text: str, timeout: float = 10.0) -> Shown:  # noqa: ASYNC109 -- a test's patience
        """Wait until a message of the bot has this in its words or buttons; returns the newest such message."""
        try:
            await self._world.until(lambda: self.sees(text), timeout)
        except TimeoutError:
            shown = [(one.text, one.labels) for one in self.seen_from_bot]
            msg = f"{text!r} did not come; the chat shows {shown}"
            raise AssertionError(msg) from None
        return next(one for one in reversed(self.seen_from_bot) if text in f"{one.text}{one.labels}")


class Group:
    """A group chat."""

    def __init__(self, world: World, chat_id: int) -> None:
        self._world = world
        self.id = chat_id
        self._chat = world.chat(chat_id, type="supergroup" if chat_id < -(10**12) else "group", title="Neighbours")

    def says(self, user: User, text: str) -> None:
        """Somebody writes into the group."""
        shown = Shown(self._world.next_message_id(), by_bot=False, text=text)
        self._chat.messages[shown.id] = shown
        made = self._world.message_json(self._chat, shown, user.json)
        self._world.push("message", {**made, "entities": _entities(text)})

    def moves(self, new_id: int, *, told: bool = True) -> Group:
        """Become a supergroup."""
        self._chat.json["migrated_to"] = new_id
        moved = Group(self._world, new_id)
        if told:
            made = {
                "message_id": self._world.next_message_id(),
                "date": int(time.time()),
                "chat": {"id": self.id, "type": "group"},
            }
            self._world.push("message", {**made, "migrate_to_chat_id": new_id})
        return moved

    def removes_bot(self, user: User, *, told: bool = True) -> None:
        """Somebody takes the bot out of the group; ``told``: the bot gets the update too."""
        self._chat.blocked = True
        if not told:
            return
        change = {"chat": self._chat.json, "from": user.json, "date": int(time.time())}
        change |= {"old_chat_member": {"user": BOT, "status": "member"}}
        change |= {"new_chat_member": {"user": BOT, "status": "left"}}
        self._world.push("my_chat_member", change)

    def lets_bot_back(self) -> None:
        """Somebody adds the bot again, and it may write."""
        self._chat.blocked = self._chat.muted = False

    def mutes_bot(self) -> None:
        """The bot stays, and may not write any more."""
        self._chat.muted = True

    @property
    def seen_from_bot(self) -> list[Shown]:
        """The bot's messages in the group."""
        return [one for one in self._chat.messages.values() if one.by_bot]


def _entities(text: str) -> list[JSON]:
    found = COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []
