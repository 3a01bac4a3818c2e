"""The listening desk: spoken notes that wait to be typed, their sound, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import Care, Reply, Suggestion
from storage import outbox
from storage.staff import Staff, groups_query
from storage.tables import AddressRow, CodingRow, GroupRow, NoteRow, OutboxRow, SessionRow, VoiceRow


@dataclass(frozen=True, slots=True)
class SpokenNote:
    """A spoken note. ``session`` is the session's key; the sound is gone at ``delete_at``."""

    id: str
    group: str
    session: int
    question: int
    language: str
    seconds: int
    mime: str
    delete_at: dt.datetime
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody heard, and what was made of it."""

    text: str = field(repr=False)
    language: str
    care: Care = field(repr=False)
    suggestions: tuple[Suggestion, ...]
    version: str


async def waiting(session: AsyncSession, me: Staff) -> int:
    """How many spoken notes of somebody's groups wait to be typed."""
    return await session.scalar(_mine(me).with_only_columns(sa.func.count())) or 0


async def first(session: AsyncSession, me: Staff, after: str | None = None) -> SpokenNote | None:
    """The one whose sound is deleted first; ``after`` (public id): the one that comes after that."""
    query = _mine(me).order_by(VoiceRow.delete_at, NoteRow.id)
    if after is not None:
        seen = (
            await session.execute(
                sa.select(VoiceRow.delete_at, NoteRow.id)
                .join(NoteRow, NoteRow.id == VoiceRow.note_id)
                .where(NoteRow.public_id == after)
            )
        ).first()
        if seen is not None:
            later = sa.and_(VoiceRow.delete_at == seen[0], NoteRow.id > seen[1])
            query = query.where(sa.or_(VoiceRow.delete_at > seen[0], later))
    return _spoken((await session.execute(query.limit(1))).first())


async def spoken(session: AsyncSession, me: Staff, note_id: str) -> SpokenNote | None:
    """One of them, by its public id."""
    return _spoken((await session.execute(_mine(me).where(NoteRow.public_id == note_id))).first())


async def write_down(session: AsyncSession, me: Staff, note_id: str, typed: Typed, now: dt.datetime) -> NoteRow | None:
    """The note gets its text; ``None`` if somebody else was quicker."""
    found = (await session.execute(_mine(me).where(NoteRow.public_id == note_id).with_for_update(of=NoteRow))).first()
    if found is None:
        return None
    row: NoteRow = found[0]
    row.text, row.language = typed.text, typed.language
    row.safe_text, row.review = typed.care.safe_text, typed.care.review
    row.suggestions = [[one.code, one.probability, one.alone] for one in typed.suggestions]
    row.changed_at = now
    if typed.suggestions:
        best = typed.suggestions[0]
        row.suggested_code = best.code
        session.add(
            CodingRow(
                note_id=row.id,
                code=best.code,
                rank="primary",
                by="suggestion",
                model_version=typed.version,
                probability=best.probability,
                at=now,
            )
        )
    await session.flush()
    return row


async def drop_sound(session: AsyncSession, me: Staff, note_id: str, now: dt.datetime, *, note_too: bool) -> bool:
    """Delete the sound at once; with ``note_too``, the note as well (nothing can be understood)."""
    mine = groups_query(me).with_only_columns(GroupRow.id)
    query = (
        sa.select(NoteRow)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .where(NoteRow.public_id == note_id, NoteRow.source == "voice", SessionRow.group_id.in_(mine))
    )
    row = await session.scalar(query)
    if row is None:
        return False
    await session.execute(sa.delete(VoiceRow).where(VoiceRow.note_id == row.id))
    if note_too:
        row.deleted_at = row.changed_at = now
    return True


async def tell_author(
    session: AsyncSession, row: NoteRow, reply: Reply, now: dt.datetime, due: dt.datetime
) -> str | None:
    """Send the author of a note a message, not before ``due``; returns the channel, or ``None`` if nobody is there."""
    query = (
        sa.select(AddressRow)
        .where(AddressRow.person_id == row.person_id, AddressRow.left_at.is_(None), AddressRow.stopped_at.is_(None))
        .order_by(sa.case((AddressRow.channel == row.channel, 0), else_=1), AddressRow.id.desc())
        .limit(1)
    )
    address = await session.scalar(query) if row.person_id is not None else None
    if address is None:
        return None
    number = await outbox.add(session, address, reply, now)
    if due > now:
        await session.execute(
            sa.update(OutboxRow).where(OutboxRow.id == number, OutboxRow.state == "pending").values(due_at=due)
        )
    return address.channel


def _mine(me: Staff) -> sa.Select[NoteRow, VoiceRow, str]:
    return (
        sa.select(NoteRow, VoiceRow, GroupRow.name)
        .join(VoiceRow, VoiceRow.note_id == NoteRow.id)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .where(GroupRow.id.in_(groups_query(me).with_only_columns(GroupRow.id)))
        .where(NoteRow.deleted_at.is_(None), NoteRow.text == "", NoteRow.source == "voice")
    )


def _spoken(found: sa.Row[NoteRow, VoiceRow, str] | None) -> SpokenNote | None:
    if found is None:
        return None
    note, voice, group = found
    return SpokenNote(
        id=note.public_id,
        group=group,
        session=note.session_id,
        question=note.question,
        language=note.language,
        seconds=voice.seconds,
        mime=voice.mime,
        delete_at=voice.delete_at,
        sealed=voice.sealed,
    )
