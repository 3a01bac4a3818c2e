"""Files that are there whole or not at all: written beside their place under another name, then moved there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

MODE = 0o666
WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the file is larger than is allowed",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "that is not allowed",
    errno.EPERM: "that is not allowed",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EISDIR: "that is a folder",
    errno.ENAMETOOLONG: "the name is too long",
}


class FileError(Exception):
    """A file cannot be written; the message is a sentence for whoever asked for it."""


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into; it gets its name when everything is on the disk, and nothing is left of it after an error.

    Raises:
        FileError: it cannot be written.
    """
    with whole_path(path) as beside, beside.open("wb") as file:
        yield file


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """The same for libraries that open files themselves: where to write.

    Raises:
        FileError: it cannot be written.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise _sentence(path, error) from None
    beside = Path(name)
    try:
        yield beside
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.chmod(MODE & ~_umask())
        beside.replace(path)
    except OSError as error:
        raise _sentence(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def _sentence(path: Path, error: OSError) -> FileError:
    return FileError(f"{path} cannot be written: {WHY.get(error.errno or 0, type(error).__name__)}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
