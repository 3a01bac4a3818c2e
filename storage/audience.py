"""Who a message is for, and where each of them can be reached: one address for one person, the last heard of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    AddressRow,
    ConsentRow,
    ConsultationRow,
    ConversationRow,
    GroupRow,
    MessageRow,
    ParticipationRow,
    PersonRow,
    RecipientRow,
    SessionRow,
)

People = sa.Select[Any]
"""A query for keys of persons."""
CHILDREN = "children"
"""The kind of consultation after whose meetings nobody is written to."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a person is reached: no ``address`` if ``stopped`` (they want nothing), or if there is none."""

    address: AddressRow | None
    stopped: bool = False

    @property
    def language(self) -> str:
        """In which language; empty without an address."""
        return self.address.language if self.address else ""

    @property
    def channel(self) -> str:
        """On which channel; empty without an address."""
        return self.address.channel if self.address else ""


def people(kind: str, group_id: int | None, session_id: int | None, consultation_id: int | None) -> People:
    """All who take part in a group, session or consultation; ``unfinished``: in a session, and not to its end.

    Whether they may be written to is not asked here (``not_children``).
    """
    if kind == "consultation":
        return sa.select(ConsentRow.person_id).where(ConsentRow.consultation_id == consultation_id).distinct()
    taking_part = sa.select(ParticipationRow.person_id).distinct()
    if kind == "group":
        taking_part = taking_part.join(SessionRow, SessionRow.id == ParticipationRow.session_id)
        return taking_part.where(SessionRow.group_id == group_id)
    taking_part = taking_part.where(ParticipationRow.session_id == session_id)
    return taking_part.where(ParticipationRow.finished_at.is_(None)) if kind == "unfinished" else taking_part


def of(message: MessageRow) -> People:
    """Whom a planned message is for, as things are now."""
    if message.audience == "people":
        listed = sa.select(RecipientRow.person_id).where(RecipientRow.message_id == message.id)
        return listed if message.exempt else not_children(listed)
    who = people(message.audience, message.group_id, message.session_id, message.consultation_id)
    return who if message.exempt else not_children(who, of_consultation=message.consultation_id)


def not_children(who: People, *, of_consultation: int | None = None) -> People:
    """Those of them who may be written to when no meeting runs: nobody who only ever took part in a children's group.

    ``of_consultation``: the message is for a part of this consultation; if that is for children, it is for nobody.
    """
    for_children = sa.exists().where(ConsultationRow.id == of_consultation, ConsultationRow.kind == CHILDREN)
    kinds = (
        sa.select(sa.func.count())
        .select_from(ParticipationRow)
        .join(SessionRow, SessionRow.id == ParticipationRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .where(ParticipationRow.person_id == PersonRow.id)
        .correlate(PersonRow)
    )
    as_child = kinds.where(ConsultationRow.kind == CHILDREN).scalar_subquery()
    otherwise = kinds.where(ConsultationRow.kind != CHILDREN).scalar_subquery()
    grown = sa.or_(as_child == 0, otherwise > 0)
    found = sa.select(PersonRow.id.label("person_id")).where(PersonRow.id.in_(who.scalar_subquery()), grown)
    return found if of_consultation is None else found.where(~for_children)


async def reach(session: AsyncSession, who: People) -> Mapping[int, Reach]:
    """Where each of these people is reached, by the key of the person.

    The address that was heard of last counts; one whose person left is passed over. If they said stop there, they want
    nothing anywhere.
    """
    query = (
        sa.select(PersonRow.id, AddressRow)
        .outerjoin(AddressRow, sa.and_(AddressRow.person_id == PersonRow.id, AddressRow.left_at.is_(None)))
        .outerjoin(ConversationRow, ConversationRow.address_id == AddressRow.id)
        .where(PersonRow.id.in_(who))
        .order_by(sa.func.coalesce(ConversationRow.updated_at, AddressRow.created_at), AddressRow.id)
    )
    found: dict[int, Reach] = {}
    for row in await session.execute(query):
        address: AddressRow | None = row[1]
        stopped = address is not None and address.stopped_at is not None
        found[row[0]] = Reach(None if stopped else address, stopped)
    return found
