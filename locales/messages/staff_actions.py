"""The desk for pilot actions and the 7-point scale."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "actions.title": button("Actions", limit=20),
    "actions.head": Source("Pilot actions"),
    "actions.none": Source("There is no pilot action yet."),
    "actions.make": button("New action", limit=24),
    "actions.name": Source("Title, in {name}"),
    "actions.description": Source("What is done, in {name}"),
    "actions.partners": Source("Partners, one a line"),
    "actions.codes": Source("Topics"),
    "actions.codes_hint": Source("Codes with spaces between them: A2 B7"),
    "actions.shown": Source("Everybody may see it and follow it"),
    "actions.hidden": Source("only colleagues see it"),
    "actions.save": button("Save", limit=16),
    "actions.untitled": Source("Please write a title in at least one language."),
    "actions.level": Source("Level now"),
    "actions.aimed": Source("Level aimed at"),
    "actions.unknown": Source("not said"),
    "actions.history": Source("Levels so far"),
    "actions.from_to": Source("{date}: now {level}, aimed at {aimed}"),
    "actions.scale_head": Source("The town and its local support group on the scale"),
    "actions.support_group": Source("Local support group"),
    "actions.town": Source("The whole town"),
    "actions.notes": Source("It goes back to {n} note.", "It goes back to {n} notes."),
    "actions.link_hint": Source(
        "To link notes, choose this action in an answer to them, or find them and link them here:"
    ),
    "actions.link": button("Link all that is found", limit=28),
    "actions.followers": Source("{n} person follows it.", "{n} people follow it."),
    "actions.milestones": Source("Milestones"),
    "actions.milestone_text": Source("What was reached, in {name}"),
    "actions.day": Source("Day"),
    "actions.add": button("Add the milestone", limit=28),
    "actions.announced": Source("announced on {date}"),
    "actions.announce": button("Tell {n} person", "Tell {n} people", limit=28),
    "actions.follow_link": Source("To follow it, in the bot and on posters: /start {code}"),
}
