"""Which messages told people of an answer, who has got it, and what became of them all."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage import messages
from storage.tables import AnswerMessageRow, AnswerRow, MessageRow, OutboxRow, PersonRow, RecipientRow


async def told(session: AsyncSession, answer_key: int, message_id: str) -> None:
    """A message (public id) tells people of an answer."""
    key = (await session.scalars(sa.select(MessageRow.id).where(MessageRow.public_id == message_id))).one()
    session.add(AnswerMessageRow(answer_id=answer_key, message_id=key))
    await session.flush()


async def messages_of(session: AsyncSession, answer_key: int) -> list[str]:
    """The public ids of the messages that told people of an answer."""
    query = (
        sa.select(MessageRow.public_id)
        .join(AnswerMessageRow, AnswerMessageRow.message_id == MessageRow.id)
        .where(AnswerMessageRow.answer_id == answer_key)
        .order_by(MessageRow.id)
    )
    return list(await session.scalars(query))


async def counts(session: AsyncSession, answer_key: int) -> messages.Counts:
    """What became of all messages of an answer, in people."""
    found = [await messages.counts(session, one) for one in await messages_of(session, answer_key)]
    return messages.Counts(*(sum(getattr(one, name) for one in found) for name in messages.Counts.__slots__))


async def told_of(session: AsyncSession, answer_id: str) -> set[str]:
    """Who has got an answer, or one that it corrects, or is getting it at this moment (public ids)."""
    return await _chain(session, answer_id, sa.and_(RecipientRow.state == "queued", _under_way()))


async def stop_waiting(session: AsyncSession, answer_id: str, now: dt.datetime) -> set[str]:
    """Nobody gets an answer any more who has not got it; returns who has it, or one that it corrects (public ids)."""
    for message in await _messages_of_chain(session, answer_id):
        await messages.cancel(session, message, now)
    return await _chain(session, answer_id, RecipientRow.state == "queued")


async def _messages_of_chain(session: AsyncSession, answer_id: str) -> list[str]:
    found = []
    for key in await _keys_of_chain(session, answer_id):
        found += await messages_of(session, key)
    return found


async def _keys_of_chain(session: AsyncSession, answer_id: str) -> list[int]:
    """An answer, the one that it corrects, and so on."""
    found = []
    key = await session.scalar(sa.select(AnswerRow.id).where(AnswerRow.public_id == answer_id))
    while key is not None:
        found.append(key)
        key = await session.scalar(sa.select(AnswerRow.corrects_id).where(AnswerRow.id == key))
    return found


async def _chain(session: AsyncSession, answer_id: str, condition: sa.ColumnElement[bool]) -> set[str]:
    query = (
        sa.select(PersonRow.public_id)
        .join(RecipientRow, RecipientRow.person_id == PersonRow.id)
        .join(AnswerMessageRow, AnswerMessageRow.message_id == RecipientRow.message_id)
        .where(AnswerMessageRow.answer_id.in_(await _keys_of_chain(session, answer_id)), condition)
    )
    return set(await session.scalars(query))


def _under_way() -> sa.ColumnElement[bool]:
    """That somebody has begun to send it, or it has arrived."""
    waits = sa.exists().where(OutboxRow.id == RecipientRow.outbox_id, OutboxRow.state == "pending")
    return ~waits.correlate(RecipientRow)
