"""A facilitator at work from a chat: what she may know and do there, inside a turn's transaction."""

from __future__ import annotations

import datetime as dt
import random
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.types import (
    AcceptInvite,
    Approve,
    Became,
    Lead,
    LedGroup,
    LedSession,
    LedWall,
    LinkChat,
    MakeConsultation,
    MakeGroup,
    MakeTown,
    MeetAgain,
    Per,
    Reached,
    SetTimer,
    StaffEffect,
    SteerWall,
    Summed,
    Tell,
)
from storage import messages, steering, telling
from storage.ids import NewId
from storage.meetings import here, move, new_session, newest_of, possible, sessions_of, set_timer
from storage.setup import (
    LED,
    Gathering,
    consultations,
    make_consultation,
    make_group,
    make_town,
    newest_sessions,
    plan_of,
    usual,
)
from storage.staff import Staff, accept, audited, by_address, group_for, groups_for, hashed, session_for
from storage.steering import Results
from storage.tables import AddressRow, GroupRow, InviteRow, StaffRow, TownRow
from storage.views import SessionViews
from storage.wall_control import carry_out

LEADS = ("facilitator", "admin")
RATE = 30.0
"""Messages a second, for saying how long it takes; see ``WELLSAY_TELEGRAM_RATE``."""
Row = TypeVar("Row")


class OvertakenError(Exception):
    """Somebody else was quicker between looking and doing: the turn has to be worked out again."""


class StaffDesk:
    """The groups and meetings of whoever works from one address. ``me`` is ``None`` for everybody else."""

    def __init__(self, session: AsyncSession, now: dt.datetime, new_id: NewId, results: Results) -> None:
        self._results = results
        self._session = session
        self._now = now
        self._new_id = new_id

    async def me(self, address: AddressRow | None) -> Staff | None:
        """Who works from an address, if they may lead groups."""
        found = await by_address(self._session, address.id) if address is not None and address.id else None
        return found if found is not None and found.role in LEADS else None

    async def invitation(self, token: str) -> bool:
        """Whether a one-time link still works."""
        query = sa.select(InviteRow.id).where(
            InviteRow.token_hash == hashed(token), InviteRow.used_at.is_(None), InviteRow.expires_at > self._now
        )
        return await self._session.scalar(query) is not None

    async def groups(self, me: Staff) -> tuple[LedGroup, ...]:
        """All her groups; where each stands is looked up for one group only."""
        return tuple(_plain(one) for one in await groups_for(self._session, me))

    async def group(self, me: Staff, group_id: str) -> LedGroup | None:
        """One of her groups, with its newest session."""
        row = await group_for(self._session, me, group_id)
        return None if row is None else await self._with_session(row)

    async def of_code(self, me: Staff, code: str) -> LedGroup | None:
        """Her group with this join code."""
        found = (one for one in await groups_for(self._session, me) if one.join_code.lower() == code.lower())
        row = next(found, None)
        return None if row is None else _plain(row)

    async def can_make_groups(self, me: Staff) -> bool:
        """Whether her town has a consultation."""
        return bool(await consultations(self._session, me))

    async def reached(self, me: Staff, group_id: str, texts: Per) -> Reached | None:
        """Whom words to a group would reach now."""
        row = await group_for(self._session, me, group_id)
        if row is None:
            return None
        try:
            draft = await telling.draft(self._session, me, row, texts, self._now)
        except telling.AfterwardsError:
            return None
        seen = await messages.preview(self._session, draft, rate=RATE)
        return Reached(seen.people, max(1, round(seen.seconds)), seen.stopped, quiet=not draft.exempt)

    async def became(self, me: Staff, group_id: str, message_id: str) -> Became | None:
        """What became of words to a group."""
        row = await group_for(self._session, me, group_id)
        if row is None or message_id not in {one.id for one in await telling.told(self._session, row)}:
            return None
        found = await messages.counts(self._session, message_id)
        chat = await telling.in_chat(self._session, row, message_id)
        left = found.left + found.stopped + found.unreachable
        return Became(found.delivered, found.waiting, found.failed, left, chat.state if chat else None)

    async def wall(self, me: Staff, group_id: str) -> LedWall | None:
        """The wall of one of her groups."""
        row = await group_for(self._session, me, group_id)
        return None if row is None else await steering.wall(self._session, row, self._now)

    async def summed(self, me: Staff, group_id: str) -> Summed | None:
        """What the newest meeting of one of her groups brought."""
        row = await group_for(self._session, me, group_id)
        meeting = await newest_of(self._session, row) if row else None
        return None if meeting is None else await self._results.summed(self._session, meeting, self._now)

    async def _with_session(self, row: GroupRow) -> LedGroup:
        newest = (await newest_sessions(self._session, [row])).get(row.id)
        led = None
        if newest is not None:
            view = await SessionViews(self._session).by_id(newest.public_id, self._now)
            counted = await here(self._session, newest)
            if view is not None:
                led = LedSession(view, possible(newest), counted.people, counted.writing, counted.notes)
        return _plain(row, led)


class StaffEffects:
    """Carries out what a facilitator's turn does.

    Raises:
        OvertakenError: what the turn was worked out from has changed since.
    """

    def __init__(
        self,
        session: AsyncSession,
        address: AddressRow,
        me: Staff | None,
        new_id: NewId,
        now: dt.datetime,
        results: Results,
    ) -> None:
        self._results = results
        self._session = session
        self._address = address
        self._me = me
        self._new_id = new_id
        self._now = now

    async def apply(self, effect: StaffEffect) -> None:
        """Carry out one effect."""
        if isinstance(effect, AcceptInvite):
            await self._accept(effect.token)
            return
        me = self._me
        if me is None:
            raise OvertakenError
        match effect:
            case Lead(session_id, wanted, version):
                row = _there(await session_for(self._session, me, session_id))
                if not await move(self._session, row, wanted, version):
                    raise OvertakenError
                audited(self._session, me, wanted, self._now, "session", session_id)
            case Tell(group_id, once, texts):
                group = _there(await group_for(self._session, me, group_id))
                await telling.tell(self._session, me, group, texts, self._now, once)
                audited(self._session, me, "told", self._now, "message", once)
            case MeetAgain(group_id):
                await self._meet_again(me, group_id)
            case LinkChat(group_id):
                group = _there(await group_for(self._session, me, group_id))
                group.chat_id = self._address.id
                audited(self._session, me, "linked", self._now, "group", group_id)
            case _:
                await self._set_up(me, effect)
                await self._steer(me, effect)

    async def _set_up(self, me: Staff, effect: StaffEffect) -> None:
        match effect:
            case MakeTown(name, country, zone, language):
                made = (name, country, zone, language, self._now, self._new_id)
                town = _there(await make_town(self._session, me, *made))
                audited(self._session, me, "made", self._now, "town", town.public_id)
            case MakeConsultation():
                await self._make_consultation(me, effect)
            case MakeGroup(name, kind):
                await self._make_group(me, name, kind)

    async def _steer(self, me: Staff, effect: StaffEffect) -> None:
        match effect:
            case SteerWall(session_id, verb):
                row = _there(await session_for(self._session, me, session_id))
                await carry_out(self._session, row, verb, "", self._now)
                audited(self._session, me, f"wall {verb}", self._now, "session", session_id)
            case SetTimer(session_id, minutes):
                row = _there(await session_for(self._session, me, session_id))
                until = self._now + dt.timedelta(minutes=minutes) if minutes else None
                await set_timer(self._session, row, until)
                audited(self._session, me, "timer", self._now, "session", session_id)
            case Approve(group_id, seen):
                group = _there(await group_for(self._session, me, group_id))
                row = _there(await newest_of(self._session, group))
                if not await self._results.approve(self._session, me, row, seen, self._now, self._new_id):
                    raise OvertakenError

    async def _accept(self, token: str) -> None:
        me = await accept(self._session, token, self._now, self._new_id)
        if me is None:
            raise OvertakenError
        row = await self._session.get_one(StaffRow, me.key)
        row.address_id = self._address.id

    async def _make_consultation(self, me: Staff, wanted: MakeConsultation) -> None:
        town = _there(await self._session.get(TownRow, me.town_id) if me.town_id is not None else None)
        asking = usual(wanted.kind, town, wanted.language, wanted.texts, wanted.languages, self._now)
        row = await make_consultation(self._session, town.id, asking, self._now, self._new_id)
        audited(self._session, me, "made", self._now, "consultation", row.public_id)

    async def _make_group(self, me: Staff, name: str, kind: str) -> None:
        asked = next(iter(await consultations(self._session, me)), None)
        if asked is None:
            raise OvertakenError
        kind = kind or ("class" if asked.kind == "children" else "meeting")
        source = random.Random(self._new_id())  # noqa: S311 -- the ids are random already
        row = await make_group(self._session, me, asked, Gathering(name, kind), self._now, source, self._new_id)
        audited(self._session, me, "made", self._now, "group", row.public_id)

    async def _meet_again(self, me: Staff, group_id: str) -> None:
        group = _there(await group_for(self._session, me, group_id))
        sessions = await sessions_of(self._session, group)
        if sessions and sessions[0].state != "closed":
            raise OvertakenError
        kind, questions = plan_of(group, again=bool(sessions))
        row = new_session(group, kind, questions, self._now, self._new_id, led=group.kind in LED)
        self._session.add(row)
        audited(self._session, me, "made", self._now, "session", row.public_id)


def _there(row: Row | None) -> Row:
    if row is None:
        raise OvertakenError
    return row


def _plain(row: GroupRow, led: LedSession | None = None) -> LedGroup:
    default = row.consultation.town.default_language
    return LedGroup(row.public_id, row.name, row.join_code, default, led, chat=row.chat_id is not None)
