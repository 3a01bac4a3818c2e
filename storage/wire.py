"""Replies as JSON and back: what an outbox row holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from handlers.types import Arg, Button, InLanguages, Message, Reply


def message_to_json(message: Message) -> dict[str, Any]:
    """``{"m": id, "a": {name: argument}}``."""
    return {"m": message.id, "a": {name: _arg_to_json(value) for name, value in message.args.items()}}


def message_from_json(data: dict[str, Any]) -> Message:
    """The inverse of ``message_to_json``."""
    return Message(data["m"], {name: _arg_from_json(value) for name, value in data["a"].items()})


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """The parts of a reply that are shown; slot and order have columns of their own."""
    return {
        "body": [message_to_json(one) for one in reply.body],
        "rows": [[{"label": message_to_json(b.label), "action": b.action} for b in row] for row in reply.buttons],
        "document": reply.document,
        **({"menu": True} if reply.menu else {}),
    }


def reply_from_json(data: dict[str, Any]) -> Reply:
    """The inverse of ``reply_to_json``."""
    return Reply(
        body=tuple(message_from_json(one) for one in data["body"]),
        buttons=tuple(tuple(Button(message_from_json(b["label"]), b["action"]) for b in row) for row in data["rows"]),
        document=data.get("document"),
        menu=data.get("menu", False),
    )


def _arg_to_json(value: Arg) -> Any:
    match value:
        case Message():
            return message_to_json(value)
        case dt.date():
            return {"d": value.isoformat()}
        case InLanguages(texts, default):
            return {"texts": dict(texts), "else": default}
        case tuple():
            return [_arg_to_json(one) for one in value]
    return value


def _arg_from_json(value: Any) -> Arg:
    match value:
        case {"m": _}:
            return message_from_json(value)
        case {"d": str(day)}:
            return dt.date.fromisoformat(day)
        case {"texts": dict(texts), "else": str(default)}:
            return InLanguages(texts, default)
        case list():
            return tuple(_arg_from_json(one) for one in value)
        case str() | int() | float():
            return value
    msg = f"not an argument of a message: {type(value).__name__}"
    raise TypeError(msg)
