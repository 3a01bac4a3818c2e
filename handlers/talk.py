"""One turn in the making: the state, the effects and replies so far, and the notes as they will be after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from handlers.state import Conversation, Part
from handlers.types import (
    AddNote,
    Care,
    ChangeNote,
    Confirm,
    Effect,
    Inbound,
    Message,
    NoteView,
    Reads,
    Reply,
    Rows,
    SessionView,
    Step,
    Suggestion,
    Turn,
    Voice,
    Vote,
)

FUTURE = 4
"""The question about future generations."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was worked out about a text before the transaction: suggestions, how it could be split, its language.

    ``care`` is what others may see of it, ``masked`` the kinds of things that they may not; ``in_danger``: there are
    signs that somebody may be in danger (used for one reply, and kept nowhere).
    """

    suggestions: tuple[Suggestion, ...] = ()
    model_version: str | None = None
    parts: tuple[Part, ...] = ()
    language: str | None = None
    care: Care | None = None
    masked: tuple[Literal["email", "link", "phone"], ...] = ()
    in_danger: bool = field(default=False, repr=False)


@dataclass(slots=True)
class Talk:
    """Collects what a turn does. Notes changed in this turn are seen changed by everything later in it.

    ``chance`` gives a random number from 0 up to 1. ``site`` is the address of our pages, without a slash at its end.
    """

    inbound: Inbound
    state: Conversation
    reads: Reads
    new_id: Callable[[], str]
    languages: tuple[str, ...]
    chance: Callable[[], float]
    prepared: Prepared = field(default_factory=Prepared)
    site: str = ""
    effects: list[Effect] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    _session: SessionView | None = None
    _touched: dict[str, NoteView] = field(default_factory=dict)
    _last_numbers: dict[str, int] = field(default_factory=dict)
    _votes: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)

    def turn(self) -> Turn:
        """What the runner stores."""
        return Turn(self.state.to_json(), tuple(self.effects), tuple(self.replies))

    def do(self, effect: Effect) -> None:
        """One more effect."""
        self.effects.append(effect)

    def say(
        self,
        *body: Message,
        buttons: Rows = (),
        slot: str | None = None,
        fresh: bool = False,
        replaces: tuple[str, ...] = (),
        document: str | None = None,
        menu: bool = False,
    ) -> None:
        """One more reply; an empty one is not sent."""
        self.replies.append(Reply(body, buttons, slot, fresh, replaces, document, menu))

    async def session(self) -> SessionView | None:
        """The session that the conversation is in, else the town's open one."""
        if self._session is None:
            if self.state.session_id:
                self._session = await self.reads.session(self.state.session_id)
            self._session = self._session or await self.reads.open_session()
        return self._session

    def enter(self, session: SessionView) -> None:
        """The conversation goes on in this session."""
        self._session = session
        self.state = replace(self.state, session_id=session.id, led=session.paced)

    async def notes(self) -> list[NoteView]:
        """The person's notes of this session, deleted ones too, oldest first."""
        session = await self.session()
        found = {note.id: note for note in await self.reads.notes(session.id)} if session else {}
        here = {key: note for key, note in self._touched.items() if session and note.session_id == session.id}
        return list({**found, **here}.values())

    async def everything(self) -> list[NoteView]:
        """The person's notes of all sessions that are not deleted, oldest first."""
        found = {note.id: note for note in await self.reads.all_notes()}
        return [note for note in {**found, **self._touched}.values() if not note.deleted]

    async def kept(self) -> list[NoteView]:
        """The notes that are not deleted."""
        return [note for note in await self.notes() if not note.deleted]

    async def votes(self, session_id: str, step: int) -> frozenset[str]:
        """What the person has voted for in a step, with this turn's votes."""
        if (session_id, step) not in self._votes:
            self._votes[session_id, step] = await self.reads.votes(session_id, step)
        return self._votes[session_id, step]

    def vote(self, vote: Vote) -> None:
        """Give a vote, or take one back."""
        self.do(vote)
        given = self._votes.get((vote.session_id, vote.step), frozenset())
        chosen = given | {vote.target} if vote.given else given - {vote.target}
        self._votes[vote.session_id, vote.step] = chosen

    async def note(self, note_id: str) -> NoteView | None:
        """One of the person's notes, of any session."""
        return self._touched.get(note_id) or await self.reads.note(note_id)

    async def add_note(
        self,
        text: str,
        *,
        ref: str | None = None,
        suggestions: tuple[Suggestion, ...] = (),
        model_version: str | None = None,
        voice: Voice | None = None,
        question: int | None = None,
        care: Care | None = None,
        about: NoteView | None = None,
    ) -> NoteView:
        """Store a new note in the current question; a random share of them is coded blind.

        With ``about`` it adds to that note, and goes to the same session and question.
        """
        session = await (self.reads.session(about.session_id) if about else self.session())
        if session is None:
            msg = "a note needs a session"
            raise RuntimeError(msg)
        if session.id not in self._last_numbers:
            self._last_numbers[session.id] = await self.reads.last_number(session.id)
        self._last_numbers[session.id] += 1
        if about:
            question = about.question
        note = NoteView(
            id=self.new_id(),
            number=self._last_numbers[session.id],
            question=question or written_for(session, self.state.question),
            text=text,
            language=self.prepared.language or self.state.language,
            source="voice" if voice else "own",
            on_wall=True,
            starred=False,
            deleted=False,
            at=self.inbound.at,
            session_id=session.id,
            suggestions=suggestions,
            care=care,
            blind=voice is None and self.chance() < session.blind_share,
        )
        self._touched[note.id] = note
        source: Literal["own", "voice"] = "voice" if voice else "own"
        self.do(
            AddNote(
                note.id,
                session.id,
                note.number,
                note.question,
                text,
                note.language,
                source,
                ref,
                suggestions,
                model_version,
                voice,
                care,
                note.blind,
                about.id if about else None,
            )
        )
        return note

    async def change(self, note: NoteView, change: ChangeNote) -> NoteView:
        """Change a note."""
        self.do(change)
        changed = replace(
            note,
            text=note.text if change.text is None else change.text,
            suggestions=note.suggestions if change.suggestions is None else change.suggestions,
            on_wall=note.on_wall if change.on_wall is None else change.on_wall,
            starred=note.starred if change.starred is None else change.starred,
            deleted=note.deleted if change.deleted is None else change.deleted,
            has_place=note.has_place or change.place is not None,
            care=note.care if change.text is None else change.care,
        )
        self._touched[note.id] = changed
        return changed

    async def confirm(self, note: NoteView, code: str | None) -> NoteView:
        """The author says which code is right, or takes that back."""
        if note.code == code:
            return note
        self.do(Confirm(note.id, code))
        changed = replace(note, code=code)
        self._touched[note.id] = changed
        return changed


def written_for(session: SessionView, question: int) -> int:
    """What a note belongs to that is written in a step of a session: its question, or the one that fits the step."""
    if question in (Step.TOPICS, Step.CHOICE):
        return Step.IDEAS
    if question == Step.CHECK:
        return next((one for one in session.questions if one < Step.IDEAS), FUTURE)
    return question
