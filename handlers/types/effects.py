"""What a citizen's turn does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers.types.inbound import Location, Voice
from handlers.types.views import Care, Suggestion


@dataclass(frozen=True, slots=True)
class TakePart:
    """The person agrees: made if new, consent stored with the exact words that they saw, and the session entered."""

    session_id: str
    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class AddNote:
    """A new note. ``number`` counts a person's notes from 1; ``about``: an earlier one of theirs to which this adds."""

    id: str
    session_id: str
    number: int
    question: int
    text: str
    language: str
    source: Literal["own", "voice"] = "own"
    ref: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    model_version: str | None = None
    voice: Voice | None = None
    care: Care | None = None
    blind: bool = False
    about: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """A note gets another text and new suggestions; what is ``None`` stays as it is; ``care`` goes with ``text``."""

    id: str
    text: str | None = None
    language: str | None = None
    suggestions: tuple[Suggestion, ...] | None = None
    model_version: str | None = None
    on_wall: bool | None = None
    starred: bool | None = None
    deleted: bool | None = None
    place: Location | None = None
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """The author says which code is right; ``None`` takes the confirmation back. History is kept either way."""

    note_id: str
    code: str | None


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """From now on the person is spoken to in this language."""

    language: str


@dataclass(frozen=True, slots=True)
class StopMessages:
    """Nothing unasked is sent to this address any more; ``stopped=False`` takes it back."""

    stopped: bool = True


@dataclass(frozen=True, slots=True)
class MarkLeft:
    """The address can't be reached: the person blocked the bot or left."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase the person. ``keep_notes`` leaves the notes without any link to them."""

    keep_notes: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """The person came to the end of the session's questions."""

    session_id: str


@dataclass(frozen=True, slots=True)
class Follow:
    """The person wants to hear of a pilot action, or no more; ``wording`` is what they were told in this language."""

    action_id: str
    following: bool
    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The person has no more ideas in this step of a led session (its ``version``), until they write one more."""

    session_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Vote:
    """The person votes for something in a step of a session; ``given=False`` takes the vote back."""

    session_id: str
    step: int
    target: str
    given: bool = True
