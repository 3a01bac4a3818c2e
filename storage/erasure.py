"""Forgetting: a person on request, and what was only kept for a while."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.removal import let_go, remove, table_of
from storage.tables import (
    AddressRow,
    ChatPaceRow,
    GroupRow,
    ImportDraftRow,
    InboundRow,
    LeaseRow,
    NoteRow,
    OutboxRow,
    PersonRow,
    RecipientRow,
    StaffRow,
    TallyPackRow,
    TombstoneRow,
    VoiceRow,
)

FAREWELL = dt.timedelta(hours=24)
"""How long the address of the last message to a forgotten person is kept, as for anybody who never took part."""
INBOUND_KEPT = dt.timedelta(days=7)
PACE_KEPT = dt.timedelta(hours=1)
DELETED_NOTE_KEPT = dt.timedelta(days=1)
"""How long a deleted note can be brought back."""
DRAFT_KEPT = dt.timedelta(days=1)
"""How long a file waits to be imported."""
SENT_KEPT = dt.timedelta(days=30)
"""How long sent messages are kept, so that they can still be changed in place; Telegram allows 48 hours."""


async def erase(session: AsyncSession, address: AddressRow, *, keep_notes: bool, now: dt.datetime) -> None:
    """Erase the person behind an address: consents, conversations, every address, and their notes or the link to them.

    The one address that asked stays without a person for at most 24 hours, so that they can be told that it was done.
    """
    person = None if address.person_id is None else await session.get(PersonRow, address.person_id)
    await let_go(session, table_of(AddressRow), AddressRow.id == address.id)
    session.expunge_all()
    await session.merge(address)
    await session.execute(
        sa.update(AddressRow)
        .where(AddressRow.id == address.id)
        .values(person_id=None, expires_at=now + FAREWELL, stopped_at=None)
    )
    address.person_id = None
    if person is None:
        return
    await erase_person(session, person.id, keep_notes=keep_notes)
    session.add(TombstoneRow(person_public_id=person.public_id, keep_notes=keep_notes, at=now))
    await session.flush()


async def erase_person(session: AsyncSession, person_id: int, *, keep_notes: bool) -> None:
    """Delete a person and all that hangs on them, in every table that there is."""
    await erase_people(session, sa.select(PersonRow.id).where(PersonRow.id == person_id), keep_notes=keep_notes)


async def erase_people(session: AsyncSession, ids: sa.Select[int], *, keep_notes: bool) -> None:
    """Delete several people."""
    notes = sa.select(NoteRow.id).where(NoteRow.person_id.in_(ids))
    written = sa.select(NoteRow.session_id).where(NoteRow.person_id.in_(ids))
    await session.execute(sa.delete(TallyPackRow).where(TallyPackRow.session_id.in_(written)))  # their keys are in it
    if keep_notes:
        await session.execute(sa.delete(VoiceRow).where(VoiceRow.note_id.in_(notes)))
        await delete_notes(session, notes.where(NoteRow.deleted_at.is_not(None)))
        await unlink_notes(session, NoteRow.person_id.in_(ids))
    else:
        await delete_notes(session, notes)
    await delete_addresses(session, sa.select(AddressRow.id).where(AddressRow.person_id.in_(ids)))
    await remove(session, table_of(PersonRow), PersonRow.id.in_(ids))


async def unlink_notes(session: AsyncSession, which: sa.ColumnElement[bool]) -> None:
    """Notes stay without any link to who wrote them: nor the channel's id of the message, nor the place."""
    values = {"person_id": None, "ref": None, "latitude": None, "longitude": None}
    await session.execute(sa.update(NoteRow).where(which).values(values).execution_options(synchronize_session=False))


async def delete_notes(session: AsyncSession, ids: sa.Select[int]) -> None:
    """Delete notes with their codings, recordings and whatever else hangs on them."""
    await remove(session, table_of(NoteRow), NoteRow.id.in_(ids))


async def delete_addresses(session: AsyncSession, ids: sa.Select[int]) -> None:
    """Delete addresses with their conversations, messages and whatever else hangs on them."""
    await remove(session, table_of(AddressRow), AddressRow.id.in_(ids))


async def purge(session: AsyncSession, now: dt.datetime) -> None:
    """Delete what was only kept for a while: addresses without consent, inbound ids, deleted notes, old recordings."""
    at_work = sa.select(StaffRow.address_id).where(StaffRow.address_id.is_not(None), StaffRow.revoked_at.is_(None))
    chats = sa.select(GroupRow.chat_id).where(GroupRow.chat_id.is_not(None))
    await delete_addresses(
        session,
        sa.select(AddressRow.id)
        .where(AddressRow.person_id.is_(None), AddressRow.expires_at <= now)
        .where(AddressRow.id.not_in(at_work), AddressRow.id.not_in(chats)),
    )
    await session.execute(sa.delete(InboundRow).where(InboundRow.at <= now - INBOUND_KEPT))
    await session.execute(sa.delete(ChatPaceRow).where(ChatPaceRow.ready_at <= now - PACE_KEPT))
    await session.execute(sa.delete(LeaseRow).where(LeaseRow.until <= now - INBOUND_KEPT))
    await delete_notes(session, sa.select(NoteRow.id).where(NoteRow.deleted_at <= now - DELETED_NOTE_KEPT))
    await session.execute(sa.delete(VoiceRow).where(VoiceRow.delete_at <= now))
    await session.execute(sa.delete(ImportDraftRow).where(ImportDraftRow.created_at <= now - DRAFT_KEPT))
    await _delete_sent(session, now - SENT_KEPT)


async def _delete_sent(session: AsyncSession, before: dt.datetime) -> None:
    """Old messages go; of those to many it is kept what became of them, so that the counts stay."""
    over = OutboxRow.state.in_(["sent", "failed", "left", "superseded", "stopped", "cancelled"])
    old = sa.and_(over, OutboxRow.created_at <= before)
    state = sa.select(OutboxRow.state).where(OutboxRow.id == RecipientRow.outbox_id).scalar_subquery()
    ids = sa.select(OutboxRow.id).where(old, OutboxRow.message_id.is_not(None))
    await session.execute(
        sa.update(RecipientRow)
        .where(RecipientRow.outbox_id.in_(ids))
        .values(outcome=state)
        .execution_options(synchronize_session=False)
    )
    await session.execute(sa.delete(OutboxRow).where(old).execution_options(synchronize_session=False))
