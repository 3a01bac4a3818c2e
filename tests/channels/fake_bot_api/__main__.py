"""Run the fake alone: prints its address and token, one a line, then serves until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from tests.channels.fake_bot_api.server import FakeTelegram
from tests.channels.fake_bot_api.world import TOKEN


async def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.channels.fake_bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--token", default=TOKEN)
    asked = parser.parse_args()
    async with FakeTelegram(asked.port, asked.token) as fake:
        sys.stdout.write(f"{fake.url}\n{fake.token}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(main())
