"""Where a conversation stands, as it is kept between turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

from handlers.types import Care, Suggestion

Stage = Literal["new", "welcome", "asking", "starring", "done"]
KEPT_CARDS = 60
"""Of how many receipts we remember which notes they show; older ones are answered with the note's own."""
KEPT_UNDO = 10
TIMES = ("last_at", "help_at")


@dataclass(frozen=True, slots=True)
class Part:
    """One idea of a message that may become a note of its own."""

    text: str
    suggestions: tuple[Suggestion, ...] = ()
    care: Care | None = None
    model_version: str | None = None


@dataclass(frozen=True, slots=True)
class EarlyText:
    """A text that may become a note: written before the consent (gone within 24 hours without it), or forwarded."""

    text: str
    ref: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    language: str | None = None
    care: Care | None = None
    model_version: str | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """What the last action can be taken back to.

    ``op`` names the action, ``note_id`` its note; ``before``, ``suggestions`` and ``care`` are what was.
    """

    op: Literal["add", "delete", "confirm", "edit", "wall", "split"]
    note_id: str
    before: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state. Immutable: a handler returns a changed copy.

    ``cards`` remembers for a receipt's slot which notes it shows; ``parts`` how a message could be split;
    ``waiting_for`` what the next text is ("edit:NOTE", or a forwarded text in ``held``); ``draft`` is what a
    facilitator is about to say, by language; ``help_at`` when the help line was shown last. ``led``: a facilitator says
    when it goes on; ``step`` is the version of the session that was shown.
    """

    stage: Stage = "new"
    language: str = "en"
    language_chosen: bool = False
    session_id: str | None = None
    question: int = 0
    led: bool = False
    step: int = 0
    early: tuple[EarlyText, ...] = ()
    cards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    undo: tuple[Undo, ...] = ()
    waiting_for: str | None = None
    held: EarlyText | None = None
    draft: Mapping[str, str] = field(default_factory=dict)
    place: tuple[float, float] | None = None
    language_offered: tuple[str, ...] = ()
    last_at: dt.datetime | None = None
    help_at: dt.datetime | None = None

    def with_card(self, slot: str, note_ids: tuple[str, ...]) -> Self:
        """The receipt ``slot`` shows these notes."""
        cards = {name: ids for name, ids in self.cards.items() if name != slot}
        cards[slot] = note_ids
        return replace(self, cards=dict(list(cards.items())[-KEPT_CARDS:]))

    def card_of(self, note_id: str) -> tuple[str, tuple[str, ...]]:
        """The slot of the receipt that shows a note, and all notes on it."""
        for slot, ids in reversed(list(self.cards.items())):
            if note_id in ids:
                return slot, ids
        return f"note:{note_id}", (note_id,)

    def with_parts(self, note_id: str, parts: tuple[Part, ...]) -> Self:
        """The note ``note_id`` could be split into ``parts``."""
        kept = dict(list({**self.parts, note_id: parts}.items())[-5:])
        return replace(self, parts=kept)

    def without_parts(self, note_id: str) -> Self:
        """The question of splitting this note is settled."""
        return replace(self, parts={key: value for key, value in self.parts.items() if key != note_id})

    def with_undo(self, undo: Undo) -> Self:
        """One more thing can be taken back."""
        return replace(self, undo=(*self.undo, undo)[-KEPT_UNDO:])

    def to_json(self) -> dict[str, Any]:
        """As JSON types."""
        data = asdict(self)
        for name in TIMES:
            data[name] = data[name].isoformat() if data[name] else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From what ``to_json`` gave, also by an earlier version: unknown keys are dropped."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        known["early"] = tuple(EarlyText(**_with_suggestions(one)) for one in known.get("early", ()))
        known["cards"] = {slot: tuple(ids) for slot, ids in known.get("cards", {}).items()}
        known["parts"] = {
            note_id: tuple(Part(**_with_suggestions(part)) for part in parts)
            for note_id, parts in known.get("parts", {}).items()
        }
        known["undo"] = tuple(Undo(**_with_suggestions(one)) for one in known.get("undo", ()))
        known["language_offered"] = tuple(known.get("language_offered", ()))
        if known.get("place"):
            known["place"] = tuple(known["place"])
        if known.get("held"):
            known["held"] = EarlyText(**_with_suggestions(known["held"]))
        for name in TIMES:
            if known.get(name):
                known[name] = dt.datetime.fromisoformat(known[name])
        return cls(**known)


def _with_suggestions(data: Mapping[str, Any]) -> dict[str, Any]:
    care = Care(**data["care"]) if data.get("care") else None
    return {**data, "suggestions": tuple(Suggestion(**one) for one in data.get("suggestions", ())), "care": care}
