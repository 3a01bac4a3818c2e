"""Words to a group from the phone: written in one or more languages, looked at, sent, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.talk import Talk
from handlers.types import Button, Message, StaffReads, Tell
from locales import own_name

WAITING = "say:"
"""Begins what the next text is: "say:GROUP", words to that group."""
ONCE = "once"
"""Where the draft keeps the id that the message will have; all else in it are texts by language."""
LONGEST = 2000


async def begin(talk: Talk, staff: StaffReads, group_id: str) -> bool:
    """[Write to all]: the next text is said to the group."""
    group = await staff.led_group(group_id)
    if group is None:
        return False
    back = (Button(Message("button.back"), f"f:g:{group_id}"),)
    if await staff.reached(group_id, {}) is None:
        talk.say(Message("broadcast.children"), buttons=(back,), slot="staff", fresh=True)
        return True
    talk.state = replace(talk.state, waiting_for=f"{WAITING}{group_id}", draft={})
    talk.say(Message("lead.write", {"name": group.name}), buttons=(back,), slot="staff", fresh=True)
    return True


async def written(talk: Talk, staff: StaffReads, text: str) -> None:
    """One text: shown with whom it would reach. The same in another language may follow before it is sent."""
    group_id = (talk.state.waiting_for or "").removeprefix(WAITING)
    text = text.strip()[:LONGEST]
    language = talk.prepared.language or talk.state.language
    draft = {ONCE: talk.new_id(), **talk.state.draft, **({language: text} if text else {})}
    texts = _texts(draft)
    seen = await staff.reached(group_id, texts)
    if seen is None or not texts:
        talk.state = replace(talk.state, waiting_for=None, draft={})
        talk.say(Message("button.stale"), slot="notice", fresh=True)
        return
    talk.state = replace(talk.state, draft=draft)
    body = [Message("raw", {"text": one}) for one in texts.values()]
    body.append(Message("lead.to", {"people": _people(seen.people), "time": _time(seen.seconds)}))
    if seen.quiet:
        body.append(Message("broadcast.quiet"))
    body.append(Message("lead.more", {"languages": tuple(own_name(one) for one in texts)}))
    rows = (
        (Button(Message("broadcast.send"), f"f:send:{group_id}"),),
        (Button(Message("lead.no"), f"f:g:{group_id}"),),
    )
    talk.say(*body, buttons=rows, slot="staff", fresh=True)


async def send(talk: Talk, staff: StaffReads, group_id: str) -> bool:
    """[Send]: out it goes; pressed again it is an old button."""
    draft, texts = talk.state.draft, _texts(talk.state.draft)
    if not texts or await staff.reached(group_id, texts) is None:
        return False
    once = draft[ONCE]
    talk.do(Tell(group_id, once, texts))
    talk.state = replace(talk.state, draft={})
    row = (Button(Message("lead.got"), f"f:c:{group_id}:{once}"), Button(Message("button.back"), f"f:g:{group_id}"))
    talk.say(Message("lead.sent"), buttons=(row,), slot="staff", fresh=True)
    return True


async def became(talk: Talk, staff: StaffReads, group_id: str, message_id: str) -> bool:
    """Delivered, waiting, failed, left."""
    found = await staff.became(group_id, message_id)
    if found is None:
        return False
    body = [
        Message("broadcast.delivered", {"n": found.delivered}),
        Message("broadcast.waiting", {"n": found.waiting}),
        Message("broadcast.failed", {"n": found.failed}),
        Message("broadcast.left", {"n": found.left}),
    ]
    if found.chat:
        body.append(Message(f"broadcast.chat.{found.chat}"))
    again = Button(Message("lead.look"), f"f:c:{group_id}:{message_id}")
    talk.say(*body, buttons=((again, Button(Message("button.back"), f"f:g:{group_id}")),), slot="staff")
    return True


def _texts(draft: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in draft.items() if name != ONCE}


def _people(count: int) -> Message:
    return Message("broadcast.people", {"n": count})


def _time(seconds: int) -> Message:
    return Message("broadcast.seconds", {"n": seconds})
