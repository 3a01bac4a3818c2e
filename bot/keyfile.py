"""The file that keeps the secret beside an SQLite database: the current one first, earlier ones below."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.settings import KEY_FILE
from storage.keys import new_secret


def add_secret(path: Path) -> None:
    """Put a new secret before those in the file; at every moment the file is whole."""
    earlier = path.read_text("ascii").split()
    write_secrets(path, [new_secret(), *earlier])


def write_secrets(path: Path, secrets: list[str]) -> None:
    """Replace the file, for its owner only."""
    handle, name = tempfile.mkstemp(prefix=f".{KEY_FILE}.", dir=path.parent)  # mode 600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{one}\n" for one in secrets))
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
