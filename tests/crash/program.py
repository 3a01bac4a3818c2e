"""The program under test as a process of its own: started, killed, started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence

from tests.channels.fake_bot_api import FakeTelegram
from tests.support.world import SECRET

READY = "Wellsay is running"
START_LIMIT = 180.0
READ = 0.2
"""Seconds that the fake Telegram has to read what a killed program had sent."""


class Program:
    """``tests.crash.server`` with these arguments and settings."""

    def __init__(self, arguments: Sequence[str], settings: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", "tests.crash.server", *arguments]
        self._environment = {**os.environ, **settings}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def alive(self) -> bool:
        """Whether it was started and not killed since."""
        return self._process is not None and self._process.returncode is None

    async def start(self, *, ready: bool = True) -> None:
        """Start it; ``ready``: and wait until it works."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env=self._environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        if ready:
            await self.ready()

    async def ready(self) -> None:
        """Wait until it says that it works."""
        assert self._process
        assert self._process.stdout
        async with asyncio.timeout(START_LIMIT):
            while READY not in (line := (await self._process.stdout.readline()).decode()):
                assert line, "the program ended by itself"
        self._drain = asyncio.create_task(self._process.stdout.read())

    async def kill(self) -> float:
        """Kill it: nothing in it can notice. Returns when (the loop's clock) what it had sent until then was read.

        So whatever is in the log by then came from it, and whatever comes later from the next one.
        """
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
            await asyncio.sleep(READ)
        return asyncio.get_running_loop().time()


def settings(database_url: str, fake: FakeTelegram, rate: int) -> dict[str, str]:
    """The program's settings: this database, the fake as its Telegram, so many messages a second."""
    return {
        "WELLSAY_DATABASE_URL": database_url,
        "WELLSAY_SECRET_KEY": SECRET,
        "WELLSAY_TELEGRAM_TOKEN": fake.token,
        "WELLSAY_TELEGRAM_API_URL": fake.url,
        "WELLSAY_TELEGRAM_RATE": str(rate),
        "WELLSAY_LEASE": "1",
    }
