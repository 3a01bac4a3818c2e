"""The summary of a session, as catalogue messages: everybody reads it in their own language."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.citizen.cards import quoted
from handlers.citizen.questions import dates
from handlers.types import Message, SessionView, Ticket

IDEA = 120


def body(
    session: SessionView,
    people: int,
    notes: int,
    topics: Sequence[tuple[str, int]],
    votes: Sequence[Ticket],
) -> tuple[Message, ...]:
    """The lines: how many took part, what was named most, what got votes, and what happens next."""
    lines = [
        Message("summary.head", {"name": session.group_name}),
        Message("summary.people", {"n": people}),
        Message("summary.notes", {"n": notes}),
    ]
    if topics:
        lines.append(Message("summary.topics"))
        lines.extend(
            Message("summary.topic", {"name": Message(f"code.{code}.label"), "n": count}) for code, count in topics
        )
    if votes:
        lines.append(Message("summary.votes"))
        lines.extend(Message("summary.topic", {"name": _name(one), "n": one.votes}) for one in votes)
    lines.extend(dates(session))
    return tuple(lines)


def _name(ticket: Ticket) -> Message | str:
    return Message(f"code.{ticket.target}.label") if ticket.text is None else quoted(ticket.text, IDEA)
