"""The words that all parts of the house share: what comes in, what goes out, what a turn does.

A leaf: it imports the standard library only, so everyone may import it. Every time is an aware UTC ``datetime``; ids
are the short public ids that people may see (see ``storage.ids``), never database keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, Protocol

# ── what comes in ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """A message that the person wrote. ``ref`` is the channel's own id of it, so that a later edit finds the note."""

    text: str
    ref: str | None = None
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The person changed an earlier message of theirs in the channel itself."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A pressed button: ``action`` is the ``Button.action`` that we sent, or what a hostile client made of it."""

    action: str


@dataclass(frozen=True, slots=True)
class Command:
    """``/name argument``; the name without slash, in lower case."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """A spoken note: the sound itself, its MIME type and length in seconds."""

    sound: bytes = field(repr=False)
    mime: str
    seconds: int
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the person sent, WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked the bot, or left in another way that the channel reports."""


@dataclass(frozen=True, slots=True)
class Other:
    """Something that is not an answer: a sticker, a photo, a poll, a thing the channel adds tomorrow."""

    kind: str


@dataclass(frozen=True, slots=True)
class Paced:
    """Not from the person: the led session that they are in has moved, or paused, or ended."""

    session_id: str


Content = Text | Edit | Choice | Command | Voice | Location | Left | Other | Paced


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that happened on a channel.

    ``(channel, external_id)`` is unique for ever: the same inbound twice is one inbound. ``address`` is where the
    answer goes (a chat id, a web token); it is personal data, so it stays out of ``repr`` and logs. In a group,
    ``sender`` is the private address of who wrote, where the channel tells.
    """

    channel: str
    external_id: str
    address: str = field(repr=False)
    content: Content = field(repr=False)
    at: dt.datetime
    language_hint: str | None = None
    place: Literal["private", "group"] = "private"
    sender: str | None = field(default=None, repr=False)


# ── what goes out ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Message:
    """A catalogue message and its arguments; it becomes text only when it is shown, in the reader's language.

    Arguments are text (shown as people wrote it), numbers, dates, further messages, texts in several languages, or a
    tuple of these (a list). ``n`` in the arguments selects the plural form.
    """

    id: str
    args: Mapping[str, Arg] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InLanguages:
    """What somebody wrote in several languages, by language code; which one is shown is decided when it is shown."""

    texts: Mapping[str, str]
    default: str = "en"

    def shown_in(self, language: str) -> str:
        """The text in the reader's language, else in ``default``, else in English, else in any; empty without texts."""
        return next((self.texts[one] for one in self.order(language) if self.texts.get(one)), "")

    def order(self, language: str) -> tuple[str, ...]:
        """The languages in the order in which they are tried."""
        return (language, self.default, "en", *self.texts)


Arg = str | int | float | dt.date | Message | InLanguages | tuple["Arg", ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: pressing it comes back as ``Choice(action)``, at most 64 bytes of UTF-8 (Telegram's callback_data)."""

    label: Message
    action: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person: its lines, and buttons under it.

    ``slot`` names what the message is about ("note:K7Q2…"): a later reply with the same slot replaces the earlier one
    in place instead of adding to the chat, unless it is ``fresh``: then it comes last and takes the slot over.
    ``replaces``: slots whose replies are dropped if they still wait unsent (a person who writes fast gets one receipt
    for all, not five). ``document`` names a file made when it is sent ("mydata"). ``menu``: the channel's own menu
    speaks the language of this reply from now on.
    """

    body: tuple[Message, ...]
    buttons: Rows = ()
    slot: str | None = None
    fresh: bool = False
    replaces: tuple[str, ...] = ()
    document: str | None = None
    menu: bool = False


PULL_CHANNELS = frozenset({"web", "terminal"})
"""Channels that fetch their messages: what is stored is at once delivered. All others are sent to by the pacer."""


# ── what a handler may know ──────────────────────────────────────────────────────────────────────────────────────

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


Move = Literal["start", "next", "back", "pause", "go_on", "close", "reopen"]
"""A step of whoever leads a session."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where people join: our address, and the Telegram bot's name or nothing. ``local``: only this machine can."""

    base: str = ""
    bot: str = ""
    local: bool = True


@dataclass(frozen=True, slots=True)
class LedSession:
    """A session as its facilitator sees it: numbers, never names."""

    view: SessionView
    moves: tuple[Move, ...]
    people: int
    writing: int
    notes: int


@dataclass(frozen=True, slots=True)
class LedGroup:
    """A group of a facilitator, with its newest session. ``chat``: it has a chat of its own."""

    id: str
    name: str
    join_code: str
    language: str
    session: LedSession | None
    chat: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people words to a group would reach, and about how long that takes."""

    people: int
    seconds: int
    stopped: int
    quiet: bool


@dataclass(frozen=True, slots=True)
class Became:
    """What became of words to a group, in people."""

    delivered: int
    waiting: int
    failed: int
    left: int


class StaffReads(Protocol):
    """What a facilitator's turn may look up; all of it is hers, or ``None``."""

    async def is_staff(self, address: str | None = None) -> bool:
        """Whether a facilitator or an admin works from this chat, or from another one of the same channel."""

    async def invitation(self, token: str) -> bool:
        """Whether a one-time link still works."""

    async def can_make_groups(self) -> bool:
        """Whether there is a consultation that a new group could be part of."""

    async def led_groups(self) -> tuple[LedGroup, ...]:
        """Her groups, the newest first."""

    async def led_group(self, group_id: str) -> LedGroup | None:
        """One of her groups."""

    async def group_of_code(self, code: str, sender: str) -> LedGroup | None:
        """The group with this join code, if it is one of whoever works from the chat ``sender``."""

    async def reached(self, group_id: str, texts: Per) -> Reached | None:
        """Whom these words would reach; ``None`` where nobody may be written to now: children after their meeting."""

    async def became(self, group_id: str, message_id: str) -> Became | None:
        """What became of words to a group."""


class Reads(Protocol):
    """What a handler may look up while it works out a turn; all of it sees the turn's own transaction."""

    async def session_by_code(self, code: str) -> SessionView | None:
        """The session that a join code leads to now, if the code is known and not expired."""

    async def open_session(self) -> SessionView | None:
        """The town's open, permanent consultation."""

    async def session(self, session_id: str) -> SessionView | None:
        """A session by its id."""

    async def help_line(self, session_id: str, language: str) -> str | None:
        """Where the consultation of a session sends people in danger for help, in this language, if it says so."""

    async def person(self) -> PersonView | None:
        """The person behind this address, if they take part."""

    async def notes(self, session_id: str) -> tuple[NoteView, ...]:
        """This person's notes of the session, oldest first, deleted ones too."""

    async def all_notes(self) -> tuple[NoteView, ...]:
        """This person's notes of all sessions, oldest first, deleted ones too."""

    async def last_number(self, session_id: str) -> int:
        """The highest number of this person's notes of the session, deleted ones too; 0 without notes."""

    async def note(self, note_id: str) -> NoteView | None:
        """One note of this person; ``None`` for anybody else's."""

    async def note_by_ref(self, ref: str) -> NoteView | None:
        """This person's note that came as the channel's message ``ref``."""

    async def roads(self, note_ids: Collection[str]) -> Mapping[str, tuple[RoadStep, ...]]:
        """The roads of this person's notes, oldest step first; notes without a step are left out."""

    async def action(self, action_id: str) -> ActionView | None:
        """A pilot action that the public may see."""

    async def actions(self, session_id: str) -> tuple[ActionView, ...]:
        """All of them, of a session's consultation, newest first."""

    async def earlier_notes(self, session_id: str) -> tuple[NoteView, ...]:
        """This person's notes of the group's sessions before this one, oldest first, without deleted ones."""

    async def tickets(self, session_id: str, step: int) -> tuple[Ticket, ...]:
        """What is voted on in a step of a session, in the order in which it is shown."""

    async def votes(self, session_id: str, step: int) -> frozenset[str]:
        """What this person has voted for in a step of a session."""

    async def unsent_slots(self, prefix: str) -> tuple[str, ...]:
        """Slots with this prefix whose latest reply still waits to be sent, oldest first."""


# ── what a turn does ─────────────────────────────────────────────────────────────────────────────────────────────


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
    """A new group in the newest consultation."""

    name: str


@dataclass(frozen=True, slots=True)
class MeetAgain:
    """The next meeting of a group."""

    group_id: str


@dataclass(frozen=True, slots=True)
class LinkChat:
    """This group chat is the group's own; ``sender`` works with the group."""

    group_id: str
    sender: str = field(repr=False)


StaffEffect = AcceptInvite | Lead | Tell | MakeGroup | MeetAgain | LinkChat
Effect = (
    Follow
    | TakePart
    | AddNote
    | ChangeNote
    | Confirm
    | SpeakLanguage
    | StopMessages
    | MarkLeft
    | Forget
    | Finish
    | Ready
    | Vote
    | StaffEffect
)


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one inbound brings about. The handler that returns it has done none of it."""

    state: Mapping[str, Any]
    effects: tuple[Effect, ...] = ()
    replies: tuple[Reply, ...] = ()
