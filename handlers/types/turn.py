"""All that one inbound brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.types.effects import (
    AddNote,
    ChangeNote,
    Confirm,
    Finish,
    Follow,
    Forget,
    MarkLeft,
    Ready,
    SpeakLanguage,
    StopMessages,
    TakePart,
    Vote,
)
from handlers.types.reply import Reply
from handlers.types.staff_effects import StaffEffect

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
