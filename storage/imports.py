"""Where imported notes belong: towns, groups and sessions by name, made where there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import NewId
from storage.tables import ConsultationRow, GroupRow, GroupTagRow, NoteRow, SessionRow, TownRow

KIND = "import"
RETENTION_DAYS = 3650
"""Ten years: what a town imports it has kept so far, and nobody was promised anything else."""
VOICE_DAYS = 14
QUIET = (dt.time(20), dt.time(9))
FETCHED = 500


@dataclass(frozen=True, slots=True)
class TownFacts:
    """A town by name, as a file or the database knows it; ``key`` is ``None`` for one that is to be made."""

    name: str
    country: str
    language: str
    timezone: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class StoredText:
    """A note that is there, as far as telling doubles needs it; names are folded."""

    town: str
    group: str
    question: int
    text: str = field(repr=False)
    writer: str | None


async def known_towns(session: AsyncSession) -> dict[str, TownFacts]:
    """All towns, by folded name."""
    rows = await session.scalars(sa.select(TownRow).order_by(TownRow.id.desc()))
    return {
        row.name.casefold(): TownFacts(row.name, row.country, row.default_language, row.timezone, row.id)
        for row in rows
    }


async def known_groups(session: AsyncSession, towns: Iterable[int]) -> set[tuple[str, str]]:
    """The folded names of town and group, of all groups of these towns (keys)."""
    query = (
        sa.select(TownRow.name, GroupRow.name)
        .join(ConsultationRow, ConsultationRow.town_id == TownRow.id)
        .join(GroupRow, GroupRow.consultation_id == ConsultationRow.id)
        .where(TownRow.id.in_(list(towns)))
    )
    return {(town.casefold(), group.casefold()) for town, group in await session.execute(query)}


async def known_writers(session: AsyncSession) -> set[str]:
    """The hashes of writers of paper notes."""
    return {one async for one in await session.stream_scalars(sa.select(NoteRow.writer).distinct()) if one is not None}


async def stored_texts(session: AsyncSession, towns: Iterable[int]) -> AsyncIterator[StoredText]:
    """The notes of these towns (keys) that are not deleted."""
    query = (
        sa.select(TownRow.name, GroupRow.name, NoteRow.question, NoteRow.text, NoteRow.writer)
        .join(SessionRow, SessionRow.id == NoteRow.session_id)
        .join(GroupRow, GroupRow.id == SessionRow.group_id)
        .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
        .join(TownRow, TownRow.id == ConsultationRow.town_id)
        .where(TownRow.id.in_(list(towns)), NoteRow.deleted_at.is_(None))
    )
    found = await session.stream(query)
    async for rows in found.partitions(FETCHED):
        for town, group, question, text, writer in rows:
            yield StoredText(town.casefold(), group.casefold(), question, text, writer)


class Places:
    """Finds and makes what imported notes hang on, in the caller's transaction.

    An unknown group is made in the town's consultation of kind "import", which is over. Notes of a known group go to
    its newest session that asks their question.
    """

    def __init__(self, session: AsyncSession, new_id: NewId, now: dt.datetime, title: Callable[[str], str]) -> None:
        self._session = session
        self._new_id = new_id
        self._now = now
        self._title = title
        self._towns: dict[str, TownRow] = {}
        self._groups: dict[tuple[int, str], GroupRow] = {}
        self._consultations: dict[int, ConsultationRow] = {}
        self._sessions: dict[tuple[int, int], int] = {}
        self._only: GroupRow | None = None

    async def town(self, facts: TownFacts) -> TownRow:
        """The town, made if it is new."""
        row = self._towns.get(facts.name.casefold())
        if row is None:
            row = await self._session.get(TownRow, facts.key) if facts.key is not None else None
            if row is None:
                row = TownRow(
                    public_id=self._new_id(),
                    name=facts.name,
                    timezone=facts.timezone,
                    country=facts.country,
                    default_language=facts.language,
                    created_at=self._now,
                )
                self._session.add(row)
                await self._session.flush()
            self._towns[facts.name.casefold()] = row
            await self._read_groups(row)
        return row

    async def group(self, town: TownRow, name: str) -> GroupRow:
        """The town's group of this name, made if it is new."""
        row = self._only or self._groups.get((town.id, name.casefold()))
        if row is None:
            consultation = await self._consultation(town)
            row = GroupRow(
                public_id=self._new_id(),
                consultation_id=consultation.id,
                name=name,
                kind=KIND,
                join_code=self._new_id(),
                join_until=self._now,
                created_at=self._now,
            )
            self._session.add(row)
            await self._session.flush()
            self._groups[town.id, name.casefold()] = row
        return row

    async def use(self, session_key: int) -> None:
        """All notes go to the group of this session, and to the session itself as far as it asks their question."""
        row = await self._session.get_one(SessionRow, session_key)
        self._only = row.group
        self._sessions |= {(row.group_id, question): row.id for question in row.questions}

    async def tag(self, group: GroupRow, tags: Iterable[str]) -> None:
        """Give a group the tags that it does not have."""
        has = set(await self._session.scalars(sa.select(GroupTagRow.tag).where(GroupTagRow.group_id == group.id)))
        self._session.add_all(GroupTagRow(group_id=group.id, tag=one) for one in sorted(set(tags) - has))

    async def session_key(self, group: GroupRow, question: int) -> int:
        """The key of the group's newest session that asks this question; without one, a closed session is made."""
        if (group.id, question) not in self._sessions:
            rows = await self._session.scalars(
                sa.select(SessionRow).where(SessionRow.group_id == group.id).order_by(SessionRow.id.desc())
            )
            found = next((row for row in rows if question in row.questions), None)
            if found is None:
                found = SessionRow(
                    public_id=self._new_id(),
                    group_id=group.id,
                    kind="open",
                    state="closed",
                    questions=[1, 2, 3, 4],
                    created_at=self._now,
                )
                self._session.add(found)
                await self._session.flush()
            self._sessions[group.id, question] = found.id
        return self._sessions[group.id, question]

    async def _read_groups(self, town: TownRow) -> None:
        query = (
            sa.select(GroupRow)
            .join(ConsultationRow, ConsultationRow.id == GroupRow.consultation_id)
            .where(ConsultationRow.town_id == town.id)
            .order_by(GroupRow.id)
        )
        for row in await self._session.scalars(query):
            self._groups[town.id, row.name.casefold()] = row

    async def _consultation(self, town: TownRow) -> ConsultationRow:
        if town.id not in self._consultations:
            query = sa.select(ConsultationRow).where(ConsultationRow.town_id == town.id, ConsultationRow.kind == KIND)
            row = (await self._session.scalars(query.limit(1))).first()
            if row is None:
                row = ConsultationRow(
                    public_id=self._new_id(),
                    town_id=town.id,
                    kind=KIND,
                    title=self._title(town.default_language),
                    languages=[town.default_language],
                    who_asks={},
                    influence={},
                    starts_at=self._now,
                    ends_at=self._now,
                    quiet_from=QUIET[0],
                    quiet_until=QUIET[1],
                    retention_days=RETENTION_DAYS,
                    voice_days=VOICE_DAYS,
                    created_at=self._now,
                )
                self._session.add(row)
                await self._session.flush()
            self._consultations[town.id] = row
        return self._consultations[town.id]
