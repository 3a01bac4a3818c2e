"""The turn runner: one inbound, one transaction, and only then the acknowledgement and the replies."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.leading import BELL
from bot.learning import Learning
from bot.summing import GroupResults
from coding.care import Looked, look
from coding.cleaning import clean
from coding.danger import signs
from coding.language import detect
from coding.learning import Memory
from coding.protocol import Suggester
from coding.splitting import split
from handlers.dispatch import handle
from handlers.state import Conversation, Part
from handlers.talk import Prepared
from handlers.types import Command, Edit, Forget, Inbound, Lead, Links, Text
from locales import best_language, complete_languages
from storage.database import Database
from storage.desk import OvertakenError
from storage.ids import new_id
from storage.keys import Keyring
from storage.lessons import learning_town
from storage.tables import ConversationRow
from storage.turns import TurnStore, Written, find_address
from storage.views import SessionViews

log = structlog.get_logger()

RESULTS = GroupResults()
TRIES = 5
"""A turn that loses a race for a new address, or is the victim of a deadlock, is worked out again from the start."""
LONGEST_ID = 96
LEARNT = "+town"
"""Ends the model's version where the town's own codings moved a suggestion."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a conversation stands, as far as suggestions need it. ``town`` is empty where nothing is learnt."""

    language: str | None = None
    question: int | None = None
    town: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an inbound. ``first_time``: it was new; else nothing was done.

    ``moved``: a led session did; ``forgot``: somebody was erased.
    """

    first_time: bool
    outbox_ids: tuple[int, ...] = ()
    moved: bool = False
    forgot: bool = False


@dataclass(slots=True)
class Counts:
    """What the runner has done, by channel, for the metrics; ``seconds`` is the time that turns took, all together."""

    done: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, channel: str, seconds: float, *, new: bool) -> None:
        """One more turn."""
        (self.done if new else self.again)[channel] += 1
        self.seconds[channel] += seconds


class Runner:
    """Runs turns.

    ``after_commit`` is called with the channel's name when there may be something to send, ``after_forget`` when
    somebody was erased. ``links`` says where people reach us, now.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        suggester: Suggester,
        source: random.Random,
        after_commit: Callable[[str], None],
        after_forget: Callable[[], Awaitable[None]],
        links: Callable[[], Links] = Links,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._suggester = suggester
        self._source = source
        self._after_commit = after_commit
        self._links = links
        self._after_forget = after_forget
        self.counts = Counts()
        self.learning = Learning(database)
        self._coder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="coder")

    async def handle(self, inbound: Inbound) -> Done:
        """Work on one inbound. When this returns, everything is on the disk; a second time, nothing happens."""
        began = asyncio.get_running_loop().time()
        inbound = _tidy(inbound)
        prepared = await self._prepare(inbound)
        for attempt in range(TRIES):
            try:
                done = await self._turn(inbound, prepared)
                break
            except (IntegrityError, DBAPIError, OvertakenError) as error:
                if attempt + 1 == TRIES:
                    self.counts.failed[inbound.channel] += 1
                    raise
                log.info("turn_again", channel=inbound.channel, error=type(error).__name__)
                await asyncio.sleep(0.02 * (attempt + 1))
        self.counts.add(inbound.channel, asyncio.get_running_loop().time() - began, new=done.first_time)
        self._after_commit(inbound.channel)
        if done.moved:
            self._after_commit(BELL)
        if done.forgot:
            await self._after_forget()
        return done

    async def _turn(self, inbound: Inbound, prepared: Prepared) -> Done:
        async with self._database.write() as session:
            store = TurnStore(session, self._keyring, inbound, lambda: new_id(self._source), RESULTS)
            if not await store.first_time():
                return Done(first_time=False)
            data = await store.open()
            if data:
                state = Conversation.from_json(data)
            else:
                state = Conversation(language=await self._language(SessionViews(session), inbound))
                store.address.language = state.language
            turn = await handle(
                inbound,
                state,
                store,
                new_id=lambda: new_id(self._source),
                languages=complete_languages(),
                chance=self._source.random,
                prepared=prepared,
                links=self._links(),
            )
            written: Written = await store.save(turn)
        moved = any(isinstance(one, Lead) for one in turn.effects)
        forgot = any(isinstance(one, Forget) for one in turn.effects)
        return Done(first_time=True, outbox_ids=written.outbox_ids, moved=moved, forgot=forgot)

    async def _language(self, views: SessionViews, inbound: Inbound) -> str:
        code = inbound.content.argument if isinstance(inbound.content, Command) else ""
        found = (await views.by_code(code, inbound.at)) if code else None
        found = found or await views.open_session(inbound.at)
        if found is None:
            return best_language(inbound.language_hint, complete_languages(), "en")
        return best_language(inbound.language_hint, found.languages, found.default_language)

    async def _prepare(self, inbound: Inbound) -> Prepared:
        """Suggestions and the like, off the event loop and outside the transaction."""
        if not isinstance(inbound.content, Text | Edit):
            return Prepared()
        text = inbound.content.text
        where = await self._where(inbound, text)
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._coder, detect, text)
        spoken = found or where.language
        memory = await self.learning.memory(where.town, spoken) if where.town and spoken else None
        prepared = await loop.run_in_executor(self._coder, self._code, text, spoken, where, memory)
        return replace(prepared, language=found)

    def _code(self, text: str, language: str | None, where: Where, memory: Memory | None) -> Prepared:
        parts = split(text, language)
        seen = look(text, where.country)
        whole = self._part(text, seen, language, where, memory)
        return Prepared(
            whole.suggestions,
            whole.model_version,
            tuple(self._part(one, look(one, where.country), language, where, memory) for one in parts)
            if len(parts) > 1
            else (),
            care=whole.care,
            masked=seen.masked,
            in_danger=bool(signs(text)),
        )

    def _part(self, text: str, seen: Looked, language: str | None, where: Where, memory: Memory | None) -> Part:
        alone = self._suggester.suggest(text, language=language, question=where.question)
        found = memory.adjust(text, alone) if memory else alone
        version = self._suggester.version
        return Part(text, found, seen.care, version if found is alone else version + LEARNT)

    async def _where(self, inbound: Inbound, text: str) -> Where:
        """A look at where the conversation stands; the turn reads it again under its lock."""
        async with self._database.read() as session:
            address = await find_address(session, self._keyring, inbound.channel, inbound.address)
            row = await session.get(ConversationRow, address.id) if address else None
            state = Conversation.from_json(row.state) if row else Conversation()
            country = None
            if any(one.isdigit() for one in text):
                country = await SessionViews(session).country(state.session_id, inbound.at)
            if row is None or address is None:
                return Where(country=country)
            town = await learning_town(session, state.session_id) if state.session_id else None
        return Where(address.language, state.question or None, town, country)

    async def close(self) -> None:
        """Let the coder's thread finish."""
        await asyncio.to_thread(self._coder.shutdown)


def _tidy(inbound: Inbound) -> Inbound:
    """Text made safe to keep, and an id that fits its column whatever the channel sent."""
    content = inbound.content
    if isinstance(content, Text | Edit):
        content = replace(content, text=clean(content.text))
    external_id = inbound.external_id
    if len(external_id) > LONGEST_ID:
        external_id = hashlib.sha256(external_id.encode("utf-8", "replace")).hexdigest()
    return replace(inbound, content=content, external_id=external_id)
