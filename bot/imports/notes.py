"""Importing notes: look at the whole file first, then store everything in one transaction."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import IO

from bot.imports.sheet import NEEDED, open_sheet
from bot.imports.staging import Double, Progress, Ready, Stage, Staged, digest
from coding.protocol import Suggester
from handlers.types import Message, Suggestion
from locales import render
from locales.countries import ZONES
from storage import drafts
from storage.database import Database
from storage.ids import new_id
from storage.imports import Places, TownFacts, known_towns, known_writers, stored_texts
from storage.keys import Keyring
from storage.paper import CHUNK, PaperNote, PaperNotes, Stamp
from storage.staff import Staff, audited

CHANNEL = "import"
NOON = dt.time(12)
"""A day without a time is kept as its noon in the town, which is the same day everywhere near."""


class Importer:
    """Takes notes from files into a database."""

    def __init__(self, database: Database, keyring: Keyring, suggester: Suggester, source: random.Random) -> None:
        self._database = database
        self._keyring = keyring
        self._suggester = suggester
        self._source = source
        self._writers: set[str] = set()

    async def look(
        self,
        file: IO[bytes],
        now: dt.datetime,
        progress: Progress,
        given: Mapping[str, str] | None = None,
        *,
        suggest: bool = True,
    ) -> Staged:
        """Look at a file; nothing is stored. ``given``: columns that are the same in all rows, and need not be there.

        Without ``suggest`` it is much faster, and fit for a preview only.

        Raises:
            SheetError: the file cannot be read as a sheet.
        """
        stage = Stage(self._suggester, self._writer, ZONES, now.date())
        async with self._database.read() as session:
            towns = await known_towns(session)
            self._writers = await known_writers(session)
        sheet = await asyncio.to_thread(open_sheet, file, NEEDED - (given or {}).keys())
        staged = await asyncio.to_thread(stage.look, sheet, towns, progress, given, suggest=suggest)
        await self._find_stored(staged)
        return staged

    async def store(
        self,
        staged: Staged,
        now: dt.datetime,
        progress: Progress,
        me: Staff | None = None,
        into: int | None = None,
        draft: int | None = None,
    ) -> str:
        """Store all good rows in one transaction, and say so in the log; returns the import's id.

        ``into`` is the key of the session that they go to; ``draft`` the key of the file that waited for this.
        """
        import_id = new_id(self._source)
        stamp = Stamp(
            now, CHANNEL, "import", self._suggester.version, me.key if me else None, ref=f"{CHANNEL}:{import_id}"
        )
        tags: dict[tuple[str, str], set[str]] = {}
        async with self._database.write() as session:
            places = Places(session, self._new_id, now, lambda one: render(Message("import.title"), one))
            if into is not None:
                await places.use(into)
            notes = PaperNotes(session, self._new_id, stamp)
            done, waiting = 0, list[PaperNote]()
            for row in _with_tags(staged, tags):
                waiting.append(await _note(row, places, staged.towns[row.town.casefold()], now))
                if len(waiting) == CHUNK:
                    await notes.add(waiting)
                    done += len(waiting)
                    waiting = []
                    progress(done / staged.summary.good)
            await notes.add(waiting)
            for (town, group), words in tags.items():
                found = await places.group(await places.town(staged.towns[town.casefold()]), group)
                await places.tag(found, words)
            audited(session, me, "imported", now, "import", import_id)
            if draft is not None:
                await drafts.stored(session, draft, import_id, staged.summary.good)
        progress(1.0)
        return import_id

    async def _find_stored(self, staged: Staged) -> None:
        """Doubles of notes that are in the database already, by their own line."""
        named = {town.casefold() for town, _ in staged.summary.groups}
        keys = [town.key for name, town in staged.towns.items() if name in named and town.key is not None]
        again: set[int] = set()
        async with self._database.read() as session:
            async for one in stored_texts(session, keys):
                line = staged.seen.get(digest(one.town, one.group, one.question, one.text, one.writer))
                if line is not None:
                    again.add(line)
        staged.summary.doubles += [Double(line, None) for line in again]
        staged.summary.doubles.sort(key=lambda double: double.line)

    def _writer(self, town: str, pseudonym: str) -> str:
        """Whoever was imported before a rotation of the keys keeps their hash: nobody is counted twice."""
        hashes = self._keyring.lookups(f"writer {town}", pseudonym)
        return next((one for one in hashes if one in self._writers), hashes[0])

    def _new_id(self) -> str:
        return new_id(self._source)


def _with_tags(staged: Staged, tags: dict[tuple[str, str], set[str]]) -> Iterable[Ready]:
    """The rows, collecting each group's tags on the way."""
    for row in staged.rows():
        if row.tags:
            tags.setdefault((row.town, row.group), set()).update(row.tags)
        yield row


async def _note(row: Ready, places: Places, facts: TownFacts, now: dt.datetime) -> PaperNote:
    town = await places.town(facts)
    group = await places.group(town, row.group)
    at = now
    if row.day:
        zone = zoneinfo.ZoneInfo(town.timezone)
        at = min(now, dt.datetime.combine(dt.date.fromisoformat(row.day), NOON, zone).astimezone(dt.UTC))
    return PaperNote(
        session=await places.session_key(group, row.question),
        question=row.question,
        text=row.text,
        safe_text=row.safe_text,
        review=row.review,
        language=row.language,
        at=at,
        code=row.code,
        suggestions=tuple(Suggestion(*one) for one in row.suggestions),
        writer=row.writer,
    )
