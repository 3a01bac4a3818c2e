"""The desk for pilot actions and the 7-point scale."""

from __future__ import annotations

from locales.messages.source import Source, button

SOURCES: dict[str, Source] = {
    "actions.title": button("Actions", limit=20, comment="Noun: pilot actions of the town."),
    "actions.head": Source("Pilot actions"),
    "actions.none": Source("There is no pilot action yet."),
    "actions.make": button("New action", limit=24),
    "actions.name": Source("Title, in {name}", comment="Label of a field. {name}: a language in its own name."),
    "actions.description": Source(
        "What is done, in {name}", comment="Label of a field: what the town does. {name}: a language in its own name."
    ),
    "actions.partners": Source("Partners, one a line"),
    "actions.codes": Source("Topics"),
    "actions.codes_hint": Source("Codes with spaces between them: A2 B7"),
    "actions.shown": Source("Everybody may see it and follow it"),
    "actions.hidden": Source("only colleagues see it", comment="Mark on an action that is not public."),
    "actions.save": button("Save", limit=16),
    "actions.untitled": Source("Please write a title in at least one language."),
    "actions.level": Source("Level now", comment="Label: where the action stands on the scale from 1 to 7."),
    "actions.aimed": Source("Level aimed at", comment="Label: the level that the action is meant to reach."),
    "actions.unknown": Source("not said", comment="In a choice: no level was given."),
    "actions.history": Source("Levels so far"),
    "actions.from_to": Source("{date}: now {level}, aimed at {aimed}"),
    "actions.scale_head": Source(
        "The town and its local support group on the scale", comment="“Scale”: the seven levels of citizens' say."
    ),
    "actions.support_group": Source("Local support group"),
    "actions.town": Source("The whole town"),
    "actions.notes": Source(
        "It comes from {n} note.",
        "It comes from {n} notes.",
        comment="“It goes back to”: the action came from these notes.",
    ),
    "actions.link_hint": Source(
        "To link notes, choose this action in an answer to them, or find them and link them here:"
    ),
    "actions.link": button(
        "Link all that is found", limit=28, comment="“Link”: verb, connects the notes with the action."
    ),
    "actions.followers": Source("{n} person follows it.", "{n} people follow it.", comment="“It”: the action."),
    "actions.milestones": Source("Milestones", comment="Steps of an action that were reached."),
    "actions.milestone_text": Source("What was reached, in {name}"),
    "actions.day": Source("Day", comment="Label of a date field."),
    "actions.add": button("Add the milestone", limit=28),
    "actions.announced": Source("announced on {date}", comment="Mark on a milestone: people were told."),
    "actions.announce": button(
        "Tell {n} person",
        "Tell {n} people",
        limit=28,
        comment="Verb: sends the milestone to those who follow the action.",
    ),
    "actions.follow_link": Source(
        "To follow it, in the bot and on posters: /start {code}", comment="Keep /start {code}."
    ),
}
