"""Replies as text in a language: what channels send and pages show."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.picturing import Pictures
from bot.reports import mydata
from bot.reports.sheet import Invitation, sheet
from handlers.facilitator.families import PICTURE
from handlers.types import Links, Reply
from locales import render, render_lines
from scheduler.protocols import Drawn, DrawnButton, DrawnFile
from storage.database import Database
from storage.keys import Keyring
from storage.mydata import about
from storage.outbox import Outgoing
from storage.setup import group_of

log = structlog.get_logger()


def draw(reply: Reply, language: str) -> Drawn:
    """The words of a reply in a language; files are left to ``Drawing``."""
    rows = tuple(tuple(DrawnButton(render(b.label, language), b.action) for b in row) for row in reply.buttons)
    return Drawn(render_lines(reply.body, language), rows)


SHEET = "sheet:"
"""Begins the name of a group's sheet with its QR code."""


class Drawing:
    """Draws outbox messages, with the files that they name."""

    def __init__(self, database: Database, keyring: Keyring, links: Callable[[], Links] = Links) -> None:
        self._database = database
        self._keyring = keyring
        self._links = links
        self.pictures = Pictures()

    async def draw(self, outgoing: Outgoing) -> Drawn:
        """See ``scheduler.protocols.Renderer``."""
        drawn = draw(outgoing.reply, outgoing.language)
        document = outgoing.reply.document or ""
        if document.startswith(SHEET):
            return Drawn(drawn.text, drawn.rows, await self._sheet(document.removeprefix(SHEET), outgoing.language))
        if document.startswith(PICTURE):
            return replace(drawn, picture=await self._picture(document, outgoing.language))
        if document != "mydata":
            return drawn
        async with self._database.read() as session:
            data = await about(session, self._keyring, outgoing.address_id)
        return Drawn(drawn.text, drawn.rows, mydata.files(data, outgoing.language))

    async def _picture(self, name: str, language: str) -> bytes | None:
        """Without it, the text says the same; so nobody waits for a picture that cannot be drawn."""
        try:
            return await self.pictures.png(name, language)
        except Exception as error:  # noqa: BLE001 -- whatever the drawing library has, people get their message
            log.warning("picture_not_drawn", language=language, error=type(error).__name__)
            return None

    async def _sheet(self, group_id: str, language: str) -> tuple[DrawnFile, ...]:
        """A group's sheet in its town's language and the reader's; nothing if the group is gone."""
        links = self._links()
        async with self._database.read() as session:
            group = await group_of(session, group_id)
        if group is None or links.local:
            return ()
        consultation = group.consultation
        invitation = Invitation(
            town=consultation.town.name,
            address=links.base.partition("://")[2],
            link=f"{links.base}/c/{group.join_code}",
            code=group.join_code,
            bot=links.bot,
            children=consultation.kind == "children",
        )
        spoken = tuple(dict.fromkeys((consultation.town.default_language, language)))
        made = await asyncio.to_thread(sheet, invitation, spoken, "A4")
        return (DrawnFile(f"{group.join_code}.pdf", "application/pdf", made),)
