"""Milestones on their way to those who wrote about an action or follow it."""

from __future__ import annotations

from bot.answering import Sample
from bot.rendering import draw
from bot.wiring import House
from handlers.officer import words
from handlers.types import ActionView, Reply
from storage import actions, answer_people, messages
from storage.actions import Milestone
from storage.database import Session
from storage.ids import new_id
from storage.messages import Audience, Draft, Preview
from storage.staff import Staff, audited
from storage.tables import ActionRow, ConsultationRow, TownRow


async def look(session: Session, house: House, action: ActionRow, one: Milestone) -> tuple[Preview, list[Sample]]:
    """What announcing a milestone would do now: how many it reaches, and what they read, one message a language."""
    draft = await _draft(session, house, action, one, None)
    preview = await messages.preview(session, draft, rate=house.settings.telegram_rate)
    people = draft.audience.people
    samples: dict[str, Sample] = {}
    for person, language in (await answer_people.languages_of(session, list(people))).items():
        reply = people[person]
        if reply is not None and language not in samples:
            samples[language] = Sample(language, draw(reply, language))
    return preview, sorted(samples.values(), key=lambda sample: sample.language)


async def announce(house: House, me: Staff, action_id: str, milestone_id: str) -> bool:
    """Tell them; ``False`` if there is no such milestone, or it was announced before."""
    now = house.clock()
    async with house.database.write() as session:
        action = await actions.action_of(session, me.town_id, action_id)
        found = await actions.milestones(session, action.id) if action else []
        one = next((each for each in found if each.id == milestone_id), None)
        if action is None or one is None or one.announced_at is not None:
            return False
        draft = await _draft(session, house, action, one, me.id)
        planned = await messages.plan(session, draft, now=now, new_id=lambda: new_id(house.source))
        if not await actions.announced(session, milestone_id, planned, now):
            await session.rollback()
            return False
        audited(session, me, "announced", now, "milestone", milestone_id)
    return True


async def _draft(session: Session, house: House, action: ActionRow, one: Milestone, staff: str | None) -> Draft:
    asking = await session.get_one(ConsultationRow, action.consultation_id)
    town = await session.get_one(TownRow, asking.town_id)
    view = ActionView(action.public_id, town.name, action.titles, {}, town.default_language, (), None, None, ())
    authors = await answer_people.authors(session, actions.linked(action.id))
    people: dict[str, Reply | None] = {
        person: words.milestone(view, one.texts, ()) for person in await actions.followers(session, action.id)
    }
    people |= {person: words.milestone(view, one.texts, notes) for person, notes in authors.items()}
    return Draft(
        kind="milestone",
        town=town.public_id,
        audience=Audience("people", people=people),
        due_at=house.clock(),
        consultation=asking.public_id,
        texts=one.texts,
        staff=staff,
    )
