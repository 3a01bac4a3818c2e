"""What a citizen's handler may know: sessions, notes and their roads, persons; and how it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

Per = Mapping[str, str]
"""Texts by language code, as a facilitator wrote them."""


SessionKind = Literal["first", "second", "third", "open"]
SessionState = Literal["planned", "running", "paused", "closed"]
NoteSource = Literal["own", "facilitator", "paper", "voice"]
ConsultationKind = Literal["standard", "short", "children"]


class Step(IntEnum):
    """What a session's ``questions`` lists: the method's questions are 1 to 4; these are the other things to do."""

    IDEAS = 5
    """Ideas for pilot actions, written as notes."""
    TOPICS = 6
    """Votes on the topics named most."""
    CHOICE = 7
    """Votes on the ideas."""
    CHECK = 8
    """Each looks through the topics of their own notes."""


VOTES = 3
"""How many votes a person has in a step."""
TICKETS = 10
"""Among how many topics or ideas people choose, at most."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with what the conversation needs of its group, consultation and town.

    ``led``: a facilitator paces it, and everybody is at ``question``; ``version`` grows with every step of hers.
    ``purpose`` has the texts "who", "chose" and "part" of the consultation. ``begins_on``: the day on which a session
    without a meeting opens, while it has not.
    """

    id: str
    kind: SessionKind
    state: SessionState
    group_id: str
    group_name: str
    join_code: str
    shared_device: bool
    questions: tuple[int, ...]
    consultation_id: str
    town: str
    timezone: str
    default_language: str
    languages: tuple[str, ...]
    who_asks: Per
    influence: Per
    question_texts: Mapping[int, Per]
    results_on: dt.date | None
    answer_by: dt.date | None
    retention_days: int
    over: bool = False
    demo: bool = False
    blind_share: float = 0.0
    led: bool = False
    question: int | None = None
    version: int = 0
    consultation_kind: ConsultationKind = "standard"
    purpose: Mapping[str, Per] = field(default_factory=dict)
    budget: str | None = None
    begins_on: dt.date | None = None

    @property
    def paced(self) -> bool:
        """Whether the facilitator says when it goes on; after the end everybody may go on alone."""
        return self.led and self.state != "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something to vote for: a topic (its code) or an idea (its note's id and ``text``), with its votes so far."""

    target: str
    votes: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code ("B1") and how probable it is, 0 to 1.

    ``alone`` is what the suggester by itself gave it, where the town's own codings moved it; else ``None``.
    """

    code: str
    probability: float
    alone: float | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """What others may see of a text: ``safe_text``, without phone numbers and the like.

    ``review`` is "name" where somebody must look first whether a person is named, else ``None``.
    """

    safe_text: str
    review: Literal["name"] | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as its author sees it. ``code`` is the author's own coding, ``None`` until they confirmed or chose one.

    ``care`` is ``None`` for a text that nobody has looked at; then nobody else sees it.
    ``blind``: the author codes it without seeing a suggestion, so that agreement can be measured without anchoring.
    """

    id: str
    number: int
    question: int
    text: str
    language: str
    source: NoteSource
    on_wall: bool
    starred: bool
    deleted: bool
    at: dt.datetime
    session_id: str
    code: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    has_place: bool = False
    care: Care | None = None
    blind: bool = False


Status = Literal["received", "considering", "accepted", "in_progress", "done", "rejected", "referred"]


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One step on a note's road: what the town said, in which languages, on which day (the town's own).

    ``default`` is the town's language; ``action`` the id of a pilot action or empty, ``department`` a name or empty.
    ``corrected``: a later step puts it right.
    """

    status: Status
    day: dt.date
    texts: Per = field(default_factory=dict)
    reasons: Per = field(default_factory=dict)
    default: str = "en"
    link: str = ""
    action: str = ""
    department: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """A note as its author is reminded of it; ``text`` is empty for a recording that nobody has typed yet."""

    id: str
    text: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class ActionView:
    """A pilot action as everybody may see it, to one person. Levels are 1 to 7; ``milestones`` latest first."""

    id: str
    town: str
    titles: Per
    descriptions: Per
    default: str
    partners: tuple[str, ...]
    level: int | None
    aimed: int | None
    milestones: tuple[tuple[dt.date, Per], ...]
    following: bool = False


@dataclass(frozen=True, slots=True)
class PersonView:
    """The person behind an address, once they take part."""

    id: str
    consultations: frozenset[str]
