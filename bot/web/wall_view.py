"""A wall in one language: sentences, notes by family, and what has changed since a page last heard."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from bot.web.drawing import say
from bot.web.wall_live import Key, Sight
from coding.nomenclature import FAMILIES
from handlers.citizen.questions import question_text
from handlers.types import Message, Ticket
from locales import render
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE
from storage.scope import NO_CODE
from storage.wall_board import Pinned, shortened

PANES = (*FAMILIES, NO_CODE)
"""The families in their order, and then notes without one."""
VERSION = 16


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows. ``version`` names exactly this; it tells nothing about it."""

    head: dict[str, Any]
    panes: dict[str, dict[str, Any]]
    notes: dict[str, dict[str, Any]]
    version: str


def pane_name(key: str, language: str) -> str:
    """The family in plain words."""
    return say("wall.unsorted", language) if key == NO_CODE else say(f"family.{key}.label", language)


def draw(sight: Sight, key: Key, language: str, staff: str | None) -> State:
    """What a page in this language shows; ``staff``: the language of a facilitator who is at it."""
    panes: dict[str, dict[str, Any]] = {}
    notes: dict[str, dict[str, Any]] = {}
    for name in PANES:
        pane = sight.board.panes.get(name)
        if pane is None:
            continue
        more = pane.total - len(pane.notes)
        panes[name] = {
            "n": pane.total,
            "more": say("wall.more", language, n=more) if more and pane.notes else "",
            "ids": [one.id for one in pane.notes],
        }
        notes |= {one.id: _note(one, name, language) for one in pane.notes}
    head = _head(sight, key, language) | (_for_staff(sight, staff) if staff else {})
    told = json.dumps([head, panes, notes], sort_keys=True)
    return State(head, panes, notes, hashlib.sha256(told.encode()).hexdigest()[:VERSION])


def news(before: State | None, after: State, now: dt.datetime) -> dict[str, Any]:
    """What a page that shows ``before`` must change; without it, everything. Times are milliseconds since 1970."""
    known = before.notes if before else {}
    if before is None:
        panes = {name: after.panes.get(name) for name in PANES}
    else:
        panes = {name: after.panes.get(name) for name in PANES if after.panes.get(name) != before.panes.get(name)}
    return {
        "version": after.version,
        "now": _milliseconds(now),
        "head": after.head,
        "panes": panes,
        "notes": {one: note for one, note in after.notes.items() if known.get(one) != note},
    }


def _note(one: Pinned, family: str, language: str) -> dict[str, Any]:
    made: dict[str, Any] = {"family": family, "question": one.question, "text": " ".join(one.text.split())}
    if one.mark:
        kind, *codes = one.mark
        topics = [say(f"code.{code}.label", language) for code in codes]
        if kind == "author":
            made["mark"] = say("staff_wall.author", language, author=topics[0], suggested=topics[1])
        else:
            made["mark"] = say("staff_wall.differ", language, topics=", ".join(topics))
    return made


def _head(sight: Sight, key: Key, language: str) -> dict[str, Any]:
    board = sight.board
    total = sum(pane.total for pane in board.panes.values())
    here = "wall.here" if board.led else "wall.take_part"
    waiting = say("wall.waiting", language, n=board.waiting) if board.waiting and not key.second else ""
    aside = say("wall.demo", language) if board.demo and board.begun and not key.second else waiting if total else ""
    votes = (
        [[_ticket(one, language), "" if board.secret else one.votes] for one in board.votes] if not key.second else []
    )
    asked_about = {note.question for pane in board.panes.values() for note in pane.notes}
    return {
        "title": _title(sight, key, language),
        "here": say(here, language, n=board.here) if board.here and not key.second else "",
        "writing": say("wall.writing", language, n=board.writing) if board.writing and not key.second else "",
        "notes": "" if votes and not total else say("wall.notes", language, n=total),
        "none": waiting or say("wall.none", language) if board.begun and not total and not votes else "",
        "votes": votes,
        "demo": board.demo,
        "waiting": aside,
        "still": say("wall.frozen", language) if board.frozen and not key.second else "",
        "over": say("wall.over", language) if board.closed and not key.second else "",
        "until": _milliseconds(board.timer_until) if board.timer_until and not key.second else None,
        "several": len(asked_about) > 1,
        "counts": board.counts,
        "begun": board.begun,
    }


def _ticket(one: Ticket, language: str) -> str:
    return say(f"code.{one.target}.label", language) if one.text is None else shortened(" ".join(one.text.split()))


def _for_staff(sight: Sight, language: str) -> dict[str, Any]:
    board = sight.board
    return {
        "frozen": board.frozen,
        "moderated": board.moderated,
        "queue": say("staff_wall.queue", language, n=board.queue) if board.queue else "",
        "alone": say("staff_wall.alone", language, n=board.alone) if board.alone else "",
        "held": bool(board.waiting),
    }


def _title(sight: Sight, key: Key, language: str) -> str:
    board, session = sight.board, sight.session
    if key.second and board.question is None:
        return say("staff_wall.second_head", language)
    if not board.begun:
        return say("wall.begin", language)
    number = board.question or (session.questions[0] if len(session.questions) == 1 else None)
    if number is None:
        return say("wall.everything", language)
    return asked(sight, number, language)


def asked(sight: Sight, number: int, language: str) -> str:
    """A question with its number, as people read it."""
    session = sight.session
    text = question_text(session, number, language)
    if len(session.questions) == 1 or number not in session.questions:
        said = render(text, language)
    else:
        at = session.questions.index(number) + 1
        said = render(Message("question.head", {"i": at, "total": len(session.questions), "text": text}), language)
    return said.replace(FIRST_STRONG_ISOLATE, "").replace(POP_ISOLATE, "")


def _milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)
