"""Sending: one message, or one part of a long one, to one chat."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

from telegram import Bot, BotCommandScopeChat, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels import telegram_draw
from bot.channels.telegram_errors import NO_PICTURE, NOT_EDITABLE, SAME, Floods, meaning, says
from bot.channels.telegram_parse import CHANNEL
from bot.channels.telegram_setup import menu
from scheduler.protocols import Clock, Drawn, DrawnFile
from storage.outbox import Outgoing

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Move = Callable[[str, str], Awaitable[None]]
"""Called with the old and the new address of a chat that moved."""


class TelegramChannel:
    """Implements ``scheduler.protocols.Channel``. Everything is plain text: nothing that people write can be markup."""

    name = CHANNEL

    def __init__(self, bot: Bot, clock: Clock, move: Move) -> None:
        self._bot = bot
        self._move = move
        self._floods = Floods(clock)

    def is_group(self, address: str) -> bool:
        """Groups have negative ids, see https://core.telegram.org/bots/api#chat ."""
        return address.startswith("-")

    def parts(self, drawn: Drawn) -> tuple[Drawn, ...]:
        """See ``scheduler.protocols.Channel``."""
        return telegram_draw.parts(drawn)

    async def send(self, outgoing: Outgoing, drawn: Drawn) -> str | None:
        """See ``scheduler.protocols.Channel``."""
        try:
            if outgoing.reply.menu:
                await self._menu(outgoing.address, outgoing.language)
            if drawn.files:
                await self._file(outgoing.address, drawn.files[0])
                return None
            if drawn.picture is not None:
                return await self._photo(outgoing.address, drawn, drawn.picture)
            if outgoing.edits is not None:
                return await self._edit(outgoing.address, outgoing.edits, drawn)
            return await self._text(outgoing.address, drawn)
        except TelegramError as error:
            if isinstance(error, ChatMigrated):
                await self._move(outgoing.address, str(error.new_chat_id))
            raise meaning(error, outgoing.address, self._floods, group=self.is_group(outgoing.address)) from None

    async def _menu(self, address: str, language: str) -> None:
        """This chat's menu in the language that the person chose, whatever their phone speaks; once more does no harm.

        https://core.telegram.org/bots/api#determining-list-of-commands
        """
        with contextlib.suppress(BadRequest):  # an old menu is no reason to hold a message back
            await self._bot.set_my_commands(menu(language), BotCommandScopeChat(int(address)))

    async def _text(self, address: str, drawn: Drawn) -> str:
        sent = await self._bot.send_message(
            chat_id=int(address),
            text=drawn.text,
            reply_markup=telegram_draw.keyboard(drawn.rows, self._bot.username),
            link_preview_options=NO_PREVIEW,
        )
        return str(sent.message_id)

    async def _photo(self, address: str, drawn: Drawn, picture: bytes) -> str | None:
        """A picture with its text under it; where pictures are not taken, the text alone, which says the same."""
        try:
            sent = await self._bot.send_photo(
                chat_id=int(address),
                photo=picture,
                filename="results.png",
                caption=drawn.text or None,
                reply_markup=telegram_draw.keyboard(drawn.rows, self._bot.username),
            )
        except BadRequest as error:
            if not says(error, *NO_PICTURE):
                raise
            return await self._text(address, drawn) if drawn.text else None
        return str(sent.message_id)

    async def _edit(self, address: str, ref: str, drawn: Drawn) -> str:
        """Change the message in place; where that cannot be, say it anew."""
        try:
            await self._bot.edit_message_text(
                chat_id=int(address),
                message_id=int(ref),
                text=drawn.text,
                reply_markup=telegram_draw.keyboard(drawn.rows, self._bot.username),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if says(error, SAME):
                return ref
            if says(error, *NOT_EDITABLE):
                return await self._text(address, drawn)
            raise
        return ref

    async def _file(self, address: str, file: DrawnFile) -> None:
        await self._bot.send_document(
            chat_id=int(address),
            document=file.content,
            filename=file.name,
            disable_content_type_detection=True,
        )
