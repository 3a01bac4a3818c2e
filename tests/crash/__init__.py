"""Killing the running program at any moment, while people write and a message to many goes out.

What people got is read from the log of the fake Telegram, not from our own database.
"""
