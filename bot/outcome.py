"""How a command ends: done, or one sentence on stderr and an exit code; never a traceback for a user's mistake."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
USAGE, FAILED = 2, 1


class CommandError(Exception):
    """A command cannot do what it was asked; the text is one sentence for whoever typed it."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; what a person can mend becomes one sentence."""
    from sqlalchemy.exc import ArgumentError, DBAPIError  # slow to load, and of no use for --help

    from bot.settings import SettingsError

    try:
        return asyncio.run(work)
    except (SettingsError, CommandError) as error:
        fail(str(error), FAILED)
    except ArgumentError:
        fail("WELLSAY_DATABASE_URL is not a database address, such as sqlite+aiosqlite:///wellsay.db", USAGE)
    except (DBAPIError, OSError) as error:
        fail(
            f"The database cannot be used ({type(error).__name__}); check WELLSAY_DATABASE_URL, then wellsay migrate",
            FAILED,
        )
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def fail(sentence: str, code: int) -> NoReturn:
    """Say what is wrong, and end."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(code)
