"""The wall, the timer and the summary of a group's meeting, from the phone."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen.cards import pairs
from handlers.talk import Talk
from handlers.types import Approve, Button, LedWall, Links, Message, Rows, SetTimer, StaffReads, SteerWall

TIMERS = (3, 5, 10)
"""Minutes that the timer can be set to."""


async def wall(talk: Talk, staff: StaffReads, links: Links, group_id: str, verb: str = "") -> bool:
    """The wall's address, what waits there, and its buttons; with ``verb``, one of them pressed."""
    seen = await staff.wall(group_id)
    if seen is None:
        return False
    if verb:
        after = _after(seen, verb)
        if after is None:
            return False
        if after != seen:
            talk.do(SteerWall(seen.session_id, verb))
        seen = after
    talk.say(*_standing(seen, links), buttons=_buttons(seen, group_id), slot="staff")
    return True


async def timer(talk: Talk, staff: StaffReads, group_id: str, minutes: str = "") -> bool:
    """How long people have: shown on their phones and on the wall; 0 takes it away."""
    group = await staff.led_group(group_id)
    led = group.session if group else None
    if group is None or led is None or not led.view.paced or led.view.state != "running":
        return False
    if minutes not in ("", "0", *map(str, TIMERS)):
        return False
    lines = [Message("raw", {"text": group.name}), Message("session.timer")]
    if minutes:
        talk.do(SetTimer(led.view.id, int(minutes)))
        lines.append(Message("session.minutes", {"n": int(minutes)}) if minutes != "0" else Message("session.no_timer"))
    buttons = [Button(Message("session.minutes", {"n": one}), f"f:t:{group_id}:{one}") for one in TIMERS]
    rows = (tuple(buttons), (Button(Message("session.no_timer"), f"f:t:{group_id}:0"), _back(group_id)))
    talk.say(*lines, buttons=rows, slot="staff")
    return True


async def summary(talk: Talk, staff: StaffReads, group_id: str, seen: str = "") -> bool:
    """What everybody would read; with ``seen``, approved as it was seen: it goes out, once."""
    found = await staff.summed(group_id)
    if found is None:
        return False
    rows: Rows = ((_back(group_id),),)
    if found.children:
        after = Message("broadcast.children")
    elif found.sent or (seen and seen == found.seen):
        if not found.sent:
            talk.do(Approve(group_id, seen))
        talk.say(Message("summary.sent"), buttons=rows, slot="staff", fresh=True)
        return True
    else:
        after = Message("feedback.changed" if seen else "summary.each")
        rows = ((Button(Message("summary.send"), f"f:s:{group_id}:{found.seen}"),), *rows)
    talk.say(*found.body, after, buttons=rows, slot="staff", document=found.picture)
    return True


def _after(seen: LedWall, verb: str) -> LedWall | None:
    """The wall when this was done; ``None``: there is no such button."""
    match verb:
        case "freeze" | "unfreeze":
            return replace(seen, frozen=verb == "freeze")
        case "counts" | "uncounts":
            return replace(seen, counts=verb == "counts")
        case "moderate" | "unmoderate":
            return replace(seen, moderated=verb == "moderate")
        case "show":
            return replace(seen, waiting=0, alone=0)
        case "pass_all":
            return replace(seen, queue=seen.named)
    return None


def _standing(seen: LedWall, links: Links) -> list[Message]:
    address = f"{links.base}/wall/{seen.session_id}"
    lines = [Message("web.qr_local", {"address": address}) if links.local else Message("raw", {"text": address})]
    if seen.frozen:
        lines.append(Message("wall.frozen"))
    if seen.waiting:
        lines.extend((Message("wall.waiting", {"n": seen.waiting}), Message("staff_wall.show_text")))
    if seen.alone:
        lines.append(Message("staff_wall.alone", {"n": seen.alone}))
    if seen.queue:
        lines.append(Message("staff_wall.queue", {"n": seen.queue}))
    return lines


def _buttons(seen: LedWall, group_id: str) -> Rows:
    verbs = [
        "unfreeze" if seen.frozen else "freeze",
        "uncounts" if seen.counts else "counts",
        "unmoderate" if seen.moderated else "moderate",
    ]
    if seen.waiting:
        verbs.insert(0, "show")
    if seen.queue > seen.named:
        verbs.append("pass_all")
    buttons = [Button(Message(f"staff_wall.{one}"), f"f:v:{group_id}:{one}") for one in verbs]
    return (*pairs(buttons), (Button(Message("lead.look"), f"f:v:{group_id}"), _back(group_id)))


def _back(group_id: str) -> Button:
    return Button(Message("button.back"), f"f:g:{group_id}")
