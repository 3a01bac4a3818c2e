"""Logs: one JSON object a line on stderr, events and ids only, never what people said or where they can be reached.

Three walls: our own lines name only known facts (``KNOWN``), whatever looks like a token, an address or a number of a
chat is struck out, and libraries' lines and unforeseen errors tell their kind and place, not their text.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

QUIET = ("httpx", "telegram", "aiohttp.access", "apscheduler", "alembic")
"""Libraries whose own lines may hold addresses, or say nothing of use."""
KNOWN = frozenset(
    {
        "event", "level", "timestamp", "channel", "outbox", "error", "path", "at", "job", "doing", "kind", "count",
        "library", "seconds", "mend", "update", "verb", "work", "message", "status", "state", "version", "attempt",
    }
)  # fmt: skip
"""What a line may say; anything else is left out, so that nobody logs a text by accident."""
OURS = frozenset({"timestamp", "outbox", "update"})
"""Numbers and times that are our own, or Telegram's of an update, however long they are."""
LONGEST = 200
SECRET = re.compile(
    r"""
      \b\d{5,}:[\w-]{20,}            # a bot's token
    | [\w.+-]+@[\w-]+\.[\w.]+        # an e-mail address
    | (?<![\w-])[\w-]{32,}(?![\w-])  # a token of a page, a link or an address
    | (?<![\w.])-?\+?\d{7,}(?![\w])  # the number of a chat or a phone
    """,
    re.VERBOSE,
)
STRUCK = "…"


def set_up(*, verbose: bool = False) -> None:
    """Send structured logs to stderr; libraries only warn."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_known,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(handlers=[_Library()], level=logging.WARNING, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    sys.excepthook = _unforeseen


def only_known(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: what is not known is left out, what looks secret is struck out."""
    return {name: value if name in OURS else _struck(value) for name, value in line.items() if name in KNOWN}


def place_of(error: BaseException) -> str:
    """The line that raised. Not the message: those of database errors may quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _struck(value: object) -> object:
    text = str(value)
    struck = SECRET.sub(STRUCK, text)[:LONGEST]
    return value if struck == text and isinstance(value, bool | int | float | None) else struck


class _Library(logging.Handler):
    """What libraries say: who says it and which kind of error it was. Their texts may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        error = record.exc_info[1] if record.exc_info else None
        structlog.get_logger().warning(
            "library",
            library=record.name,
            at=place_of(error) if error else f"{record.module}:{record.lineno}",
            error=type(error).__name__ if error else None,
        )


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error that nobody foresaw: its kind and where, because its text may quote anything."""
    if issubclass(kind, KeyboardInterrupt | asyncio.CancelledError):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger().error("unforeseen", error=kind.__name__, at=place_of(error))
