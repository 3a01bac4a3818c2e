"""Browsers at walls: those of colleagues do for everybody."""

from tests.channels.staff.conftest import desk, new_desk

__all__ = ["desk", "new_desk"]
