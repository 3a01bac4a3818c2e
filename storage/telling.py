"""A facilitator's words to her group: privately to each, and to the group's own chat where it has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import InLanguages, Message, Per, Reply
from storage import messages, outbox
from storage.messages import Audience, Draft, Planned
from storage.staff import Staff
from storage.tables import AddressRow, GroupRow, MessageRow, OutboxRow, SessionRow

KIND = "broadcast"
LONGEST = 2000


class AfterwardsError(Exception):
    """Children get no messages when their meeting is over."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What became of a message in the group's own chat: ``state`` is waiting, sent or refused."""

    state: str


async def meeting_now(session: AsyncSession, group: GroupRow) -> bool:
    """Whether the group meets just now: then quiet hours do not count."""
    query = sa.select(SessionRow.id).where(
        SessionRow.group_id == group.id, SessionRow.led, SessionRow.state.in_(["running", "paused"])
    )
    return await session.scalar(query.limit(1)) is not None


async def draft(session: AsyncSession, me: Staff, group: GroupRow, texts: Per, now: dt.datetime) -> Draft:
    """The words as a message to all who take part in the group's sessions.

    Raises:
        AfterwardsError: a children's group that does not meet just now.
    """
    meeting = await meeting_now(session, group)
    if group.consultation.kind == "children" and not meeting:
        raise AfterwardsError
    return Draft(
        kind=KIND,
        town=group.consultation.town.public_id,
        consultation=group.consultation.public_id,
        audience=Audience("group", group.public_id),
        due_at=now,
        texts=texts,
        exempt=meeting,
        staff=me.id,
    )


async def tell(session: AsyncSession, me: Staff, group: GroupRow, texts: Per, now: dt.datetime, once: str) -> bool:
    """Say it to everybody, once: the same ``once`` (it becomes the message's id) a second time does nothing.

    Raises:
        AfterwardsError: a children's group that does not meet just now.
    """
    if await session.scalar(sa.select(MessageRow.id).where(MessageRow.public_id == once)) is not None:
        return False
    await messages.plan(session, await draft(session, me, group, texts, now), now=now, new_id=lambda: once)
    chat = await session.get(AddressRow, group.chat_id) if group.chat_id else None
    if chat is not None:
        chat.left_at = None  # the bot may have been let in again: only trying shows it
        said = InLanguages(texts, group.consultation.town.default_language)
        reply = Reply((Message("raw", {"text": said}),), slot=_slot(once), fresh=True)
        await outbox.add(session, chat, reply, now, outbox.BROADCAST)
    return True


async def in_chat(session: AsyncSession, group: GroupRow, message_id: str) -> Chat | None:
    """What became of a message in the group's chat; ``None`` if it did not go there."""
    if group.chat_id is None:
        return None
    query = sa.select(OutboxRow.state).where(OutboxRow.address_id == group.chat_id, OutboxRow.slot == _slot(message_id))
    state = await session.scalar(query.order_by(OutboxRow.id.desc()).limit(1))
    if state is None:
        return None
    return Chat({"sent": "sent", "failed": "refused", "left": "refused"}.get(state, "waiting"))


async def told(session: AsyncSession, group: GroupRow) -> Sequence[Planned]:
    """What was said to a group so far, the latest first."""
    found = await messages.planned(session, group.consultation.public_id, group=group.public_id)
    return [one for one in found if one.kind == KIND]


def _slot(message_id: str) -> str:
    return f"say:{message_id}"
