"""What the pages need of the house, put together once and kept in the application."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import jinja2
from aiohttp import web

from bot.web.assets import Assets
from bot.web.limits import Buckets
from bot.web.live import Watch
from bot.wiring import House


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the citizen's pages."""

    house: House
    templates: jinja2.Environment
    assets: Assets
    buckets: Buckets
    watch: Watch

    @property
    def https(self) -> bool:
        """Whether people reach us encrypted, so that cookies can be held to that."""
        return urlsplit(self.house.settings.public_url).scheme == "https"


PARTS = web.AppKey("parts", Parts)
