"""The promises: the question after a meeting, invitations, reminders to finish. Each becomes a planned message.

``invite`` is for facilitators, who choose the day; ``Followups.work`` is the tick, which plans what nobody planned.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from handlers.types import Button, InLanguages, Message, Per, Reply
from scheduler.hours import local, moment
from scheduler.protocols import Clock
from storage import followups, messages
from storage.database import Database, Session
from storage.followups import LAST_QUESTION, REMINDER, Place
from storage.ids import NewId, new_id
from storage.messages import OWN_TEXT, Audience, Draft

MORNING = dt.time(10)
"""Local time of what is sent on a day, without a time."""
REMIND_AFTER, REMIND_AGAIN, REMIND_UNTIL = dt.timedelta(days=1), dt.timedelta(days=4), dt.timedelta(days=14)
"""A reminder to finish comes a day after somebody was last heard of, again four days later, never after two weeks."""
MOST_REMINDERS = 2
REMINDER_KEEPS, INVITATION_KEEPS = dt.timedelta(days=2), dt.timedelta(days=14)
"""How long after its time it still makes sense; see docs/delivery.md."""
ENTER = "enter:"
"""The action that leads back into a session: its public id follows."""


def way_in(session_id: str) -> Button:
    """One tap, and the talk goes on in this session."""
    return Button(Message("button.enter"), ENTER + session_id)


def on_day(place: Place, day: dt.date) -> dt.datetime:
    """The moment at which something goes out on this day of the town."""
    return moment(place.timezone, day, MORNING)


def question_four(place: Place, session_id: str, due_at: dt.datetime) -> Draft:
    """Question 4, in the chat, for everybody of the group that met."""
    asked = Message("question.4")
    if place.question:
        asked = Message("raw", {"text": InLanguages(place.question)})
    return _draft("question4", place, session_id, due_at, (Message("unasked.question4", {"text": asked}),))


def invitation(place: Place, kind: str, session_id: str, due_at: dt.datetime, *, meets_at: dt.datetime) -> Draft:
    """To the second meeting of a group, or to the third, with all groups of the consultation."""
    here = local(place.timezone, meets_at)
    when: dict[str, dt.date | str] = {"date": here.date(), "time": f"{here:%H:%M}"}
    if kind == "third":
        body = Message("unasked.third", {"town": place.town_name, **when})
    else:
        body = Message("unasked.meeting", {"group": place.group_name, **when})
    return _draft(kind, place, session_id, due_at, (body,), expires_at=meets_at)


def free(place: Place, texts: Per, due_at: dt.datetime, *, expires_at: dt.datetime | None = None) -> Draft:
    """Words of the staff to a group."""
    body = (Message("unasked.free", {"town": place.town_name, "text": OWN_TEXT}),)
    audience = Audience("group", place.group)
    return Draft("free", place.town, audience, due_at, place.consultation, texts, body, expires_at=expires_at)


async def follow_up(session: Session, place: Place, due_at: dt.datetime, *, now: dt.datetime, make_id: NewId) -> str:
    """Plan question 4 for the group of a first meeting, with the session that it leads to; returns the message's id."""
    second = await followups.add_session(session, place.group, "second", [LAST_QUESTION], now=now, new_id=make_id)
    return await messages.plan(session, question_four(place, second, due_at), now=now, new_id=make_id)


class Followups:
    """Plans what follows by itself."""

    def __init__(self, database: Database, clock: Clock, source: random.Random) -> None:
        self._database = database
        self._clock = clock
        self._new_id: NewId = lambda: new_id(source)

    async def work(self) -> None:
        """Look what is missing, and plan it."""
        now = self._clock()
        async with self._database.write() as session:
            for place in await followups.without_follow_up(session):
                day = local(place.timezone, now).date() + dt.timedelta(days=place.days or 0)
                due_at = max(on_day(place, day), now)
                await follow_up(session, place, due_at, now=now, make_id=self._new_id)
            await self._remind(session, now)

    async def _remind(self, session: Session, now: dt.datetime) -> None:
        waiting = await followups.half_way(
            session,
            before=now - REMIND_AFTER,
            after=now - REMIND_UNTIL,
            again=now - REMIND_AGAIN,
            most=MOST_REMINDERS,
        )
        for session_id, people in waiting.items():
            place = await followups.place(session, session_id)
            if place is not None:
                await messages.plan(session, reminder(place, people, now), now=now, new_id=self._new_id)


def reminder(place: Place, people: Mapping[str, int], now: dt.datetime) -> Draft:
    """To finish; ``people`` by public id, with how many notes they have written."""
    buttons = ((way_in(place.session),),)
    replies = {
        person: Reply((Message("unasked.reminder", {"n": notes}),), buttons) if notes else None
        for person, notes in people.items()
    }
    first = (Message("unasked.reminder_first"),)
    return Draft(
        REMINDER,
        place.town,
        Audience("unfinished", place.session, replies),
        now,
        place.consultation,
        body=first,
        buttons=buttons,
        expires_at=now + REMINDER_KEEPS,
    )


def _draft(
    kind: str,
    place: Place,
    session_id: str,
    due_at: dt.datetime,
    body: tuple[Message, ...],
    *,
    expires_at: dt.datetime | None = None,
) -> Draft:
    audience = Audience("consultation") if kind == "third" else Audience("group", place.group)
    return Draft(
        kind,
        place.town,
        audience,
        due_at,
        place.consultation,
        body=body,
        buttons=((way_in(session_id),),),
        expires_at=expires_at or due_at + INVITATION_KEEPS,
        session=session_id,
    )
