"""The roles of those who work with the answers. Light: the command line loads it for its help."""

from __future__ import annotations

from typing import Literal

Role = Literal["admin", "officer", "facilitator", "viewer"]
ROLES: tuple[Role, ...] = ("admin", "officer", "facilitator", "viewer")
