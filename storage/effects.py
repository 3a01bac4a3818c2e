"""Carrying out a turn's effects, in the turn's transaction."""

from __future__ import annotations

import datetime as dt
from typing import cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import (
    AddNote,
    ChangeNote,
    Confirm,
    Effect,
    Finish,
    Follow,
    Forget,
    Inbound,
    Location,
    MarkLeft,
    Ready,
    SpeakLanguage,
    StopMessages,
    TakePart,
    Vote,
)
from storage.actions import follow
from storage.desk import StaffEffects
from storage.erasure import erase
from storage.ids import NewId
from storage.keys import Keyring
from storage.tables import (
    ActionRow,
    AddressRow,
    CodingRow,
    ConsentRow,
    ConsultationRow,
    NoteRow,
    OutboxRow,
    ParticipationRow,
    PersonRow,
    SessionRow,
    VoiceRow,
    VoteRow,
)

PLACE_DECIMALS = 3
"""A place is kept to a thousandth of a degree, about 100 m: where, not whose door."""


class Effects:
    """Applies effects for the person behind one locked address."""

    def __init__(
        self,
        session: AsyncSession,
        address: AddressRow,
        new_id: NewId,
        inbound: Inbound,
        keyring: Keyring,
        staff: StaffEffects,
    ) -> None:
        self._session = session
        self._address = address
        self._new_id = new_id
        self._inbound = inbound
        self._keyring = keyring
        self._now = inbound.at
        self._staff = staff

    async def apply(self, effect: Effect) -> None:  # noqa: C901, PLR0912 -- a plain list of cases
        """Carry out one effect."""
        match effect:
            case TakePart():
                await self._take_part(effect)
            case AddNote():
                await self._add_note(effect)
            case ChangeNote():
                await self._change_note(effect)
            case Confirm():
                await self._confirm(effect)
            case SpeakLanguage(language):
                self._address.language = language
            case StopMessages(stopped):
                await self._stop(stopped=stopped)
            case MarkLeft():
                self._address.left_at = self._now
                await self._drop_waiting("left")
            case Follow():
                await self._follow(effect)
            case Finish(session_id):
                await self._finish(session_id)
            case Ready(session_id, version):
                await self._ready(session_id, version)
            case Vote():
                await self._vote(effect)
            case Forget(keep_notes):
                await erase(self._session, self._address, keep_notes=keep_notes, now=self._now)
            case _:
                await self._staff.apply(effect)

    async def _take_part(self, effect: TakePart) -> None:
        session = await self._session_row(effect.session_id)
        consultation = session.group.consultation
        if self._address.person_id is None:
            await self._become(consultation.town_id)
        person_id = self._address.person_id
        agreed = await self._session.scalar(
            sa.select(ConsentRow.id).where(
                ConsentRow.person_id == person_id, ConsentRow.consultation_id == consultation.id
            )
        )
        if agreed is None:
            self._session.add(
                ConsentRow(
                    person_id=person_id,
                    consultation_id=consultation.id,
                    wording=effect.wording,
                    language=effect.language,
                    at=self._now,
                )
            )
        if await self._session.get(ParticipationRow, (person_id, session.id)) is None:
            self._session.add(
                ParticipationRow(person_id=person_id, session_id=session.id, joined_at=self._now, shown=session.version)
            )
        await self._session.flush()

    async def _add_note(self, effect: AddNote) -> None:
        session = await self._session_row(effect.session_id)
        top = effect.suggestions[0] if effect.suggestions else None
        row = NoteRow(
            public_id=effect.id,
            session_id=session.id,
            person_id=self._address.person_id,
            number=effect.number,
            question=effect.question,
            text=effect.text,
            safe_text=effect.care.safe_text if effect.care else None,
            review=effect.care.review if effect.care else None,
            language=effect.language,
            source=effect.source,
            channel=self._inbound.channel,
            ref=effect.ref,
            blind=effect.blind,
            about_id=(await self._note_row(effect.about)).id if effect.about else None,
            suggestions=[[one.code, one.probability, one.alone] for one in effect.suggestions],
            suggested_code=top.code if top else None,
            created_at=self._now,
            changed_at=self._now,
        )
        self._session.add(row)
        await self._session.flush()  # the coding and the recording need the note's key
        if session.led:
            await self._ready(effect.session_id, None)
        if top:
            self._session.add(self._coding(row, top.code, "suggestion", effect.model_version, top.probability))
        if effect.voice:
            self._session.add(
                VoiceRow(
                    note_id=row.id,
                    sealed=self._keyring.seal(effect.voice.sound),
                    mime=effect.voice.mime,
                    seconds=effect.voice.seconds,
                    delete_at=self._now + dt.timedelta(days=session.group.consultation.voice_days),
                )
            )

    async def _change_note(self, effect: ChangeNote) -> None:
        row = await self._note_row(effect.id)
        if effect.text is not None:
            row.text = effect.text
            row.safe_text = effect.care.safe_text if effect.care else None
            row.review = effect.care.review if effect.care else None
            row.wall_at = row.passed_at = None  # other words: they come onto the wall as a new note does
        if effect.language is not None:
            row.language = effect.language
        if effect.suggestions is not None:
            row.suggestions = [[one.code, one.probability, one.alone] for one in effect.suggestions]
            top = effect.suggestions[0] if effect.suggestions else None
            row.suggested_code = top.code if top else None
            if top:
                self._session.add(self._coding(row, top.code, "suggestion", effect.model_version, top.probability))
        if effect.on_wall is not None:
            row.on_wall = effect.on_wall
        if effect.starred is not None:
            row.starred = effect.starred
        if effect.deleted is not None:
            row.deleted_at = self._now if effect.deleted else None
        if isinstance(effect.place, Location):
            row.latitude = round(effect.place.latitude, PLACE_DECIMALS)
            row.longitude = round(effect.place.longitude, PLACE_DECIMALS)
        row.changed_at = self._now

    async def _confirm(self, effect: Confirm) -> None:
        row = await self._note_row(effect.note_id)
        row.author_code = effect.code
        row.changed_at = self._now
        self._session.add(self._coding(row, effect.code, "author", None, None))

    async def _stop(self, *, stopped: bool) -> None:
        self._address.stopped_at = self._now if stopped else None
        if stopped:
            await self._drop_waiting("stopped")

    async def _follow(self, effect: Follow) -> None:
        """Somebody who only follows becomes a person without any consultation."""
        query = sa.select(ActionRow).where(ActionRow.public_id == effect.action_id)
        action = (await self._session.scalars(query)).one()
        if self._address.person_id is None:
            if not effect.following:
                return
            consultation = await self._session.get_one(ConsultationRow, action.consultation_id)
            await self._become(consultation.town_id)
        await follow(
            self._session,
            action.id,
            cast("int", self._address.person_id),
            following=effect.following,
            wording=effect.wording,
            language=effect.language,
            now=self._now,
        )

    async def _become(self, town_id: int) -> None:
        """The address has a person from now on."""
        person = PersonRow(public_id=self._new_id(), town_id=town_id, created_at=self._now)
        self._session.add(person)
        await self._session.flush()
        self._address.person_id = person.id
        self._address.expires_at = None

    async def _finish(self, session_id: str) -> None:
        session = await self._session_row(session_id)
        row = await self._session.get(ParticipationRow, (self._address.person_id, session.id))
        if row is not None and row.finished_at is None:
            row.finished_at = self._now

    async def _ready(self, session_id: str, version: int | None) -> None:
        session = await self._session_row(session_id)
        row = await self._session.get(ParticipationRow, (self._address.person_id, session.id))
        if row is not None:
            row.ready = version

    async def _vote(self, effect: Vote) -> None:
        session = await self._session_row(effect.session_id)
        key = (session.id, self._address.person_id, effect.step, effect.target)
        row = await self._session.get(VoteRow, key)
        if effect.given and row is None:
            names = ("session_id", "person_id", "step", "target")
            self._session.add(VoteRow(**dict(zip(names, key, strict=True)), at=self._now))
        elif row is not None and not effect.given:
            await self._session.delete(row)

    async def _drop_waiting(self, state: str) -> None:
        await self._session.execute(
            sa.update(OutboxRow)
            .where(OutboxRow.address_id == self._address.id, OutboxRow.state == "pending")
            .values(state=state)
        )

    def _coding(
        self, note: NoteRow, code: str | None, by: str, model_version: str | None, probability: float | None
    ) -> CodingRow:
        return CodingRow(
            note_id=note.id,
            code=code,
            rank="primary",
            by=by,
            model_version=model_version,
            probability=probability,
            at=self._now,
        )

    async def _session_row(self, public_id: str) -> SessionRow:
        return (await self._session.scalars(sa.select(SessionRow).where(SessionRow.public_id == public_id))).one()

    async def _note_row(self, public_id: str) -> NoteRow:
        query = sa.select(NoteRow).where(NoteRow.public_id == public_id, NoteRow.person_id == self._address.person_id)
        return (await self._session.scalars(query)).one()
