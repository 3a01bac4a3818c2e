"""What is not an answer, kindly answered: stickers, photos, places, things that Telegram adds tomorrow; and groups."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen import arrive, questions
from handlers.talk import Talk
from handlers.types import Button, Command, Location, Message, Other

KNOWN_KINDS = frozenset(
    {"sticker", "photo", "video", "poll", "document", "contact", "audio", "voice_too_long", "voice_lost"}
)


async def other(talk: Talk, content: Other) -> None:
    """One sentence that says what to do instead."""
    kind = content.kind if content.kind in KNOWN_KINDS else "unknown"
    talk.say(Message(f"other.{kind}"), slot="notice", fresh=True)
    if talk.state.stage == "new":
        await arrive.start(talk, "")


async def located(talk: Talk, place: Location) -> None:
    """A place goes with the last note, if the person agrees."""
    notes = await talk.kept() if await arrive.takes_part(talk) else []
    if not notes:
        talk.say(Message("place.no_note"), slot="notice", fresh=True)
        return
    talk.state = replace(talk.state, place=(place.latitude, place.longitude))
    row = (Button(Message("button.place_yes"), "place:yes"), Button(Message("button.place_no"), "place:no"))
    talk.say(Message("place.ask", {"n": notes[-1].number}), buttons=(row,), slot="place", fresh=True)


async def in_group(talk: Talk) -> None:
    """In a group chat: the question, and a button to the private chat. Nobody's answer is shown or taken there."""
    content = talk.inbound.content
    if not isinstance(content, Command) or content.name not in ("start", "question", "help"):
        return
    session = await talk.reads.session_by_code(content.argument) if content.argument else await talk.session()
    if session is None:
        talk.say(Message("none.code" if content.argument else "none.open"), slot="notice", fresh=True)
        return
    talk.enter(session)
    text = questions.question_text(session, session.questions[0], talk.state.language)
    row = (Button(Message("button.private"), f"private:{session.join_code}"),)
    talk.say(Message("group.question", {"text": text}), Message("group.private"), buttons=(row,), fresh=True)
