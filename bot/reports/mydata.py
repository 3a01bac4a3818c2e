"""The file that ``/mydata`` sends: the same data once to read, once for programs."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from handlers.types import InLanguages, Message
from locales import own_name, render
from scheduler.protocols import DrawnFile


def files(data: dict[str, Any], language: str) -> tuple[DrawnFile, ...]:
    """A text file in the person's language, and JSON."""
    text = readable(data, language)
    return (
        DrawnFile("wellsay.txt", "text/plain; charset=utf-8", b"\xef\xbb\xbf" + text.encode()),
        DrawnFile("wellsay.json", "application/json", json.dumps(data, ensure_ascii=False, indent=1).encode()),
    )


def readable(data: dict[str, Any], language: str) -> str:
    """Everything in sentences. Begins with a byte-order mark in the file, so that old phones show it right."""

    def say(message_id: str, **args: Any) -> str:
        return render(Message(message_id, args), language)

    lines = [say("mydata.title"), ""]
    person = data["person"]
    if person is None:
        lines += [say("mydata.none"), ""]
    else:
        lines += [say("mydata.person", id=person["id"]), say("mydata.since", date=_day(person["since"])), ""]
    for address in data["addresses"]:
        lines.append(say("mydata.address", channel=address["channel"], address=address["address"]))
        lines.append(say("mydata.language", name=own_name(address["language"])))
        browsers = address["notified_browsers"]
        lines += [say("mydata.browsers", n=browsers)] if browsers else []
        lines += [say("mydata.messages", n=address["messages_stored"]), ""]
    if data["consents"]:
        lines.append(say("mydata.consents"))
        for consent in data["consents"]:
            lines.append(say("mydata.consent", date=_day(consent["at"]), name=own_name(consent["language"])))
            lines += [consent["wording"], ""]
    lines += _follows(data["follows"], say)
    if data["notes"]:
        lines.append(say("mydata.notes"))
        for note in data["notes"]:
            lines += [*_note(note, say), ""]
    if data["also"]:
        lines += [say("mydata.also", n=sum(len(rows) for rows in data["also"].values())), ""]
    lines.append(say("mydata.rights"))
    return "\n".join(lines) + "\n"


def _follows(follows: list[dict[str, Any]], say: Any) -> list[str]:
    lines = []
    for one in follows:
        lines.append(say("action.item", title=InLanguages(one["titles"])))
        lines.append(say("action.followed" if one["following"] else "action.unfollowed"))
    return [say("mydata.follows"), *lines, ""] if lines else []


def _note(note: dict[str, Any], say: Any) -> list[str]:
    text = note["text"] or say("receipt.voice", n=note["number"])
    lines = [say("mydata.note", n=note["number"], text=text)]
    lines.append(say("mydata.note_question", text=Message(f"question.{note['question']}")))
    if note["author_code"]:
        lines.append(say("mydata.note_topic", code=Message(f"code.{note['author_code']}.label")))
    elif note["suggested_code"]:
        lines.append(say("mydata.note_suggested", code=Message(f"code.{note['suggested_code']}.label")))
    if note["safe_text"] is not None and note["safe_text"] != note["text"]:
        lines.append(say("mydata.note_safe", text=note["safe_text"]))
    if note["review"]:
        lines.append(say("mydata.note_review"))
    if not note["on_wall"]:
        lines.append(say("mydata.note_wall"))
    if note["starred"]:
        lines.append(say("mydata.note_star"))
    if note["place"]:
        lines.append(say("mydata.note_place", latitude=note["place"][0], longitude=note["place"][1]))
    lines += [
        say("road.step", date=_day(step["at"]), status=Message(f"status.{step['status']}")) for step in note["road"]
    ]
    if note["voice"]:
        lines.append(say("mydata.note_voice", n=note["voice"]["seconds"], date=_day(note["voice"]["deleted_on"])))
    if note["deleted_at"]:
        lines.append(say("receipt.deleted", n=note["number"], text=""))
    return lines


def _day(moment: str) -> dt.date:
    return dt.datetime.fromisoformat(moment).date()
