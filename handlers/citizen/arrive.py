"""Arriving: by join code or without, the welcome, and the consent."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen import questions
from handlers.citizen.notes import keep_for_later, note_from_kept
from handlers.citizen.texts import choose_text
from handlers.talk import Talk
from handlers.types import Button, Message, SessionView, Step, StopMessages, TakePart, Text
from locales import own_name, render_lines

PURPOSES = ("who", "chose", "part")
EARLY_TEXTS = 20
"""How many texts wait for the consent; a person who writes more has surely seen the welcome."""


async def start(talk: Talk, code: str) -> None:
    """``/start CODE``, ``/c/CODE`` or just the first contact."""
    talk.do(StopMessages(stopped=False))
    session = await (talk.reads.session_by_code(code) if code else talk.session())
    if session is None:
        await _no_session(talk, code)
        return
    await _go_in(talk, session)


async def enter(talk: Talk, session_id: str) -> None:
    """The button of an invitation or a reminder: back in, for those who take part in the consultation."""
    session, person = await talk.reads.session(session_id), await talk.reads.person()
    if session is None or person is None or session.consultation_id not in person.consultations:
        await start(talk, "")
    elif session.over or session.state == "closed":
        talk.say(Message("enter.closed"), slot="notice", fresh=True)
    else:
        talk.do(StopMessages(stopped=False))
        await _go_in(talk, session)


async def _go_in(talk: Talk, session: SessionView) -> None:
    if session.begins_on is not None:
        talk.say(Message("session.begins", {"date": session.begins_on}), slot="notice", fresh=True)
        return
    same = session.id == talk.state.session_id
    talk.enter(session)
    if not same:
        talk.state = replace(talk.state, question=session.questions[0], stage="new", cards={}, undo=(), parts={})
    if await takes_part(talk):
        await _resume(talk, session, same=same)
    else:
        await welcome(talk, fresh=True)


async def takes_part(talk: Talk) -> bool:
    """Whether the person agreed to the consultation that they are in."""
    person, session = await talk.reads.person(), await talk.session()
    return person is not None and session is not None and session.consultation_id in person.consultations


async def welcome(talk: Talk, *, more: bool = False, fresh: bool = False) -> None:
    """What this is, who asks, what influence the answers have, what happens with the data."""
    session = await talk.session()
    if session is None:
        await _no_session(talk, "")
        return
    talk.state = replace(talk.state, stage="welcome")
    rows: list[tuple[Button, ...]] = [(Button(Message("button.take_part"), "in"),)]
    if not more:
        rows.append((Button(Message("button.tell_more"), "about"), Button(Message("button.not_now"), "later")))
    else:
        rows.append((Button(Message("button.not_now"), "later"),))
    if len(talk.languages) > 1:
        name = own_name(talk.state.language)
        rows.append((Button(Message("button.language", {"name": name}), "languages"),))
    body = wording(session, talk.state.language)
    if more:
        body = (*body, *about(session, talk.site))
    talk.say(*body, buttons=tuple(rows), slot="welcome", fresh=fresh)


def wording(session: SessionView, language: str) -> tuple[Message, ...]:
    """The words that a person agrees to."""
    children = session.consultation_kind == "children"
    lines = [Message("welcome.hello.children" if children else "welcome.hello", {"town": session.town})]
    if session.demo:
        lines.append(Message("welcome.demo"))
    who = choose_text(session.who_asks, language, session.default_language)
    if who:
        lines.append(Message("raw", {"text": who}))
    lines.extend(purpose(session, language))
    lines.append(Message("welcome.facts", {"n": sum(one <= Step.IDEAS for one in session.questions)}))
    lines.extend(questions.what_next(session, language))
    lines.append(
        Message("welcome.data.children") if children else Message("welcome.data", {"days": session.retention_days})
    )
    return tuple(lines)


def purpose(session: SessionView, language: str) -> list[Message]:
    """Who takes part, who chose the questions, what it is part of, as far as the consultation says so."""
    lines = []
    for name in PURPOSES:
        text = choose_text(session.purpose.get(name, {}), language, session.default_language)
        if text:
            lines.append(Message(f"welcome.{name}", {"text": text}))
    return lines


def about(session: SessionView, site: str) -> tuple[Message, ...]:
    """Tell me more: voluntary, private, what is kept and for how long, one's rights, and where all of it stands."""
    days = {"n": session.retention_days}
    return (
        Message("about.voluntary"),
        Message("about.private"),
        Message("about.kept", days),
        Message("about.rights"),
        Message("about.sheet"),
        Message("raw", {"text": f"{site}/privacy/{session.consultation_id}", "link": 1}),
    )


async def take_part(talk: Talk) -> None:
    """[I take part]: the consent with its wording; texts sent too early become notes now."""
    session = await talk.session()
    if session is None:
        await _no_session(talk, "")
        return
    if await takes_part(talk) and talk.state.stage not in ("new", "welcome"):
        await questions.ask(talk, fresh=False)
        return
    language = talk.state.language
    talk.enter(session)
    talk.do(TakePart(session.id, render_lines(wording(session, language), language), language))
    early = talk.state.early
    question = talk.state.question if talk.state.question in session.questions else session.questions[0]
    talk.state = replace(talk.state, early=(), question=question)
    talk.say(Message("welcome.agreed"), slot="welcome")
    await questions.ask(talk)
    for one in early:
        await note_from_kept(talk, one)


async def not_now(talk: Talk) -> None:
    """[Not now]: nothing is kept but the way back."""
    if await takes_part(talk):
        await questions.ask(talk, fresh=False)
        return
    talk.state = replace(talk.state, early=())
    back = ((Button(Message("button.take_part"), "in"),),)
    talk.say(Message("welcome.not_now"), buttons=back, slot="welcome")


async def early(talk: Talk, text: Text) -> None:
    """Something written before the consent: it waits."""
    waiting = (*talk.state.early, keep_for_later(talk, text.text, text.ref))[-EARLY_TEXTS:]
    first = talk.state.stage == "new"
    talk.state = replace(talk.state, early=waiting)
    if first:
        session = await talk.session()
        if session is None:
            await _no_session(talk, "")
            return
        talk.enter(session)
        await welcome(talk, fresh=True)
    buttons = ((Button(Message("button.take_part"), "in"),),)
    talk.say(Message("welcome.early", {"n": len(waiting)}), buttons=buttons, slot="early", fresh=first)


async def _resume(talk: Talk, session: SessionView, *, same: bool) -> None:
    if not same:
        talk.do(
            TakePart(
                session.id,
                render_lines(wording(session, talk.state.language), talk.state.language),
                talk.state.language,
            )
        )
    elif session.paced:
        await questions.ask(talk)
        return
    elif talk.state.stage == "done":
        await questions.thank(talk)
        return
    elif talk.state.stage == "starring":
        await questions.stars(talk, fresh=True)
        return
    notes = await talk.kept()
    if notes:
        talk.say(Message("resume.back", {"n": len(notes)}), slot="resume", fresh=True)
    await questions.ask(talk)


async def _no_session(talk: Talk, code: str) -> None:
    open_session = await talk.reads.open_session()
    if open_session is None:
        talk.say(Message("none.open"), slot="notice", fresh=True)
        return
    buttons = ((Button(Message("button.open_session"), "open"),),)
    talk.say(Message("none.code" if code else "none.open"), buttons=buttons, slot="notice", fresh=True)


async def open_consultation(talk: Talk) -> None:
    """To the town's open consultation, after a join code that does not work."""
    session = await talk.reads.open_session()
    if session is None:
        await _no_session(talk, "")
        return
    await start(talk, session.join_code)
