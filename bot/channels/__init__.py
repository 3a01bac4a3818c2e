"""Channels: parse in, render out. Nothing else knows a channel."""
