"""A led session, as a participant sees it: the facilitator goes on, pauses and ends for everybody."""

from __future__ import annotations

from dataclasses import replace

from handlers.citizen import arrive, questions
from handlers.talk import Talk
from handlers.types import Message, Paced, Turn


async def paced(talk: Talk) -> Turn:
    """The facilitator moved the session: show where it stands now, once."""
    content = talk.inbound.content
    session = await talk.session()
    if not isinstance(content, Paced) or session is None or session.id != content.session_id:
        return talk.turn()  # the person has gone elsewhere meanwhile
    if talk.state.step == session.version or not await arrive.takes_part(talk):
        return talk.turn()
    if session.paced:
        await questions.stand(talk, session)
        return talk.turn()
    talk.state = replace(talk.state, led=False, step=session.version)
    talk.say(Message("led.closed"), slot="question", fresh=True)
    await questions.stars(talk, fresh=True)
    return talk.turn()


async def settle(talk: Talk) -> None:
    """The session may have begun or ended since: whether the person is led is looked up at every turn."""
    if talk.state.session_id is None:
        return
    session = await talk.session()
    talk.state = replace(talk.state, led=session is not None and session.paced)
