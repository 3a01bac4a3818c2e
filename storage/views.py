"""Rows as the views that handlers know."""

from __future__ import annotations

import datetime as dt
from typing import Literal, cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import (
    Care,
    ConsultationKind,
    NoteSource,
    NoteView,
    SessionKind,
    SessionState,
    SessionView,
    Suggestion,
)
from storage.tables import ConsultationRow, GroupRow, HelpLineRow, NoteRow, QuestionRow, SessionRow


def note_view(row: NoteRow, session_id: str) -> NoteView:
    """A note as its author sees it."""
    return NoteView(
        id=row.public_id,
        number=row.number,
        question=row.question,
        text=row.text,
        language=row.language,
        source=cast(NoteSource, row.source),
        on_wall=row.on_wall,
        starred=row.starred,
        deleted=row.deleted_at is not None,
        at=row.created_at,
        session_id=session_id,
        code=row.author_code,
        suggestions=tuple(Suggestion(*one) for one in row.suggestions),
        has_place=row.latitude is not None,
        care=None if row.safe_text is None else Care(row.safe_text, cast(Literal["name"] | None, row.review)),
        blind=row.blind,
    )


class SessionViews:
    """Finds sessions and shows them with their group, consultation and town."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_code(self, code: str, now: dt.datetime) -> SessionView | None:
        """The newest session of the group with this join code, if the code and the consultation are still open.

        A session that was closed is found too if there is no other: who was in it finds the way back.
        """
        query = self._asked(now).where(
            sa.func.lower(GroupRow.join_code) == code.strip().lower(),
            sa.or_(GroupRow.join_until.is_(None), GroupRow.join_until > now),
        )
        closed = sa.case((SessionRow.state == "closed", 1), else_=0)
        return await self._first(query.order_by(closed, SessionRow.id.desc()), now)

    async def open_session(self, now: dt.datetime) -> SessionView | None:
        """The oldest open session that still runs: the town's permanent consultation."""
        return await self._first(self._open(now).where(SessionRow.kind == "open").order_by(SessionRow.id), now)

    async def by_id(self, public_id: str, now: dt.datetime) -> SessionView | None:
        """A session by the id that people see."""
        return await self._first(sa.select(SessionRow).where(SessionRow.public_id == public_id), now)

    async def country(self, public_id: str | None, now: dt.datetime) -> str | None:
        """The country of the town that holds a session, else of the open session's."""
        query = self._open(now).where(SessionRow.kind == "open").order_by(SessionRow.id)
        if public_id is not None:
            query = sa.select(SessionRow).where(SessionRow.public_id == public_id)
        row = (await self._session.scalars(query.limit(1))).first()
        return row.group.consultation.town.country if row else None

    async def help_line(self, public_id: str, language: str) -> str | None:
        """What the consultation of a session says in this language about where help is found."""
        query = (
            sa.select(HelpLineRow.text)
            .join(GroupRow, GroupRow.consultation_id == HelpLineRow.consultation_id)
            .join(SessionRow, SessionRow.group_id == GroupRow.id)
            .where(SessionRow.public_id == public_id, HelpLineRow.language == language)
        )
        return await self._session.scalar(query)

    async def public_id(self, key: int) -> str:
        """The public id of a session's key."""
        return (await self._session.scalars(sa.select(SessionRow.public_id).where(SessionRow.id == key))).one()

    def _open(self, now: dt.datetime) -> sa.Select[SessionRow]:
        return self._asked(now).where(SessionRow.state != "closed")

    @staticmethod
    def _asked(now: dt.datetime) -> sa.Select[SessionRow]:
        return (
            sa.select(SessionRow)
            .join(GroupRow, GroupRow.id == SessionRow.group_id)
            .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
            .where(sa.or_(ConsultationRow.ends_at.is_(None), ConsultationRow.ends_at > now))
            .where(ConsultationRow.starts_at <= now)
        )

    async def _first(self, query: sa.Select[SessionRow], now: dt.datetime) -> SessionView | None:
        row = (await self._session.scalars(query.limit(1))).first()
        return None if row is None else await self._view(row, now)

    async def _view(self, row: SessionRow, now: dt.datetime) -> SessionView:
        group, consultation = row.group, row.group.consultation
        texts = await self._session.execute(
            sa.select(QuestionRow.number, QuestionRow.text).where(QuestionRow.consultation_id == consultation.id)
        )
        return SessionView(
            id=row.public_id,
            kind=cast(SessionKind, row.kind),
            state=cast(SessionState, row.state),
            group_id=group.public_id,
            group_name=group.name,
            join_code=group.join_code,
            shared_device=group.shared_device,
            questions=tuple(row.questions),
            consultation_id=consultation.public_id,
            town=consultation.town.name,
            timezone=consultation.town.timezone,
            default_language=consultation.town.default_language,
            languages=tuple(consultation.languages),
            who_asks=consultation.who_asks,
            influence=consultation.influence,
            question_texts={number: text for number, text in texts},  # noqa: C416 -- rows, not tuples
            results_on=consultation.results_on,
            answer_by=consultation.answer_by,
            retention_days=consultation.retention_days,
            over=any(one is not None and one <= now for one in (consultation.ends_at, row.ends_at)),
            demo=consultation.demo,
            blind_share=consultation.blind_share,
            led=row.led,
            question=row.question,
            version=row.version,
            consultation_kind=cast(ConsultationKind, consultation.kind),
            purpose=consultation.purpose,
            budget=consultation.budget,
            begins_on=None if row.starts_at is None or row.starts_at <= now else _local(row.starts_at, consultation),
        )


def _local(moment: dt.datetime, consultation: ConsultationRow) -> dt.date:
    return moment.astimezone(ZoneInfo(consultation.town.timezone)).date()
