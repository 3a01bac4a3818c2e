"""What a meeting brought, for a facilitator at her phone: the same as in the console, looked at and approved."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.ext.asyncio import AsyncSession

from bot import feedback
from bot.feedback import OutdatedError
from handlers.types import Reply, Summed
from storage import quoting
from storage.audience import CHILDREN
from storage.ids import NewId
from storage.staff import Staff
from storage.tables import SessionRow


class GroupResults:
    """See ``storage.steering.Results``."""

    async def summed(self, session: AsyncSession, row: SessionRow, now: dt.datetime) -> Summed:
        """What its people would read, or what was approved."""
        told = await feedback.of_group(session, row, now)
        before = await feedback.standing(session, told)
        told = told.as_approved(before) if before else told
        (said,) = await quoting.as_said(session, [Reply(told.body)])
        children = row.group.consultation.kind == CHILDREN
        return Summed(told.fingerprint, said.body, told.picture, sent=before is not None, children=children)

    async def approve(
        self, session: AsyncSession, me: Staff, row: SessionRow, seen: str, now: dt.datetime, new_id: NewId
    ) -> bool:
        """It goes out; ``False``: it is not what was seen any more, or it goes out already."""
        told = await feedback.of_group(session, row, now)
        if row.group.consultation.kind == CHILDREN or await feedback.standing(session, told):
            return False
        try:
            made = await feedback.approve(session, me, told, {}, None, seen, now=now, new_id=new_id)
        except OutdatedError:
            return False
        return made is not None
