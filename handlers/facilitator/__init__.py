"""What a facilitator can do from a chat: come in with a link, lead her groups' meetings, say something to all of them.

All of it checks with the storage, in the same transaction, that the group is hers; what is not is like an old button.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.facilitator import entering, founding, leading, steering, telling
from handlers.state import Conversation
from handlers.talk import Talk
from handlers.types import Choice, Command, Inbound, Links, Message, StaffReads, Text, Turn

INVITED = "s-"
"""What the argument of /start begins with when it is the secret of a one-time link."""
MINE, LINK = "groups", "link"
PREFIX = "f"
WAITING = (telling.WAITING, leading.WAITING, founding.TOWN, founding.ASKING)
KEEP = ("send", "town")
"""Buttons that need what was written; any other leads away from it."""


def concerns(inbound: Inbound, state: Conversation) -> bool:
    """Whether an inbound is for the facilitator's side, if somebody of the staff sent it."""
    match inbound.content:
        case Command("start", argument) if argument.startswith(INVITED):
            return True
        case Command(name):
            return name == (LINK if inbound.place == "group" else MINE)
        case Choice(action):
            return action.partition(":")[0] == PREFIX
        case Text():
            return inbound.place == "private" and (state.waiting_for or "").startswith(WAITING)
    return False


async def handle(talk: Talk, staff: StaffReads, links: Links) -> Turn | None:
    """Work out a facilitator's turn; ``None``: it is none after all, somebody else wrote what looks like one."""
    match talk.inbound.content:
        case Command("start", argument):
            await entering.accept(talk, staff, argument.removeprefix(INVITED))
        case Command("link", code):
            await entering.link_chat(talk, staff, code)
        case _ if not await staff.is_staff():
            return None
        case Command():
            await _groups(talk, staff)
        case Text(text):
            await _text(talk, staff, text)
        case Choice(action):
            words = action.split(":")[1:]
            draft = talk.state.draft if words[0] in KEEP else {}
            talk.state = replace(talk.state, waiting_for=None, draft=draft)
            if not await _choose(talk, staff, links, words):
                talk.say(Message("button.stale"), slot="notice", fresh=True)
    return talk.turn()


async def _groups(talk: Talk, staff: StaffReads) -> None:
    """Her groups; before there is a town, which one it is."""
    if await staff.is_townless():
        founding.ask_town(talk)
    else:
        await leading.groups(talk, staff)


async def _text(talk: Talk, staff: StaffReads, text: str) -> None:
    waiting = talk.state.waiting_for or ""
    if waiting.startswith(telling.WAITING):
        await telling.written(talk, staff, text)
    elif waiting.startswith(founding.ASKING):
        await founding.answered(talk, staff, text)
    elif waiting == founding.TOWN:
        await founding.town_named(talk, text)
    else:
        await leading.named(talk, staff, text)


async def _choose(talk: Talk, staff: StaffReads, links: Links, words: list[str]) -> bool:
    match words:
        case ["new" | "kind" | "town" | "ask", *_]:
            return await _set_up(talk, staff, words)
        case ["v", group_id, *verb] if len(verb) < 2:
            return await steering.wall(talk, staff, links, group_id, *verb)
        case ["t", group_id, *minutes] if len(minutes) < 2:
            return await steering.timer(talk, staff, group_id, *minutes)
        case ["s", group_id, *session] if len(session) < 2:
            return await steering.summary(talk, staff, group_id, *session)
    return await _lead(talk, staff, links, words)


async def _set_up(talk: Talk, staff: StaffReads, words: list[str]) -> bool:
    match words:
        case ["new"]:
            return await leading.ask_name(talk, staff)
        case ["kind", kind]:
            return await leading.ask_name(talk, staff, kind)
        case ["town", country]:
            return await founding.town_placed(talk, staff, country)
        case ["ask"]:
            return await founding.ask_kind(talk, staff)
        case ["ask", kind]:
            return await founding.ask_first(talk, staff, kind)
    return False


async def _lead(  # noqa: PLR0911 -- a list of cases
    talk: Talk, staff: StaffReads, links: Links, words: list[str]
) -> bool:
    match words:
        case ["list"]:
            await _groups(talk, staff)
            return True
        case ["g", group_id]:
            return await leading.show(talk, staff, group_id)
        case ["m", group_id, version, move] if version.isdecimal():
            return await leading.step(talk, staff, group_id, int(version), move)
        case ["n", group_id]:
            return await leading.meet_again(talk, staff, group_id)
        case ["q", group_id]:
            return await leading.how_to_join(talk, staff, links, group_id)
        case ["w", group_id]:
            return await telling.begin(talk, staff, group_id)
        case ["send", group_id]:
            return await telling.send(talk, staff, group_id)
        case ["c", group_id, message_id]:
            return await telling.became(talk, staff, group_id, message_id)
    return False
