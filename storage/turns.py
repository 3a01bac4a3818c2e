"""One turn's storage: what the handler may look up, and carrying out what it returned, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import (
    PULL_CHANNELS,
    ActionView,
    Became,
    Inbound,
    LedGroup,
    LedWall,
    LinkChat,
    NoteView,
    Paced,
    Per,
    PersonView,
    Reached,
    RoadStep,
    SessionView,
    Summed,
    Ticket,
    Turn,
)
from storage import actions, outbox, votes
from storage.desk import StaffDesk, StaffEffects
from storage.effects import Effects
from storage.ids import NewId
from storage.keys import Keyring
from storage.roads import roads
from storage.staff import Staff
from storage.steering import Results
from storage.tables import (
    AddressRow,
    ConsentRow,
    ConsultationRow,
    ConversationRow,
    InboundRow,
    NoteRow,
    OutboxRow,
    PersonRow,
    SessionRow,
)
from storage.views import SessionViews, note_view

NO_LANGUAGE = ""
"""Of a new address, until the conversation says which."""
BEFORE_CONSENT = dt.timedelta(hours=24)
"""How long an address without consent is kept after it was last heard of."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a committed turn left: the ids of the outbox rows that wait to be sent or fetched."""

    outbox_ids: tuple[int, ...]


class TurnStore:
    """Implements ``handlers.types.Reads`` for one inbound, inside the transaction that will store the turn."""

    def __init__(
        self, session: AsyncSession, keyring: Keyring, inbound: Inbound, new_id: NewId, results: Results
    ) -> None:
        self._results = results
        self._session = session
        self._keyring = keyring
        self._inbound = inbound
        self._new_id = new_id
        self._views = SessionViews(session)
        self._desk = StaffDesk(session, inbound.at, new_id, results)
        self._address: AddressRow | None = None

    async def first_time(self) -> bool:
        """Take note of the inbound; ``False`` if it was worked on before."""
        insert = (postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite).insert(InboundRow)
        values = {"channel": self._inbound.channel, "external_id": self._inbound.external_id, "at": self._inbound.at}
        result = await self._session.execute(
            insert.values(values).on_conflict_do_nothing().returning(InboundRow.channel)
        )
        return result.first() is not None

    async def open(self) -> Mapping[str, Any]:
        """Lock the address, making it if it is new, and return the conversation's state (empty if new)."""
        row = await find_address(self._session, self._keyring, self._inbound.channel, self._inbound.address, lock=True)
        now = self._inbound.at
        if row is None:
            row = AddressRow(
                channel=self._inbound.channel,
                lookup=self._keyring.lookups(self._inbound.channel, self._inbound.address)[0],
                sealed=self._keyring.seal(self._inbound.address.encode()),
                language=NO_LANGUAGE,
                created_at=now,
            )
            self._session.add(row)
            await self._session.flush()
        if row.person_id is None:
            row.expires_at = now + BEFORE_CONSENT
        if not isinstance(self._inbound.content, Paced):
            row.left_at = None
        self._address = row
        conversation = await self._session.get(ConversationRow, row.id)
        return conversation.state if conversation else {}

    @property
    def address(self) -> AddressRow:
        """The locked address.

        Raises:
            RuntimeError: before ``open``.
        """
        if self._address is None:
            msg = "the turn was not opened"
            raise RuntimeError(msg)
        return self._address

    async def save(self, turn: Turn) -> Written:
        """Carry the turn out. The caller's transaction commits it."""
        me = await self._desk.me(await self._of(self._linking(turn)))
        staff = StaffEffects(self._session, self.address, me, self._new_id, self._inbound.at, self._results)
        effects = Effects(self._session, self.address, self._new_id, self._inbound, self._keyring, staff)
        for effect in turn.effects:
            await effects.apply(effect)
        conversation = await self._session.get(ConversationRow, self.address.id)
        if conversation is None:
            conversation = ConversationRow(address_id=self.address.id)
            self._session.add(conversation)
        conversation.state = dict(turn.state)
        if not (isinstance(self._inbound.content, Paced) and conversation.updated_at):
            conversation.updated_at = self._inbound.at
        await self._session.flush()
        ids = [await outbox.add(self._session, self.address, reply, self._inbound.at) for reply in turn.replies]
        return Written(tuple(ids))

    # what handlers may look up: see handlers.types.Reads

    async def session_by_code(self, code: str) -> SessionView | None:
        """See ``Reads``."""
        return await self._views.by_code(code, self._inbound.at)

    async def open_session(self) -> SessionView | None:
        """See ``Reads``."""
        return await self._views.open_session(self._inbound.at)

    async def session(self, session_id: str) -> SessionView | None:
        """See ``Reads``."""
        return await self._views.by_id(session_id, self._inbound.at)

    async def help_line(self, session_id: str, language: str) -> str | None:
        """See ``Reads``."""
        return await self._views.help_line(session_id, language)

    async def person(self) -> PersonView | None:
        """See ``Reads``."""
        if self.address.person_id is None:
            return None
        query = (
            sa.select(PersonRow.public_id, ConsultationRow.public_id)
            .outerjoin(ConsentRow, ConsentRow.person_id == PersonRow.id)
            .outerjoin(ConsultationRow, ConsultationRow.id == ConsentRow.consultation_id)
            .where(PersonRow.id == self.address.person_id)
        )
        rows = (await self._session.execute(query)).all()
        return PersonView(rows[0][0], frozenset(consultation for _, consultation in rows if consultation))

    async def notes(self, session_id: str) -> tuple[NoteView, ...]:
        """See ``Reads``."""
        mine = self._mine().join(SessionRow, SessionRow.id == NoteRow.session_id)
        found = await self._session.scalars(mine.where(SessionRow.public_id == session_id))
        return tuple(note_view(row, session_id) for row in found)

    async def all_notes(self) -> tuple[NoteView, ...]:
        """See ``Reads``."""
        query = (
            sa.select(NoteRow, SessionRow.public_id)
            .join(SessionRow, SessionRow.id == NoteRow.session_id)
            .where(NoteRow.person_id == self.address.person_id)
            .order_by(NoteRow.id)
        )
        return tuple(note_view(row, session_id) for row, session_id in (await self._session.execute(query)))

    async def last_number(self, session_id: str) -> int:
        """See ``Reads``."""
        query = (
            sa.select(sa.func.max(NoteRow.number))
            .join(SessionRow, SessionRow.id == NoteRow.session_id)
            .where(NoteRow.person_id == self.address.person_id, SessionRow.public_id == session_id)
        )
        return await self._session.scalar(query) or 0

    async def note(self, note_id: str) -> NoteView | None:
        """See ``Reads``."""
        return await self._one(NoteRow.public_id == note_id)

    async def note_by_ref(self, ref: str) -> NoteView | None:
        """See ``Reads``."""
        return await self._one(NoteRow.ref == ref)

    async def roads(self, note_ids: Collection[str]) -> Mapping[str, tuple[RoadStep, ...]]:
        """See ``Reads``."""
        person_id = self.address.person_id
        return {} if person_id is None else await roads(self._session, person_id, note_ids)

    async def action(self, action_id: str) -> ActionView | None:
        """See ``Reads``."""
        return await actions.view(self._session, action_id, self.address.person_id)

    async def actions(self, session_id: str) -> tuple[ActionView, ...]:
        """See ``Reads``."""
        found = await self._views.by_id(session_id, self._inbound.at)
        if found is None:
            return ()
        return await actions.public_actions(self._session, found.consultation_id, self.address.person_id)

    async def earlier_notes(self, session_id: str) -> tuple[NoteView, ...]:
        """See ``Reads``."""
        here = sa.select(SessionRow).where(SessionRow.public_id == session_id).subquery()
        query = (
            self._mine()
            .join(SessionRow, SessionRow.id == NoteRow.session_id)
            .join(here, sa.and_(here.c.group_id == SessionRow.group_id, SessionRow.id < here.c.id))
            .add_columns(SessionRow.public_id)
            .where(NoteRow.deleted_at.is_(None))
        )
        return tuple(note_view(row, public_id) for row, public_id in await self._session.execute(query))

    async def tickets(self, session_id: str, step: int) -> tuple[Ticket, ...]:
        """See ``Reads``."""
        return await votes.tickets(self._session, session_id, step)

    async def votes(self, session_id: str, step: int) -> frozenset[str]:
        """See ``Reads``."""
        return await votes.of_person(self._session, session_id, step, self.address.person_id)

    async def unsent_slots(self, prefix: str) -> tuple[str, ...]:
        """See ``Reads``."""
        if self.address.channel in PULL_CHANNELS:
            return ()  # there, what is stored is delivered
        query = (
            sa.select(OutboxRow.slot)
            .where(OutboxRow.address_id == self.address.id, OutboxRow.state == "pending")
            .where(OutboxRow.slot.startswith(prefix, autoescape=True), OutboxRow.attempts == 0)
            .order_by(OutboxRow.id)
        )
        return tuple(slot for slot in await self._session.scalars(query) if slot)

    # and facilitators: see handlers.types.StaffReads

    async def is_staff(self, address: str | None = None) -> bool:
        """See ``StaffReads``."""
        return await self._me(address) is not None

    async def invitation(self, token: str) -> bool:
        """See ``StaffReads``."""
        return await self._desk.invitation(token)

    async def can_make_groups(self) -> bool:
        """See ``StaffReads``."""
        me = await self._me()
        return me is not None and await self._desk.can_make_groups(me)

    async def led_groups(self) -> tuple[LedGroup, ...]:
        """See ``StaffReads``."""
        me = await self._me()
        return () if me is None else await self._desk.groups(me)

    async def led_group(self, group_id: str) -> LedGroup | None:
        """See ``StaffReads``."""
        me = await self._me()
        return None if me is None else await self._desk.group(me, group_id)

    async def group_of_code(self, code: str, sender: str) -> LedGroup | None:
        """See ``StaffReads``."""
        me = await self._me(sender)
        return None if me is None else await self._desk.of_code(me, code)

    async def reached(self, group_id: str, texts: Per) -> Reached | None:
        """See ``StaffReads``."""
        me = await self._me()
        return None if me is None else await self._desk.reached(me, group_id, texts)

    async def became(self, group_id: str, message_id: str) -> Became | None:
        """See ``StaffReads``."""
        me = await self._me()
        return None if me is None else await self._desk.became(me, group_id, message_id)

    async def is_townless(self) -> bool:
        """See ``StaffReads``."""
        me = await self._me()
        return me is not None and me.town_id is None

    async def wall(self, group_id: str) -> LedWall | None:
        """See ``StaffReads``."""
        me = await self._me()
        return None if me is None else await self._desk.wall(me, group_id)

    async def summed(self, group_id: str) -> Summed | None:
        """See ``StaffReads``."""
        me = await self._me()
        return None if me is None else await self._desk.summed(me, group_id)

    async def _me(self, address: str | None = None) -> Staff | None:
        return await self._desk.me(await self._of(address))

    async def _of(self, address: str | None) -> AddressRow | None:
        if address is None:
            return self._address
        return await find_address(self._session, self._keyring, self._inbound.channel, address)

    @staticmethod
    def _linking(turn: Turn) -> str | None:
        """In a group chat, the private address of who acts there."""
        return next((one.sender for one in turn.effects if isinstance(one, LinkChat)), None)

    def _mine(self) -> sa.Select[NoteRow]:
        return (
            sa.select(NoteRow).where(NoteRow.person_id == self.address.person_id).order_by(NoteRow.number, NoteRow.id)
        )

    async def _one(self, condition: sa.ColumnElement[bool]) -> NoteView | None:
        if self.address.person_id is None:
            return None
        row = (await self._session.scalars(self._mine().where(condition).limit(1))).first()
        return None if row is None else note_view(row, await self._views.public_id(row.session_id))


async def find_address(
    session: AsyncSession, keyring: Keyring, channel: str, address: str, *, lock: bool = False
) -> AddressRow | None:
    """The stored address, whichever known key it was stored with; with ``lock``, nobody else works on it meanwhile."""
    query = sa.select(AddressRow).where(
        AddressRow.channel == channel, AddressRow.lookup.in_(keyring.lookups(channel, address))
    )
    return (await session.scalars(query.with_for_update() if lock else query)).first()
