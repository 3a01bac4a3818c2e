"""Everything that is stored about a person: the read query behind ``/mydata``."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.keys import Keyring
from storage.removal import references, table_of
from storage.tables import (
    ActionRow,
    AddressRow,
    CodingRow,
    ConsentRow,
    ConsultationRow,
    ConversationRow,
    FollowRow,
    MessageRow,
    NoteRow,
    OutboxRow,
    ParticipationRow,
    PersonRow,
    RecipientRow,
    SessionRow,
    StatusRow,
    SubscriptionRow,
    VoiceRow,
)

TOLD = frozenset(
    one.__tablename__
    for one in (
        AddressRow,
        CodingRow,
        ConsentRow,
        ConversationRow,
        FollowRow,
        NoteRow,
        OutboxRow,
        ParticipationRow,
        RecipientRow,
        StatusRow,
        SubscriptionRow,
        VoiceRow,
    )
)
"""The tables of which ``about`` tells in its own words; of all others it gives the rows as they are."""
UNTOLD = frozenset({"id", "sealed", "lookup", "token_hash"})
"""Columns that say nothing, or would open something."""


async def about(session: AsyncSession, keyring: Keyring, address_id: int) -> dict[str, Any]:
    """All rows that hang on the person behind an address (or on the bare address), as JSON types with ISO times."""
    address = await session.get_one(AddressRow, address_id)
    mine = AddressRow.id == address_id
    if address.person_id is not None:
        mine = AddressRow.person_id == address.person_id
    addresses = list(await session.scalars(sa.select(AddressRow).where(mine).order_by(AddressRow.id)))
    person = await session.get(PersonRow, address.person_id) if address.person_id else None
    return {
        "person": {"id": person.public_id, "since": _iso(person.created_at)} if person else None,
        "addresses": [await _address(session, keyring, one) for one in addresses],
        "consents": await _consents(session, address.person_id),
        "sessions": await _sessions(session, address.person_id),
        "follows": await _follows(session, address.person_id),
        "told": await _told(session, address.person_id),
        "notes": [await _note(session, note) for note in await _notes(session, address.person_id)],
        "also": await _also(session, addresses, address.person_id),
    }


async def _also(
    session: AsyncSession, addresses: list[AddressRow], person_id: int | None
) -> dict[str, list[dict[str, Any]]]:
    """What every other table holds: all rows that refer to the person, an address or a note of theirs."""
    notes = sa.select(NoteRow.id).where(NoteRow.person_id == person_id)
    mine: dict[sa.Table, Any] = {
        table_of(PersonRow): [person_id],
        table_of(AddressRow): [one.id for one in addresses],
        table_of(NoteRow): notes,
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for table, keys in mine.items():
        for column in references(table):
            if column.table.name in TOLD:
                continue
            told = [one for one in column.table.columns if not one.foreign_keys and one.name not in UNTOLD]
            rows = await session.execute(sa.select(column.label("refers"), *told).where(column.in_(keys)))
            found.setdefault(column.table.name, []).extend(
                {one.name: _plain(value) for one, value in zip(told, row[1:], strict=True)} for row in rows
            )
    return {name: rows for name, rows in found.items() if rows}


def _plain(value: object) -> object:
    """A stored value as JSON type."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


async def _address(session: AsyncSession, keyring: Keyring, row: AddressRow) -> dict[str, Any]:
    count = await session.scalar(sa.select(sa.func.count()).where(OutboxRow.address_id == row.id))
    subscribed = sa.select(sa.func.count()).where(SubscriptionRow.address_id == row.id)
    browsers = await session.scalar(subscribed)
    conversation = await session.get(ConversationRow, row.id)
    return {
        "channel": row.channel,
        "address": keyring.open(row.sealed).decode(),
        "language": row.language,
        "since": _iso(row.created_at),
        "left_at": _iso(row.left_at),
        "stopped_at": _iso(row.stopped_at),
        "kept_until": _iso(row.expires_at),
        "messages_stored": count,
        "notified_browsers": browsers,
        "conversation": conversation.state if conversation else None,
    }


async def _follows(session: AsyncSession, person_id: int | None) -> list[dict[str, Any]]:
    query = (
        sa.select(FollowRow, ActionRow)
        .join(ActionRow, ActionRow.id == FollowRow.action_id)
        .where(FollowRow.person_id == person_id)
        .order_by(FollowRow.at)
    )
    return [
        {
            "action": action.public_id,
            "titles": action.titles,
            "following": row.following,
            "wording": row.wording,
            "language": row.language,
            "at": _iso(row.at),
        }
        for row, action in await session.execute(query)
    ]


async def _consents(session: AsyncSession, person_id: int | None) -> list[dict[str, Any]]:
    query = (
        sa.select(ConsentRow, ConsultationRow.public_id)
        .join(ConsultationRow, ConsultationRow.id == ConsentRow.consultation_id)
        .where(ConsentRow.person_id == person_id)
        .order_by(ConsentRow.id)
    )
    return [
        {"consultation": consultation, "wording": row.wording, "language": row.language, "at": _iso(row.at)}
        for row, consultation in await session.execute(query)
    ]


async def _sessions(session: AsyncSession, person_id: int | None) -> list[dict[str, Any]]:
    query = (
        sa.select(ParticipationRow, SessionRow.public_id)
        .join(SessionRow, SessionRow.id == ParticipationRow.session_id)
        .where(ParticipationRow.person_id == person_id)
        .order_by(ParticipationRow.joined_at)
    )
    return [
        {"session": public_id, "joined_at": _iso(row.joined_at), "finished_at": _iso(row.finished_at)}
        for row, public_id in await session.execute(query)
    ]


async def _told(session: AsyncSession, person_id: int | None) -> list[dict[str, Any]]:
    """What they were told unasked, or are about to be."""
    query = (
        sa.select(MessageRow.kind, RecipientRow.state, RecipientRow.queued_at)
        .join(MessageRow, MessageRow.id == RecipientRow.message_id)
        .where(RecipientRow.person_id == person_id)
        .order_by(MessageRow.id)
    )
    return [{"kind": kind, "state": state, "at": _iso(at)} for kind, state, at in await session.execute(query)]


async def _notes(session: AsyncSession, person_id: int | None) -> list[NoteRow]:
    query = sa.select(NoteRow).where(NoteRow.person_id == person_id, sa.literal(person_id is not None))
    return list(await session.scalars(query.order_by(NoteRow.id)))


async def _note(session: AsyncSession, row: NoteRow) -> dict[str, Any]:
    codings = await session.scalars(sa.select(CodingRow).where(CodingRow.note_id == row.id).order_by(CodingRow.id))
    steps = await session.scalars(sa.select(StatusRow).where(StatusRow.note_id == row.id).order_by(StatusRow.id))
    voice = await session.get(VoiceRow, row.id)
    return {
        "id": row.public_id,
        "number": row.number,
        "question": row.question,
        "text": row.text,
        "safe_text": row.safe_text,
        "review": row.review,
        "language": row.language,
        "source": row.source,
        "channel": row.channel,
        "on_wall": row.on_wall,
        "starred": row.starred,
        "blind": row.blind,
        "suggestions": row.suggestions,
        "suggested_code": row.suggested_code,
        "author_code": row.author_code,
        "facilitator_code": row.facilitator_code,
        "codings": [
            {"code": one.code, "rank": one.rank, "by": one.by, "probability": one.probability, "at": _iso(one.at)}
            for one in codings
        ],
        "about": await session.scalar(sa.select(NoteRow.public_id).where(NoteRow.id == row.about_id)),
        "status": row.status,
        "road": [{"status": one.status, "at": _iso(one.at)} for one in steps],
        "place": [row.latitude, row.longitude] if row.latitude is not None else None,
        "voice": {"seconds": voice.seconds, "deleted_on": _iso(voice.delete_at)} if voice else None,
        "created_at": _iso(row.created_at),
        "changed_at": _iso(row.changed_at),
        "deleted_at": _iso(row.deleted_at),
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
