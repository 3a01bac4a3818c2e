"""Three votes each: on the topics named most, and on the ideas for actions."""

from __future__ import annotations

from handlers.citizen.cards import quoted
from handlers.talk import Talk
from handlers.types import VOTES, Button, Message, SessionView, Step, Ticket, Vote

LABEL = 24
IDEA = 160
"""How much of an idea is shown in the list, in characters."""


async def ballot(talk: Talk, session: SessionView, head: Message, ways: tuple[Button, ...], *, fresh: bool) -> None:
    """What there is to choose from, and what the person has chosen so far."""
    step = talk.state.question
    tickets = await talk.reads.tickets(session.id, step)
    if not tickets:
        talk.say(head, Message("vote.nothing"), buttons=(ways,), slot="question", fresh=fresh)
        return
    given = await talk.votes(session.id, step)
    body = [head]
    if session.budget and step == Step.CHOICE:
        body.append(Message("step.budget", {"text": session.budget}))
    body.extend(_line(number, one) for number, one in enumerate(tickets, 1))
    body.append(Message("vote.given", {"n": len(given), "max": VOTES}))
    buttons = [Button(_label(number, one, given), f"vote:{step}-{one.target}") for number, one in enumerate(tickets, 1)]
    talk.say(*body, buttons=(*((one,) for one in buttons), ways), slot="question", fresh=fresh)


async def vote(talk: Talk, step: int, target: str) -> bool:
    """Give a vote, or take it back; ``False`` if there is nothing like that to vote for now."""
    session = await talk.session()
    if session is None or talk.state.question != step or step not in (Step.TOPICS, Step.CHOICE):
        return False
    if target not in {one.target for one in await talk.reads.tickets(session.id, step)}:
        return False
    given = await talk.votes(session.id, step)
    if target not in given and len(given) >= VOTES:
        talk.say(Message("vote.enough", {"max": VOTES}), slot="notice", fresh=True)
        return True
    talk.vote(Vote(session.id, step, target, given=target not in given))
    return True


def _line(number: int, ticket: Ticket) -> Message:
    if ticket.text is None:
        name, text = Message(f"code.{ticket.target}.label"), Message(f"code.{ticket.target}.line")
        return Message("choose.line", {"name": name, "text": text})
    return Message("vote.idea", {"n": number, "text": quoted(ticket.text, IDEA)})


def _label(number: int, ticket: Ticket, given: frozenset[str]) -> Message:
    mark = "vote.on" if ticket.target in given else "vote.off"
    if ticket.text is None:
        return Message(mark, {"text": Message(f"code.{ticket.target}.label")})
    return Message(mark, {"text": f"{number}. {quoted(ticket.text, LABEL)}"})
