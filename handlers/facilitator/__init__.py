"""What a facilitator can do from a chat: come in with a link, lead her groups' meetings, say something to all of them.

All of it checks with the storage, in the same transaction, that the group is hers; what is not is like an old button.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.facilitator import entering, leading, telling
from handlers.state import Conversation
from handlers.talk import Talk
from handlers.types import Choice, Command, Inbound, Links, Message, StaffReads, Text, Turn

INVITED = "s-"
"""What the argument of /start begins with when it is the secret of a one-time link."""
MINE, LINK = "groups", "link"
PREFIX = "f"
WAITING = (telling.WAITING, leading.WAITING)


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
            await leading.groups(talk, staff)
        case Text(text):
            await _text(talk, staff, text)
        case Choice(action):
            words = action.split(":")[1:]
            draft = talk.state.draft if words[:1] == ["send"] else {}  # any other way leads away from what was written
            talk.state = replace(talk.state, waiting_for=None, draft=draft)
            if not await _choose(talk, staff, links, words):
                talk.say(Message("button.stale"), slot="notice", fresh=True)
    return talk.turn()


async def _text(talk: Talk, staff: StaffReads, text: str) -> None:
    if (talk.state.waiting_for or "").startswith(telling.WAITING):
        await telling.written(talk, staff, text)
    else:
        await leading.named(talk, staff, text)


async def _choose(talk: Talk, staff: StaffReads, links: Links, words: list[str]) -> bool:  # noqa: PLR0911 -- a list of cases
    match words:
        case ["list"]:
            await leading.groups(talk, staff)
            return True
        case ["new"]:
            return await leading.ask_name(talk, staff)
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
