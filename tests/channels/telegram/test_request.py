"""The transport by itself: files, time-outs and errors, through python-telegram-bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.channels.telegram_bot import TelegramBot, make_bot
from bot.channels.telegram_request import AiohttpRequest
from tests.channels.fake_bot_api import FakeTelegram, Fault


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[TelegramBot]:
    made = make_bot(fake.token, fake.url)
    await made.initialize()
    yield made
    await made.shutdown()


async def test_a_file_goes_out_whole(fake: FakeTelegram, bot: TelegramBot) -> None:
    user = fake.user()
    content = bytes(range(256)) * 400
    await bot.send_document(user.id, content, filename="Ζωή.txt", caption="[not a list]")
    assert user.last.file == ("Ζωή.txt", content)
    assert user.last.text == "[not a list]"


async def test_a_file_comes_in_whole(fake: FakeTelegram, bot: TelegramBot) -> None:
    fake.world.files["v1"] = bytes(range(256)) * 4000
    assert await bot.fetch("v1") == fake.world.files["v1"]


async def test_a_file_that_telegram_does_not_have_any_more_is_none(bot: TelegramBot) -> None:
    assert await bot.fetch("gone") is None


async def test_the_callers_time_out_counts(fake: FakeTelegram, bot: TelegramBot) -> None:
    fake.trouble.plan(Fault("sendMessage", "hang"))
    with pytest.raises(TimedOut):
        await bot.send_message(fake.user().id, "hello", read_timeout=0.1)


@pytest.mark.parametrize("kind", ["garbage", "drop"])
async def test_a_broken_answer_is_a_network_error_without_the_token(
    fake: FakeTelegram, bot: TelegramBot, kind: str
) -> None:
    fake.trouble.plan(Fault("sendMessage", kind))  # type: ignore[arg-type]
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(fake.user().id, "hello")
    assert_no_token(caught.value, fake.token)


async def test_a_server_that_is_not_there_is_a_network_error_without_the_token() -> None:
    bot = make_bot("4242:secret-part", "http://127.0.0.1:9")
    with pytest.raises(NetworkError) as caught:
        await bot.initialize()
    await bot.shutdown()
    assert_no_token(caught.value, "secret-part")


async def test_telegrams_refusals_keep_their_kind(bot: TelegramBot) -> None:
    with pytest.raises(BadRequest, match="hat not found"):
        await bot.send_message(555, "hello")


async def test_the_token_is_not_shown(fake: FakeTelegram, bot: TelegramBot) -> None:
    assert fake.token.partition(":")[2] not in f"{bot} {bot!r}"


async def test_after_the_end_it_refuses_politely() -> None:
    request = AiohttpRequest()
    with pytest.raises(NetworkError):
        await request.retrieve("http://127.0.0.1:9/")


def assert_no_token(error: TelegramError, token: str) -> None:
    """Neither in the error nor in any error that a traceback would show with it."""
    one: BaseException | None = error
    while one is not None:
        assert token not in f"{one!r} {one}"
        one = one.__cause__ or one.__context__
