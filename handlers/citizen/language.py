"""Languages: the list in their own names, changing at any time, and an offer when somebody writes in another one."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen.cards import pairs
from handlers.talk import Talk
from handlers.types import Button, Message, SessionView, SpeakLanguage
from locales import own_name


def offered(talk: Talk, session: SessionView | None) -> tuple[str, ...]:
    """The languages that are complete and that the consultation is held in."""
    if session is None:
        return talk.languages
    return tuple(one for one in talk.languages if one in session.languages) or talk.languages


async def languages(talk: Talk) -> None:
    """The list of languages, each in its own name."""
    names = offered(talk, await talk.session())
    buttons = [Button(Message("raw", {"text": own_name(one)}), f"lang:{one}") for one in names]
    talk.say(Message("language.ask"), buttons=pairs(buttons), slot="language", fresh=True)


async def speak(talk: Talk, language: str) -> bool:
    """From now on in this language; ``False`` if it is not offered."""
    if language not in talk.languages:
        return False
    talk.state = replace(talk.state, language=language, language_chosen=True)
    talk.do(SpeakLanguage(language))
    talk.say(Message("language.now", {"name": own_name(language)}), slot="language", menu=True)
    return True


async def offer_language(talk: Talk) -> None:
    """Somebody writes in another language than they are spoken to: ask once whether to go on in theirs."""
    theirs = talk.prepared.language
    if theirs is None or theirs == talk.state.language or theirs in talk.state.language_offered:
        return
    if theirs not in offered(talk, await talk.session()):
        return
    talk.state = replace(talk.state, language_offered=(*talk.state.language_offered, theirs))
    row = (
        Button(Message("button.language_yes", {"name": own_name(theirs)}), f"lang:{theirs}"),
        Button(Message("button.language_no"), "leave"),
    )
    talk.say(Message("language.offer", {"name": own_name(theirs)}), buttons=(row,), slot="language", fresh=True)
