"""Pilot actions: what the town does about what people wrote, and following it."""

from __future__ import annotations

from handlers.talk import Talk
from handlers.types import ActionView, Button, Follow, InLanguages, Message, Per, StopMessages
from locales import render_lines

LINK = "a-"
"""``/start a-ACTION`` opens an action: how a results page or a poster leads to it."""
LISTED, MILESTONES = 10, 5


async def show(talk: Talk, action_id: str) -> bool:
    """One action: what, with whom, how far, and the way to follow it. Open to everybody."""
    action = await talk.reads.action(action_id)
    if action is None:
        talk.say(Message("action.none"), slot="notice", fresh=True)
        return True
    talk.say(*card(action), buttons=_buttons(action), slot=f"action:{action.id}", fresh=True)
    return True


async def listed(talk: Talk) -> None:
    """All actions of the consultation."""
    session = await talk.session()
    found = await talk.reads.actions(session.id) if session else ()
    if session is None or not found:
        talk.say(Message("action.none"), slot="notice", fresh=True)
        return
    lines = [Message("action.item", {"title": _in(action, action.titles)}) for action in found[:LISTED]]
    rows = tuple((Button(_title(action), f"action:{action.id}"),) for action in found[:LISTED])
    talk.say(Message("action.list", {"town": session.town}), *lines, buttons=rows, slot="actions", fresh=True)


async def follow(talk: Talk, action_id: str) -> bool:
    """[Follow it]: nothing more is needed than this press."""
    return await _set(talk, action_id, following=True)


async def unfollow(talk: Talk, action_id: str) -> bool:
    """[No more news of it], also for somebody who wrote about it."""
    return await _set(talk, action_id, following=False)


def card(action: ActionView) -> tuple[Message, ...]:
    """The lines of an action."""
    lines = [Message("action.head", {"town": action.town, "title": _in(action, action.titles)})]
    if any(action.descriptions.values()):
        lines.append(Message("raw", {"text": _in(action, action.descriptions)}))
    if action.partners:
        lines.append(Message("action.partners", {"partners": action.partners}))
    if action.level:
        lines.append(Message("action.level", {"level": Message(f"scale.{action.level}")}))
    if action.aimed and action.aimed != action.level:
        lines.append(Message("action.aimed", {"level": Message(f"scale.{action.aimed}")}))
    for day, texts in action.milestones[:MILESTONES]:
        lines.append(Message("action.milestone", {"date": day, "text": _in(action, texts)}))
    lines.append(Message("action.followed" if action.following else "action.if_followed"))
    return tuple(lines)


async def _set(talk: Talk, action_id: str, *, following: bool) -> bool:
    action = await talk.reads.action(action_id)
    if action is None:
        talk.say(Message("action.none"), slot="notice", fresh=True)
        return True
    if following or await talk.reads.person() is not None:
        language = talk.state.language
        talk.do(Follow(action.id, following, render_lines((Message("action.if_followed"),), language), language))
    if following:
        talk.do(StopMessages(stopped=False))
    said = Message("action.followed" if following else "action.unfollowed")
    other = Button(Message("button.unfollow"), f"unfollow:{action.id}")
    back = Button(Message("button.follow"), f"follow:{action.id}")
    rows = ((other if following else back, Button(Message("button.details"), f"action:{action.id}")),)
    talk.say(
        Message("action.item", {"title": _in(action, action.titles)}), said, buttons=rows, slot="follow", fresh=True
    )
    return True


def _buttons(action: ActionView) -> tuple[tuple[Button, ...], ...]:
    if action.following:
        return ((Button(Message("button.unfollow"), f"unfollow:{action.id}"),),)
    return ((Button(Message("button.follow"), f"follow:{action.id}"),),)


def _title(action: ActionView) -> Message:
    return Message("raw", {"text": _in(action, action.titles)})


def _in(action: ActionView, texts: Per) -> InLanguages:
    return InLanguages(texts, action.default)
