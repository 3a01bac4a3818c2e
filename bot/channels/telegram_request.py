"""How python-telegram-bot talks HTTP here: aiohttp, several times lighter than its stock transport."""

from __future__ import annotations

import json
from typing import Any, cast

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

MEDIA_WRITE_SECONDS = 20.0
"""How long an upload with files may take, where the caller does not say."""
LARGEST_BODY = 20 * 1024 * 1024
"""The largest file a bot may download. https://core.telegram.org/bots/api#getfile"""
CHUNK = 64 * 1024


class AiohttpRequest(BaseRequest):
    """A ``telegram.request.BaseRequest`` over one aiohttp session; all times are seconds, ``None`` means no limit.

    A request may take as long as its four limits together. Errors carry no address: the bot's token is a part of it.
    """

    def __init__(
        self,
        *,
        pool_size: int = 32,
        connect: float | None = 5.0,
        read: float | None = 10.0,
        write: float | None = 5.0,
        pool: float | None = 5.0,
    ) -> None:
        self._pool_size = pool_size
        self._connect, self._read, self._write, self._pool = connect, read, write, pool
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, unless the caller says otherwise."""
        return self._read

    async def initialize(self) -> None:
        """Open the session, in the running loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; returns the status and the body.

        Raises:
            TimedOut: one of the limits was reached; the other side may have acted all the same.
            NetworkError: it could not be sent, or the answer could not be read.
        """
        if self._session is None or self._session.closed:
            msg = "the connection to the Bot API is closed"
            raise NetworkError(msg)
        with_files = request_data is not None and request_data.contains_files
        timeout = _limits(
            connect=_chosen(connect_timeout, self._connect),
            read=_chosen(read_timeout, self._read),
            write=_chosen(write_timeout, MEDIA_WRITE_SECONDS if with_files else self._write),
            pool=_chosen(pool_timeout, self._pool),
        )
        body, headers = _body(request_data)
        failed: TelegramError
        try:
            async with self._session.request(
                method, URL(url, encoded=True), data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await _read(response)
        except TimeoutError:
            failed = TimedOut()
        except (aiohttp.ClientError, OSError) as error:
            failed = NetworkError(type(error).__name__)
        raise failed  # outside of the handler, so that no chained exception shows the address with the token

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON; unlike the stock one it does not log an answer that is none: people's texts are in it.

        Raises:
            NetworkError: it is not JSON, for example a proxy's error page.
        """
        try:
            return cast("dict[str, Any]", json.loads(payload.decode("utf-8", "replace")))
        except ValueError:
            msg = "the answer is not JSON"
            raise NetworkError(msg) from None


def _chosen(asked: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(asked, DefaultValue) else asked


def _limits(
    *, connect: float | None, read: float | None, write: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    connected = None if connect is None or pool is None else connect + pool
    total = None if connected is None or read is None or write is None else connected + read + write
    return aiohttp.ClientTimeout(total=total, connect=connected, sock_connect=connect, sock_read=read)


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        form = request_data.url_encoded_parameters().encode()
        return form, {"Content-Type": "application/x-www-form-urlencoded"}
    parts = aiohttp.FormData(quote_fields=False)  # else the person sees a file named %CE%96…
    for name, value in request_data.json_parameters.items():
        parts.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        parts.add_field(name, content, filename=filename, content_type=mime)
    return parts, {}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > LARGEST_BODY:
            msg = "the answer is too large"
            raise NetworkError(msg)
    return bytes(body)
