"""What a citizen can do, as one ordered list: the first line that fits answers, the last one always fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers.citizen import arrive, care, choices, commands, notes, others, pacing
from handlers.state import Conversation
from handlers.talk import Prepared, Talk
from handlers.types import (
    Choice,
    Command,
    Edit,
    Inbound,
    Left,
    Location,
    MarkLeft,
    Message,
    Other,
    Paced,
    Reads,
    Text,
    Turn,
    Voice,
)


async def handle(  # noqa: C901, PLR0912 -- a plain list of cases
    inbound: Inbound,
    state: Conversation,
    reads: Reads,
    *,
    new_id: Callable[[], str],
    languages: tuple[str, ...],
    chance: Callable[[], float],
    prepared: Prepared,
    site: str,
) -> Turn:
    """Work out a turn; nothing is performed. ``languages`` are the complete ones, in the order of the menu."""
    if isinstance(inbound.content, Paced):
        return await pacing.paced(Talk(inbound, state, reads, new_id, languages, chance, prepared))
    talk = Talk(inbound, replace(state, last_at=inbound.at), reads, new_id, languages, chance, prepared, site)
    await pacing.settle(talk)
    match inbound.content:
        case Left():
            talk.do(MarkLeft())
        case _ if inbound.place == "group":
            await others.in_group(talk)
        case Command() as command:
            await commands.command(talk, command)
        case Choice(action):
            await choices.choose(talk, action)
        case Text() as text:
            await choices.write_text(talk, text)
        case Edit() as edit:
            await notes.edited(talk, edit)
        case Voice() as voice:
            if await arrive.takes_part(talk):
                await notes.spoken(talk, voice)
            else:
                talk.say(Message("voice.early"), slot="notice", fresh=True)
                await arrive.start(talk, "")
        case Location() as place:
            await others.located(talk, place)
        case Other() as other:
            await others.other(talk, other)
    if talk.prepared.in_danger:
        await care.show_help(talk)
    return talk.turn()
