"""What a facilitator's turn does."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.types.led import Move
from handlers.types.views import ConsultationKind, Per


@dataclass(frozen=True, slots=True)
class AcceptInvite:
    """From now on somebody of the staff works from this chat."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Lead:
    """A step of a led session, from the version that was seen."""

    session_id: str
    move: Move
    version: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Words to a whole group, once: ``once`` becomes the message's id."""

    group_id: str
    once: str
    texts: Per


@dataclass(frozen=True, slots=True)
class MakeGroup:
    """A new group in the newest consultation; without ``kind``, one that meets, or a class for children."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MakeTown:
    """The town of somebody who is the first there."""

    name: str
    country: str
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class MakeConsultation:
    """A new consultation; ``texts`` has "who", "chose", "part" and "influence" in ``language``."""

    kind: ConsultationKind
    language: str
    texts: Per
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SteerWall:
    """One of the buttons of a wall."""

    session_id: str
    verb: str


@dataclass(frozen=True, slots=True)
class SetTimer:
    """The timer of a step runs for so many minutes; 0: there is none."""

    session_id: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Approve:
    """The summary of a group's newest meeting goes to all who were there, once, if it still is what was ``seen``."""

    group_id: str
    seen: str


@dataclass(frozen=True, slots=True)
class MeetAgain:
    """The next meeting of a group."""

    group_id: str


@dataclass(frozen=True, slots=True)
class LinkChat:
    """This group chat is the group's own; ``sender`` works with the group."""

    group_id: str
    sender: str = field(repr=False)


StaffEffect = (
    AcceptInvite
    | Lead
    | Tell
    | MakeTown
    | MakeConsultation
    | MakeGroup
    | MeetAgain
    | SteerWall
    | SetTimer
    | Approve
    | LinkChat
)
