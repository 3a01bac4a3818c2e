"""What Telegram shows around the conversation, in every language we speak: the command menu, the descriptions."""

from __future__ import annotations

from telegram import BotCommand, BotCommandScopeAllPrivateChats

from bot.channels.telegram_bot import TelegramBot
from handlers.citizen.commands import MENU
from handlers.types import Message
from locales import LANGUAGES, complete_languages, render
from locales.languages import SOURCE

PRIVATE_CHATS = BotCommandScopeAllPrivateChats()
"""In groups the menu would offer what works in private only."""


def menu(language: str) -> tuple[BotCommand, ...]:
    """The command menu in a language."""
    return tuple(BotCommand(name, render(Message(f"command.{name}"), language)) for name in MENU)


async def set_up(bot: TelegramBot) -> None:
    """Set what is not yet as it should be: for each complete language, and English for everybody else.

    Raises:
        TelegramError: Telegram did not take it; what was set so far stays.
    """
    await _language(bot, SOURCE, None)
    for language in (one for one in complete_languages() if one in LANGUAGES):
        await _language(bot, language, language)


async def _language(bot: TelegramBot, language: str, code: str | None) -> None:
    """``code``: two letters of ISO 639-1, or ``None`` for everybody without a menu in their own language."""
    commands = menu(language)
    if await bot.get_my_commands(PRIVATE_CHATS, code) != commands:
        await bot.set_my_commands(commands, PRIVATE_CHATS, code)
    description = render(Message("telegram.description"), language)
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
    short = render(Message("telegram.short_description"), language)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)
