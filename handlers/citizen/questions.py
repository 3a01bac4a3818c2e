"""Asking: the current question or step, the way on and back, the stars at the end, and thanks."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen import checking, voting
from handlers.citizen.cards import next_button, pairs, quoted
from handlers.citizen.texts import choose_text
from handlers.talk import Talk
from handlers.types import Button, ChangeNote, Finish, Message, NoteView, Ready, SessionView, Step

STARS = 3
STAR_LABEL = 28
STAR_PAGE = 12
SIMPLER = frozenset({1, 2, 3, 4})
"""The questions that are worded more simply for children."""


def question_text(session: SessionView, number: int, language: str) -> Message:
    """The question as the consultation words it, else as the method does."""
    own = session.question_texts.get(number)
    if own:
        return Message("raw", {"text": choose_text(own, language, session.default_language)})
    if session.consultation_kind == "children" and number in SIMPLER:
        return Message(f"question.{number}.children")
    return Message(f"question.{number}")


async def ask(talk: Talk, *, fresh: bool = True) -> None:
    """Say the current question."""
    session = await talk.session()
    if session is None:
        talk.say(Message("none.open"), slot="notice", fresh=True)
        return
    if session.paced:
        await stand(talk, session, fresh=fresh)
        return
    await _show(talk, session, fresh=fresh)


async def stand(talk: Talk, session: SessionView, *, fresh: bool = True) -> None:
    """Where a led session stands: not begun, at a question, or in a pause."""
    talk.state = replace(talk.state, stage="asking", led=True, step=session.version)
    if session.state == "paused":
        talk.say(Message("led.paused"), slot="question", fresh=fresh)
    elif session.question is None:
        talk.state = replace(talk.state, question=session.questions[0])
        talk.say(Message("led.not_begun"), slot="question", fresh=fresh)
    else:
        talk.state = replace(talk.state, question=session.question)
        await _show(talk, session, fresh=fresh)


async def ready(talk: Talk, session: SessionView) -> None:
    """The person has no more ideas for now: the facilitator sees that as a number."""
    talk.do(Ready(session.id, session.version))
    talk.say(Message("led.ready"), slot="ready", fresh=True)


async def _show(talk: Talk, session: SessionView, *, fresh: bool) -> None:
    if talk.state.question not in session.questions:
        talk.state = replace(talk.state, question=session.questions[0])
    number = talk.state.question
    at = session.questions.index(number)
    talk.state = replace(talk.state, stage="asking")
    head = Message(
        "question.head",
        {"i": at + 1, "total": len(session.questions), "text": question_text(session, number, talk.state.language)},
    )
    row = _ways(talk, session, at)
    if number in (Step.TOPICS, Step.CHOICE):
        await voting.ballot(talk, session, head, row, fresh=fresh)
    elif number == Step.CHECK:
        await checking.own_notes(talk, session, head, row, fresh=fresh)
    else:
        body = [head, *budget(session, number), Message("question.hint")]
        if talk.state.led:
            body.append(Message("led.by_itself"))
        talk.say(*body, buttons=(row,), slot="question", fresh=fresh)


def budget(session: SessionView, number: int) -> list[Message]:
    """What an idea may cost, where the consultation says so."""
    if session.budget and number in (Step.IDEAS, Step.CHOICE):
        return [Message("step.budget", {"text": session.budget})]
    return []


def _ways(talk: Talk, session: SessionView, at: int) -> tuple[Button, ...]:
    """The way on and back; whoever is led can only say that they are ready."""
    if talk.state.led:
        return (next_button(talk.state),)
    last = at + 1 == len(session.questions)
    way_on = Button(Message("button.finish" if last else "button.next"), f"next:{session.questions[at]}")
    if not at:
        return (way_on,)
    return (Button(Message("button.previous"), f"go:{session.questions[at - 1]}"), way_on)


async def go(talk: Talk, number: int) -> bool:
    """To another question of the session; ``False`` if it has no such question."""
    session = await talk.session()
    if session is None or number not in session.questions:
        return False
    if session.paced:
        await stand(talk, session, fresh=False)
        return True
    talk.state = replace(talk.state, question=number)
    await ask(talk)
    return True


async def step_on(talk: Talk) -> None:
    """To the next question, or to the end."""
    session = await talk.session()
    if session is None:
        await ask(talk)
        return
    if session.paced:
        await ready(talk, session)
        return
    later = list(session.questions)
    at = later.index(talk.state.question) if talk.state.question in later else -1
    if at + 1 < len(later):
        await go(talk, later[at + 1])
    else:
        await stars(talk, fresh=True)


async def stars(talk: Talk, *, page: int = 0, fresh: bool = False) -> None:
    """Which notes matter most; straight to the thanks where there is nothing to choose from."""
    notes = await talk.kept()
    if not notes:
        await thank(talk)
        return
    talk.state = replace(talk.state, stage="starring")
    pages = range(0, len(notes), STAR_PAGE)
    page = min(max(page, 0), len(pages) - 1)
    shown = notes[pages[page] : pages[page] + STAR_PAGE]
    rows: list[tuple[Button, ...]] = [(Button(_star_label(note), f"star:{note.id}:{page}"),) for note in shown]
    if len(pages) > 1:
        turn = [Button(Message("button.earlier"), f"stars:{page - 1}")] if page else []
        if page + 1 < len(pages):
            turn.append(Button(Message("button.later"), f"stars:{page + 1}"))
        rows.append(tuple(turn))
    open_notes = sum(1 for note in notes if not note.code and note.text)
    if open_notes:
        rows.append((Button(Message("button.review", {"n": open_notes}), "review"),))
    rows.append((Button(Message("button.done"), "done"),))
    chosen = sum(note.starred for note in notes)
    talk.say(
        Message("stars.ask", {"max": STARS}),
        Message("stars.chosen", {"n": chosen}),
        buttons=tuple(rows),
        slot="stars",
        fresh=fresh,
    )


async def star(talk: Talk, note: NoteView, page: int) -> None:
    """Give a note a star, or take it off; never more than three."""
    notes = await talk.kept()
    if not note.starred and sum(one.starred for one in notes) >= STARS:
        talk.say(Message("stars.enough", {"max": STARS}), slot="notice", fresh=True)
        return
    await talk.change(note, ChangeNote(note.id, starred=not note.starred))
    await stars(talk, page=page)


async def thank(talk: Talk) -> None:
    """The end of a question set: thanks, and what happens next and when."""
    session = await talk.session()
    notes = await talk.kept()
    again = talk.state.stage == "done"
    talk.state = replace(talk.state, stage="done")
    if session is None:
        await ask(talk)
        return
    if not again:
        talk.do(Finish(session.id))
    body = [Message("thanks.notes", {"n": len(notes)}) if notes else Message("thanks.none")]
    body.extend(what_next(session, talk.state.language))
    body.append(Message("thanks.more"))
    buttons = [
        Button(Message("button.mine"), "mine"),
        Button(Message("button.write_more"), f"go:{session.questions[0]}"),
    ]
    talk.say(*body, buttons=pairs(buttons), slot="thanks", fresh=True)


def what_next(session: SessionView, language: str) -> list[Message]:
    """What happens with the answers, and when."""
    lines = []
    influence = choose_text(session.influence, language, session.default_language)
    if influence and session.purpose:
        lines.append(Message("welcome.influence", {"text": influence}))
    elif influence:
        lines.append(Message("raw", {"text": influence}))
    lines.extend(dates(session))
    return lines


def dates(session: SessionView) -> list[Message]:
    """When the town looks at the results, and when it answers."""
    lines = []
    if session.results_on:
        lines.append(Message("welcome.results_on", {"town": session.town, "date": session.results_on}))
    if session.answer_by:
        lines.append(Message("welcome.answer_by", {"date": session.answer_by}))
    return lines


def _star_label(note: NoteView) -> Message:
    if note.source == "voice" and not note.text:
        return Message("stars.voice_on" if note.starred else "stars.voice_off", {"n": note.number})
    text = quoted(note.text, STAR_LABEL)
    return Message("stars.on" if note.starred else "stars.off", {"n": note.number, "text": text})
