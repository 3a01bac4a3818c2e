"""Addresses: which one phones in the same room can reach, and whether an address is only this machine's own."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def lan_address() -> str | None:
    """This machine's address on the local network; ``None`` without a network. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737: only asks the system which way it would send
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if ipaddress.ip_address(address).is_loopback else address


def only_here(url: str) -> bool:
    """Whether a URL leads to the machine that opens it: useless in a QR code."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
