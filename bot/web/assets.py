"""The page's own files: read once, named by their content so that browsers may keep them for ever, compressed once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from importlib import resources

from aiohttp import web

FOREVER = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
COMPRESSED = frozenset({".js", ".css", ".svg"})
HASH = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    content: bytes
    packed: bytes | None
    mime: str


class Assets:
    """All files of ``bot/web/static``, by plain name and by the name with their hash."""

    def __init__(self) -> None:
        self._files: dict[str, Asset] = {}
        self._names: dict[str, str] = {}
        for path in sorted(resources.files("bot.web").joinpath("static").iterdir(), key=lambda one: one.name):
            stem, dot, end = path.name.rpartition(".")
            if not path.is_file() or dot + end not in TYPES:
                continue
            content = path.read_bytes()
            packed = gzip.compress(content, mtime=0) if dot + end in COMPRESSED else None
            hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH]}{dot}{end}"
            self._names[path.name] = hashed
            self._files[hashed] = Asset(content, packed, TYPES[dot + end])

    def url(self, name: str) -> str:
        """The address of a file, as templates write it.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{self._names[name]}"

    def text(self, name: str) -> str:
        """The content of a text file."""
        return self._files[self._names[name]].content.decode()

    @property
    def version(self) -> str:
        """Changes whenever any file changes."""
        return hashlib.sha256("".join(self._names.values()).encode()).hexdigest()[:HASH]

    async def serve(self, request: web.Request) -> web.Response:
        """``GET /static/NAME``."""
        asset = self._files.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        body = asset.content
        if asset.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = asset.packed
        charset = "utf-8" if asset.mime.startswith("text/") else None
        return web.Response(body=body, content_type=asset.mime, charset=charset, headers=headers)
