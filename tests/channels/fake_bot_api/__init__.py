"""A Bot API server of our own, over HTTP: what Telegram does, and how it misbehaves, as tests need it.

``python -m tests.channels.fake_bot_api --port N`` runs it alone; then it is steered over HTTP (see ``control``).
"""

from tests.channels.fake_bot_api.server import FakeTelegram
from tests.channels.fake_bot_api.trouble import Fault
from tests.channels.fake_bot_api.users import Group, User
from tests.channels.fake_bot_api.world import Shown

__all__ = ["FakeTelegram", "Fault", "Group", "Shown", "User"]
