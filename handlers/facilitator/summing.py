"""What a session or a whole consultation brought, as catalogue messages: everybody reads it in their own language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.citizen.cards import quoted
from handlers.facilitator.families import Family
from handlers.types import Message, Ticket

IDEA = 120


@dataclass(frozen=True, slots=True)
class Brought:
    """What there is to tell. ``people`` and ``notes`` are ``None`` where they may not be told.

    ``quotes``: by family, lines that quote notes. ``topics``: codes with their notes, the most first; ``votes``: what
    got votes, the most first. ``threshold``: of fewer people numbers were left out; ``None``: none were.
    """

    head: Message
    people: int | None
    notes: int | None
    families: Sequence[Family] = ()
    quotes: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    topics: Sequence[tuple[str, int]] = ()
    votes: Sequence[Ticket] = ()
    threshold: int | None = None


def body(brought: Brought, then: Sequence[Message]) -> tuple[Message, ...]:
    """The lines: how many took part, what it was about, with the notes that people starred; ``then`` what comes next.

    The families stand here in words too, for whoever does not see the picture.
    """
    lines = [brought.head]
    if brought.people is not None:
        lines.append(Message("summary.people", {"n": brought.people}))
    if brought.notes is not None:
        lines.append(Message("summary.notes", {"n": brought.notes}))
    lines.extend(_families(brought))
    if brought.topics:
        lines.append(Message("summary.topics"))
        lines.extend(
            Message("summary.topic", {"name": Message(f"code.{code}.label"), "n": count})
            for code, count in brought.topics
        )
    if brought.votes:
        lines.append(Message("summary.votes"))
        lines.extend(Message("summary.topic", {"name": _name(one), "n": one.votes}) for one in brought.votes)
    lines.extend(then)
    return tuple(lines)


def _families(brought: Brought) -> Iterator[Message]:
    told = [one for one in brought.families if one.notes]
    if not told:
        return
    yield Message("pic.families")
    for one in told:
        yield Message("feedback.family", {"name": one.name, "share": one.percent})
        yield from brought.quotes.get(one.code, ())
    if brought.threshold is not None:
        yield Message("pic.left_out", {"n": brought.threshold})


def _name(ticket: Ticket) -> Message | str:
    return Message(f"code.{ticket.target}.label") if ticket.text is None else quoted(ticket.text, IDEA)
