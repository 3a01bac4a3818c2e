"""The Bot API's methods, as far as Wellsay asks for them (https://core.telegram.org/bots/api)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from tests.channels.fake_bot_api.world import BOT, JSON, Shown, World

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
PNG = b"\x89PNG"


class RefusedError(Exception):
    """Telegram's answer is an error."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


class Methods:
    """Answers calls; raises ``RefusedError`` as Telegram would refuse."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polls = 0
        self._known: dict[str, Callable[[JSON], Awaitable[Any]]] = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": self._send_message,
            "editmessagetext": self._edit_message_text,
            "senddocument": self._send_document,
            "sendphoto": self._send_photo,
            "answercallbackquery": self._answer_callback_query,
            "getfile": self._get_file,
        }
        for name in ("mycommands", "mydescription", "myshortdescription"):
            self._known[f"set{name}"] = partial(self._set, name)
            self._known[f"get{name}"] = partial(self._get, name)

    async def call(self, method: str, params: JSON) -> Any:
        """The result of a method. Unknown ones are a 400: python-telegram-bot reads any 404 as a wrong token."""
        known = self._known.get(method)
        if known is None:
            raise RefusedError(400, "Bad Request: unknown method")
        return await known(params)

    async def _get_me(self, _params: JSON) -> JSON:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _get_updates(self, params: JSON) -> list[JSON]:
        if self._world.webhook.get("url"):
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        self._world.notify()
        offset = int(params.get("offset") or 0)
        self._world.updates[:] = [one for one in self._world.updates if one["update_id"] >= offset]
        try:
            await self._world.until(
                lambda: self._world.updates or self._polls != mine, float(params.get("timeout") or 0)
            )
        except TimeoutError:
            return []
        if self._polls != mine:
            raise RefusedError(409, "Conflict: terminated by other getUpdates request")
        return self._world.updates[: int(params.get("limit") or 100)]

    async def _set_webhook(self, params: JSON) -> bool:
        self._world.webhook.clear()
        self._world.webhook.update(params)
        self._world.notify()
        return True

    async def _delete_webhook(self, _params: JSON) -> bool:
        self._world.webhook.clear()
        return True

    async def _webhook_info(self, _params: JSON) -> JSON:
        waiting = len(self._world.updates)
        url = self._world.webhook.get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}

    async def _send_message(self, params: JSON) -> JSON:
        text = str(params.get("text") or "")
        return self._show(params, Shown(0, by_bot=True, text=_text(text), rows=_rows(params)))

    async def _send_document(self, params: JSON) -> JSON:
        document = params.get("document")
        if not isinstance(document, tuple):
            raise RefusedError(400, "Bad Request: there is no document in the request")
        shown = Shown(0, by_bot=True, text=str(params.get("caption") or ""), rows=_rows(params), file=document)
        made = self._show(params, shown)
        made["document"] = {"file_id": f"doc{shown.id}", "file_unique_id": f"d{shown.id}", "file_name": document[0]}
        return made

    async def _send_photo(self, params: JSON) -> JSON:
        photo, caption = params.get("photo"), str(params.get("caption") or "")
        if not isinstance(photo, tuple):
            raise RefusedError(400, "Bad Request: there is no photo in the request")
        if not photo[1].startswith(PNG):
            raise RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(caption) > LONGEST_CAPTION:
            raise RefusedError(400, "Bad Request: message caption is too long")
        shown = Shown(0, by_bot=True, text=caption, rows=_rows(params), file=photo)
        made = self._show(params, shown)
        size = {"file_id": f"pic{shown.id}", "file_unique_id": f"p{shown.id}", "width": 720, "height": 800}
        return {**made, "photo": [size]}

    def _show(self, params: JSON, shown: Shown) -> JSON:
        chat = self._reachable(params)
        shown.id = self._world.next_message_id()
        chat.messages[shown.id] = shown
        self._world.notify()
        return self._world.message_json(chat, shown, BOT)

    async def _edit_message_text(self, params: JSON) -> JSON:
        chat = self._reachable(params)
        shown = chat.messages.get(int(params.get("message_id") or 0))
        if shown is None or not shown.by_bot:
            raise RefusedError(400, "Bad Request: message to edit not found")
        if shown.file:
            raise RefusedError(400, "Bad Request: there is no text in the message to edit")
        text, rows = _text(str(params.get("text") or "")), _rows(params)
        if (shown.text, shown.rows) == (text, rows):
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.rows, shown.edits = text, rows, shown.edits + 1
        self._world.notify()
        return self._world.message_json(chat, shown, BOT)

    async def _answer_callback_query(self, params: JSON) -> bool:
        query = str(params.get("callback_query_id"))
        if self._world.queries.get(query, True):
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._world.queries[query] = True
        self._world.notify()
        return True

    async def _get_file(self, params: JSON) -> JSON:
        file_id = str(params.get("file_id"))
        content = self._world.files.get(file_id)
        if content is None:
            raise RefusedError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(content),
            "file_path": f"voice/{file_id}",
        }

    async def _set(self, name: str, params: JSON) -> bool:
        value = params.get({"mycommands": "commands", "mydescription": "description"}.get(name, "short_description"))
        self._world.settings[self._key(name, params)] = value
        return True

    async def _get(self, name: str, params: JSON) -> Any:
        value = self._world.settings.get(self._key(name, params))
        if name == "mycommands":
            return value or []
        return {"description" if name == "mydescription" else "short_description": value or ""}

    def _key(self, name: str, params: JSON) -> tuple[str, str, str]:
        return name, json.dumps(params.get("scope") or {"type": "default"}), str(params.get("language_code") or "")

    def _reachable(self, params: JSON) -> Any:
        chat = self._world.chats.get(int(params.get("chat_id") or 0))
        if chat is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if chat.json.get("migrated_to"):
            moved = chat.json["migrated_to"]
            raise RefusedError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=moved
            )
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat


def _text(text: str) -> str:
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT:
        raise RefusedError(400, "Bad Request: message is too long")
    return text


def _rows(params: JSON) -> list[list[JSON]]:
    rows: list[list[JSON]] = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise RefusedError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if len(str(button.get("callback_data", "")).encode()) > LONGEST_DATA:
            raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows
