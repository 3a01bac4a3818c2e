"""Leading from the phone: her groups, where each stands, the next step, how people join."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from handlers.citizen.cards import pairs, quoted
from handlers.citizen.questions import question_text
from handlers.talk import Talk
from handlers.types import (
    Button,
    Lead,
    LedGroup,
    LedSession,
    Links,
    MakeGroup,
    MeetAgain,
    Message,
    Move,
    Rows,
    StaffReads,
)

WAITING = "group"
"""The next text is the name of a new group; its kind may follow after a colon."""
KINDS = ("meeting", "class", "alone", "open", "mixed")
LIST = (Button(Message("lead.groups"), "f:list"),)
NAME = 28
SHOWN = 20
LONGEST_NAME = 200


async def groups(talk: Talk, staff: StaffReads) -> None:
    """``/groups``: each as a button."""
    found = (await staff.led_groups())[:SHOWN]
    buttons = [Button(Message("raw", {"text": quoted(one.name, NAME)}), f"f:g:{one.id}") for one in found]
    rows: list[tuple[Button, ...]] = [(one,) for one in buttons]
    if await staff.can_make_groups():
        rows.append((Button(Message("group.new"), "f:new"), Button(Message("consultation.new"), "f:ask")))
    else:
        rows.append((Button(Message("consultation.new"), "f:ask"),))
    talk.say(Message("lead.which" if found else "overview.none"), buttons=tuple(rows), slot="staff", fresh=True)


async def ask_name(talk: Talk, staff: StaffReads, kind: str = "") -> bool:
    """[New group]: its name is the next text; how they take part is a button, if they do not simply meet."""
    if kind not in ("", *KINDS) or not await staff.can_make_groups():
        return False
    talk.state = replace(talk.state, waiting_for=f"{WAITING}:{kind}" if kind else WAITING)
    if kind:
        talk.say(Message(f"group.kind.{kind}"), Message("lead.name"), slot="staff", fresh=True)
        return True
    rows = tuple((Button(Message(f"group.kind.{one}"), f"f:kind:{one}"),) for one in KINDS)
    talk.say(Message("lead.name"), Message("group.kind"), buttons=rows, slot="staff", fresh=True)
    return True


async def named(talk: Talk, staff: StaffReads, text: str) -> None:
    """The name: the group is made, with its code and its first meeting."""
    kind = (talk.state.waiting_for or "").partition(":")[2]
    talk.state = replace(talk.state, waiting_for=None)
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name or not await staff.can_make_groups():
        await groups(talk, staff)
        return
    talk.do(MakeGroup(name, kind))
    talk.say(Message("lead.made", {"name": name}), buttons=(LIST,), slot="staff", fresh=True)


async def show(talk: Talk, staff: StaffReads, group_id: str, *, late: bool = False) -> bool:
    """Where a group stands, and what can be done; ``False`` if it is not hers."""
    group = await staff.led_group(group_id)
    if group is None:
        return False
    body = [Message("raw", {"text": group.name})]
    if late:
        body.insert(0, Message("session.late"))
    if group.session is not None:
        body.extend(_standing(group.session, talk.state.language))
    talk.say(*body, buttons=_buttons(group), slot="staff", fresh=False)
    return True


async def step(talk: Talk, staff: StaffReads, group_id: str, version: int, name: str) -> bool:
    """A step of the group's meeting; if a colleague was quicker, only a look at where it is."""
    group = await staff.led_group(group_id)
    wanted = next((one for one in get_args(Move) if one == name), None)
    if group is None or group.session is None or wanted is None:
        return False
    view = group.session.view
    if view.version != version or wanted not in group.session.moves:
        return await show(talk, staff, group_id, late=True)
    talk.do(Lead(view.id, wanted, version))
    row = (Button(Message("lead.look"), f"f:g:{group_id}"),)
    talk.say(Message("raw", {"text": group.name}), Message(f"lead.did.{wanted}"), buttons=(row,), slot="staff")
    return True


async def meet_again(talk: Talk, staff: StaffReads, group_id: str) -> bool:
    """The next meeting, once the one before is over."""
    group = await staff.led_group(group_id)
    if group is None:
        return False
    if group.session is not None and group.session.view.state != "closed":
        return await show(talk, staff, group_id)
    talk.do(MeetAgain(group_id))
    row = (Button(Message("lead.look"), f"f:g:{group_id}"),)
    talk.say(Message("raw", {"text": group.name}), Message("lead.again"), buttons=(row,), slot="staff")
    return True


async def how_to_join(talk: Talk, staff: StaffReads, links: Links, group_id: str) -> bool:
    """Code, links, and the sheet to print; no QR code that leads nowhere."""
    group = await staff.led_group(group_id)
    if group is None:
        return False
    body = [Message("lead.code", {"code": group.join_code})]
    if links.bot:
        body.append(Message("raw", {"text": f"https://t.me/{links.bot}?start={group.join_code}"}))
    if links.local:
        body.append(Message("web.qr_local", {"address": links.base}))
    else:
        body.append(Message("raw", {"text": f"{links.base}/c/{group.join_code}"}))
    talk.say(*body, buttons=(LIST,), fresh=True, document=None if links.local else f"sheet:{group.id}")
    return True


def _standing(led: LedSession, language: str) -> list[Message]:
    view = led.view
    lines = [
        Message(
            "lead.numbers",
            {
                "here": Message("session.here", {"n": led.people}),
                "writing": Message("session.writing", {"n": led.writing}),
                "notes": Message("session.notes", {"n": led.notes}),
            },
        )
    ]
    if view.state == "closed":
        lines.append(Message("session.closed"))
    elif view.state == "planned":
        lines.append(Message("session.planned"))
    elif view.question is not None:
        at = view.questions.index(view.question) + 1 if view.question in view.questions else 1
        text = question_text(view, view.question, language)
        lines.append(Message("question.head", {"i": at, "total": len(view.questions), "text": text}))
        if view.state == "paused":
            lines.append(Message("session.state.paused"))
    return lines


def _buttons(group: LedGroup) -> Rows:
    rows: list[tuple[Button, ...]] = []
    led = group.session
    if led is not None:
        moves = [Button(Message(f"move.{one}"), f"f:m:{group.id}:{led.view.version}:{one}") for one in led.moves]
        rows.extend(pairs(moves))
        if led.view.state == "closed" and led.view.kind != "third":
            rows.append((Button(Message("group.again"), f"f:n:{group.id}"),))
        steer = [
            Button(Message("session.wall"), f"f:v:{group.id}"),
            Button(Message("summary.title"), f"f:s:{group.id}"),
        ]
        if led.view.paced and led.view.state == "running":
            steer.append(Button(Message("session.timer"), f"f:t:{group.id}"))
        rows.append(tuple(steer))
    rows.append(
        (
            Button(Message("broadcast.write"), f"f:w:{group.id}"),
            Button(Message("lead.join"), f"f:q:{group.id}"),
        )
    )
    rows.append((Button(Message("lead.look"), f"f:g:{group.id}"), *LIST))
    return tuple(rows)
