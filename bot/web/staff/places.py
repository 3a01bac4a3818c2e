"""Around a session: every desk of it one click away, and the way back, on each of its pages."""

from __future__ import annotations

from dataclasses import dataclass

from storage.meetings import possible
from storage.staff import Role, Staff
from storage.tables import SessionRow

LEADERS: tuple[Role, ...] = ("admin", "facilitator")
WORKERS: tuple[Role, ...] = ("admin", "officer", "facilitator")


@dataclass(frozen=True, slots=True)
class Place:
    """A page about a session: its address, the message that names it; ``apart``: it opens in a tab of its own."""

    path: str
    name: str
    roles: tuple[Role, ...] = LEADERS
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """Where somebody is: the session, its step from 1 on (0: none), what comes next (messages), its places."""

    row: SessionRow
    step: int
    following: tuple[str, ...]
    places: tuple[Place, ...]


def around(me: Staff, row: SessionRow) -> Around:
    """What stands around a page about a session."""
    base, group = f"/staff/s/{row.public_id}", row.group.public_id
    places = (
        Place(base, f"session.{row.kind}"),
        Place(f"/wall/{row.public_id}", "session.wall", apart=True),
        Place(f"{base}/wall", "place.wall"),
        Place(f"{base}/notes", "talk.head"),
        Place(f"/staff/groups/{group}/say", "broadcast.write"),
        Place(f"{base}/summary", "summary.title"),
        Place(f"{base}/paper", "paper.type", WORKERS),
        Place(f"/staff/import?session={row.public_id}", "paper.import", WORKERS),
        Place(f"{base}/print", "paper.print", WORKERS),
        Place(f"/staff/coding?group={group}", "desk.coding", WORKERS),
        Place(f"/staff/listening?session={row.public_id}", "desk.listening", WORKERS),
        Place(f"/staff/names?session={row.public_id}", "desk.names", WORKERS),
        Place(f"/c/{row.group.join_code}/qr", "group.project", apart=True),
        Place(f"/staff/groups/{group}", "session.group"),
        Place(f"/staff/guide#{row.kind}", "guide.title"),
    )
    asked = row.led and row.state in ("running", "paused") and row.question in row.questions
    shown = tuple(one for one in places if me.role in one.roles)
    return Around(
        row,
        row.questions.index(row.question) + 1 if asked else 0,
        _following(row) if me.role in LEADERS else (),
        shown,
    )


def _following(row: SessionRow) -> tuple[str, ...]:
    """What she does next, as the buttons for it are called."""
    if row.state != "closed":
        return (f"move.{possible(row)[0]}",)
    return ("summary.title",) if row.kind == "third" or row.group.kind == "mixed" else ("summary.title", "group.again")
