"""Every text that a person reads, in English, by id. The catalogues are made from this (``make messages``)."""

from __future__ import annotations

from locales.messages import (
    care,
    channels,
    citizen,
    codes,
    followups,
    meeting,
    notes,
    paper,
    pictures,
    privacy,
    results,
    road,
    staff,
    staff_actions,
    staff_answers,
    staff_meeting,
    staff_numbers,
    staff_rules,
    staff_wall,
    wall,
    web,
)
from locales.messages.source import Source

CITIZEN = (citizen, notes, codes, web, channels, care, followups, road, meeting, wall, pictures, privacy, results)
"""What citizens read. A language is offered to them when all of it is translated."""
STAFF = (staff, staff_answers, staff_actions, staff_meeting, paper, staff_wall, staff_numbers, staff_rules)
"""What only people read who work for a town."""

MESSAGES: dict[str, Source] = {}
STAFF_IDS: set[str] = set()
for part in (*CITIZEN, *STAFF):
    for message_id, source in part.SOURCES.items():
        if message_id in MESSAGES:
            msg = f"message {message_id} is defined twice"
            raise ValueError(msg)
        MESSAGES[message_id] = source
        if part in STAFF:
            STAFF_IDS.add(message_id)

__all__ = ["MESSAGES", "STAFF_IDS", "Source"]
