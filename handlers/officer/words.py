"""An answer as its author gets it: their own words first, then what happened, then why, then one thing to do.

A line with ``own_note`` is left out when the author has deleted that note meanwhile (``storage.quoting``).
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.citizen.cards import quoted
from handlers.citizen.road import what
from handlers.types import ActionView, AuthorNote, Button, InLanguages, Message, Per, Reply, RoadStep, Rows

QUOTED, MOST_QUOTED = 300, 3
"""How much of a note is quoted, and how many notes of one person."""
MANY = 5
"""From so many people on an answer says how many had written about it."""


def answer(step: RoadStep, notes: Sequence[AuthorNote], people: int) -> Reply:
    """What one person is told about their notes; ``people`` is how many wrote about it."""
    lines = [*_own_words(notes), *what(step)]
    if people >= MANY:
        lines.append(Message("answer.people", {"n": people}))
    if step.status == "rejected":
        lines.append(Message("answer.thanks"))
    return Reply(tuple(lines), _buttons(step, notes))


def correction(step: RoadStep, notes: Sequence[AuthorNote]) -> Reply:
    """What those are told who got an answer that was not right."""
    first = notes[0]
    head = Message("answer.corrected", {"text": quoted(first.text), "own_note": first.id})
    if not first.text:
        head = Message("answer.corrected_voice", {"date": first.day, "own_note": first.id})
    return Reply((head, *what(step)), _buttons(step, notes))


def milestone(action: ActionView, texts: Per, notes: Sequence[AuthorNote]) -> Reply:
    """News of a pilot action; to somebody who wrote about it, with their own words first."""
    head = Message("action.news", {"title": InLanguages(action.titles, action.default)})
    rows = (
        (
            Button(Message("button.details"), f"action:{action.id}"),
            Button(Message("button.unfollow"), f"unfollow:{action.id}"),
        ),
    )
    return Reply((*_own_words(notes[:1]), head, Message("raw", {"text": InLanguages(texts, action.default)})), rows)


def _own_words(notes: Sequence[AuthorNote]) -> list[Message]:
    lines = []
    for one in notes[:MOST_QUOTED]:
        if one.text:
            text = quoted(one.text, QUOTED)
            lines.append(Message("answer.you_wrote", {"date": one.day, "text": text, "own_note": one.id}))
        else:
            lines.append(Message("answer.you_said", {"date": one.day, "own_note": one.id}))
    if len(notes) > MOST_QUOTED:
        lines.append(Message("answer.and_more", {"n": len(notes) - MOST_QUOTED}))
    return lines


def _buttons(step: RoadStep, notes: Sequence[AuthorNote]) -> Rows:
    first = notes[0].id
    row = [Button(Message("button.details"), f"road:{first}")]
    if step.action:
        row.append(Button(Message("button.follow"), f"follow:{step.action}"))
    return (tuple(row), (Button(Message("button.tell"), f"tell:{first}"),))
