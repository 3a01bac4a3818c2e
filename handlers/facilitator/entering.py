"""Coming in with a one-time link, and telling which chat is the group's own."""

from __future__ import annotations

from dataclasses import replace

from handlers.facilitator import leading
from handlers.talk import Talk
from handlers.types import AcceptInvite, LinkChat, Message, SpeakLanguage, StaffReads
from locales import staff_languages


async def accept(talk: Talk, staff: StaffReads, token: str) -> None:
    """``/start s-TOKEN``: the link makes this chat a colleague's, once."""
    if talk.inbound.place == "group":
        return  # a secret that was pasted into a group by mistake opens nothing
    if not await staff.invitation(token):
        talk.say(Message("staff.link_used"), slot="staff", fresh=True)
        return
    talk.do(AcceptInvite(token))
    if talk.state.language not in staff_languages():
        talk.state = replace(talk.state, language="en")
        talk.do(SpeakLanguage("en"))
    talk.say(Message("lead.welcome"), buttons=(leading.LIST,), slot="staff", fresh=True)


async def link_chat(talk: Talk, staff: StaffReads, code: str) -> None:
    """``/link CODE`` in a group chat, by somebody who works with the group: its words are said here too."""
    sender = talk.inbound.sender
    group = await staff.group_of_code(code.strip(), sender) if sender else None
    if group is None or sender is None:
        talk.say(Message("lead.not_linked"), slot="notice", fresh=True)
        return
    talk.do(LinkChat(group.id, sender))
    talk.say(Message("lead.linked", {"name": group.name}), slot="notice", fresh=True)
