"""Setting up from the phone, once: which town it is, and a consultation with its purpose in four answers."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from handlers.citizen.cards import pairs
from handlers.facilitator import leading
from handlers.talk import Talk
from handlers.types import Button, ConsultationKind, MakeConsultation, MakeTown, Message, StaffReads
from locales import complete_languages
from locales.countries import ZONES, countries

TOWN, ASKING = "town", "asking:"
"""What the next text is: the town's name; or an answer about the new consultation, of the kind that follows."""
TEXTS = ("who", "chose", "part", "influence")
LONGEST_NAME, LONGEST_TEXT = 200, 400


def ask_town(talk: Talk) -> None:
    """Before there is a town: its name is the next text."""
    talk.state = replace(talk.state, waiting_for=TOWN, draft={})
    talk.say(Message("town.head"), Message("town.head_text"), slot="staff", fresh=True)


async def town_named(talk: Talk, text: str) -> None:
    """The town's name; the country is a button."""
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name:
        ask_town(talk)
        return
    talk.state = replace(talk.state, waiting_for=None, draft={TOWN: name})
    buttons = [
        Button(Message("raw", {"text": said}), f"f:town:{code}") for code, said in countries(talk.state.language)
    ]
    talk.say(Message("raw", {"text": name}), Message("town.country"), buttons=pairs(buttons), slot="staff", fresh=True)


async def town_placed(talk: Talk, staff: StaffReads, country: str) -> bool:
    """The country: the town is made, and a consultation comes next."""
    name = talk.state.draft.get(TOWN)
    if name is None or country not in ZONES or not await staff.is_townless():
        return False
    talk.state = replace(talk.state, draft={})
    talk.do(MakeTown(name, country, ZONES[country], _spoken(talk)))
    _kinds(talk, Message("lead.made", {"name": name}))
    return True


async def ask_kind(talk: Talk, staff: StaffReads) -> bool:
    """[New consultation]: which kind."""
    if await staff.is_townless():
        return False
    _kinds(talk)
    return True


async def ask_first(talk: Talk, staff: StaffReads, kind: str) -> bool:
    """The kind: the first of four questions about the consultation."""
    if kind not in get_args(ConsultationKind) or await staff.is_townless():
        return False
    talk.state = replace(talk.state, waiting_for=f"{ASKING}{kind}", draft={})
    talk.say(Message("consultation.honest"), Message(f"consultation.{TEXTS[0]}"), slot="staff", fresh=True)
    return True


async def answered(talk: Talk, staff: StaffReads, text: str) -> None:
    """One answer; after the last, the consultation is there and can have groups."""
    given = " ".join(text.split())[:LONGEST_TEXT]
    draft = dict(talk.state.draft)
    missing = [one for one in TEXTS if one not in draft]
    if not given:
        talk.say(Message("consultation.missing"), Message(f"consultation.{missing[0]}"), slot="staff", fresh=True)
        return
    draft[missing[0]] = given
    if len(missing) > 1:
        talk.state = replace(talk.state, draft=draft)
        talk.say(Message(f"consultation.{missing[1]}"), slot="staff", fresh=True)
        return
    wanted = (talk.state.waiting_for or "").removeprefix(ASKING)
    kind = next((one for one in get_args(ConsultationKind) if one == wanted), None)
    talk.state = replace(talk.state, waiting_for=None, draft={})
    if kind is None or await staff.is_townless():
        talk.say(Message("button.stale"), slot="notice", fresh=True)
        return
    talk.do(MakeConsultation(kind, _spoken(talk), draft, tuple(complete_languages())))
    row = (Button(Message("group.new"), "f:new"), *leading.LIST)
    lines = (Message(f"consultation.kind.{kind}"), Message("consultation.fallback"))
    talk.say(*lines, buttons=(row,), slot="staff", fresh=True)


def _kinds(talk: Talk, *before: Message) -> None:
    lines = [Message(f"consultation.kind.{one}.line") for one in get_args(ConsultationKind)]
    buttons = [(Button(Message(f"consultation.kind.{one}"), f"f:ask:{one}"),) for one in get_args(ConsultationKind)]
    talk.say(*before, Message("consultation.kind"), *lines, buttons=tuple(buttons), slot="staff", fresh=True)


def _spoken(talk: Talk) -> str:
    """The language of what is written here, which is the town's too."""
    return talk.state.language if talk.state.language in complete_languages() else "en"
