"""Whose turn it is: a facilitator's at work, or a citizen's. The same person may be both, in the same chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from handlers import citizen, facilitator
from handlers.state import Conversation
from handlers.talk import Prepared, Talk
from handlers.types import Inbound, Links, Reads, StaffReads, Turn


class AllReads(Reads, StaffReads, Protocol):
    """What turns of both may look up."""


async def handle(
    inbound: Inbound,
    state: Conversation,
    reads: AllReads,
    *,
    new_id: Callable[[], str],
    languages: tuple[str, ...],
    chance: Callable[[], float],
    prepared: Prepared,
    links: Links,
) -> Turn:
    """Work out a turn; nothing is performed."""
    if facilitator.concerns(inbound, state):
        talk = Talk(inbound, state, reads, new_id, languages, chance, prepared)
        turn = await facilitator.handle(talk, reads, links)
        if turn is not None:
            return turn
    return await citizen.handle(
        inbound,
        state,
        reads,
        new_id=new_id,
        languages=languages,
        chance=chance,
        prepared=prepared,
        site=links.base,
    )
