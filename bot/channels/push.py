"""Web Push: what a browser sends us, and telling it through its push service that there is news.

https://www.rfc-editor.org/rfc/rfc8030 (sending), 8291 (encryption), 8292 (VAPID: who we are).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPusher

from handlers.types import Message
from locales import direction, render
from scheduler.protocols import Clock, PersonLeftError, RefusedError, TryLaterError
from storage.database import Database
from storage.keys import Keyring
from storage.push import Due, kept_key

KEY = "vapid"
KEPT_SECONDS = 3 * 24 * 3600
"""How long a push service keeps a notification for a device that is off."""
SIGNED_FOR = dt.timedelta(hours=12)
"""At most 24 hours: https://www.rfc-editor.org/rfc/rfc8292#section-2"""
LIMIT = aiohttp.ClientTimeout(total=15)
LONGEST_ENDPOINT = 1000
KEY_BYTES, AUTH_BYTES = 65, 16
GONE = (404, 410)
"""https://www.rfc-editor.org/rfc/rfc8030#section-7.3"""
REFUSED = (400, 401, 403, 413)
NO_HOST = "wellsay.invalid"
"""Who we are where we have no public address; push services want one or the other."""


class NotASubscriptionError(ValueError):
    """This is not what a browser gives for a subscription, or its push service is not one that we speak to."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser's push service takes notifications for it, and the keys to encrypt them with."""

    endpoint: str = field(repr=False)
    keys: Mapping[str, str] = field(repr=False)


def parse(body: bytes, services: tuple[str, ...]) -> Subscription:
    """``PushSubscription.toJSON()``; only these services are spoken to, so that nobody makes us call other servers.

    ``services`` are host names (their subdomains too, by HTTPS only), or whole origins such as http://127.0.0.1:9.

    Raises:
        NotASubscriptionError: it is something else.
    """
    try:
        data = json.loads(body)
        endpoint, keys = data["endpoint"], data["keys"]
        sizes = {name: len(_decoded(keys[name])) for name in ("p256dh", "auth")}
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise NotASubscriptionError from None
    if not isinstance(endpoint, str) or len(endpoint) > LONGEST_ENDPOINT or not _allowed(endpoint, services):
        raise NotASubscriptionError
    if sizes != {"p256dh": KEY_BYTES, "auth": AUTH_BYTES}:
        raise NotASubscriptionError
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(keys["p256dh"]))
    except ValueError:
        raise NotASubscriptionError from None
    return Subscription(endpoint, {name: keys[name] for name in sizes})


class PushService:
    """Speaks to push services in the house's name. Nothing that people wrote is in a notification."""

    def __init__(self, vapid: Vapid02, public_url: str, clock: Clock, session: aiohttp.ClientSession) -> None:
        self._vapid = vapid
        where = urlsplit(public_url)
        named = where.scheme == "https" and "." in (where.hostname or "")
        self._subject = f"https://{where.hostname}" if named else f"mailto:wellsay@{NO_HOST}"
        self._clock = clock
        self._session = session

    async def tell(self, due: Due) -> None:
        """There is news.

        Raises:
            TryLaterError: it may work later.
            PersonLeftError: the subscription is over.
            RefusedError: it can never be sent.
        """
        try:
            async with self._session.post(
                due.endpoint, data=self._body(due), headers=self._headers(due), timeout=LIMIT, allow_redirects=False
            ) as answer:
                status, wait = answer.status, answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TryLaterError(type(error).__name__) from None
        if status in GONE:
            raise PersonLeftError
        if status in REFUSED:
            msg = f"status {status}"
            raise RefusedError(msg)
        if not 200 <= status < 300:
            after = dt.timedelta(seconds=int(wait)) if wait.isascii() and wait.isdecimal() else None
            msg = f"status {status}"
            raise TryLaterError(msg, after)

    def _body(self, due: Due) -> bytes:
        pusher = WebPusher({"endpoint": due.endpoint, "keys": dict(due.keys)})
        return bytes(pusher.encode(news(due.language).encode())["body"])

    def _headers(self, due: Due) -> dict[str, str]:
        where = urlsplit(due.endpoint)
        claims = {
            "aud": f"{where.scheme}://{where.netloc}",
            "exp": int((self._clock() + SIGNED_FOR).timestamp()),
            "sub": self._subject,
        }
        return {
            **self._vapid.sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Topic": "news",
            "Urgency": "normal",
        }


def news(language: str) -> str:
    """What a browser is told (``worker.js`` reads it): that there is news, in the person's language, and no more."""
    said = {"text": render(Message("push.news"), language), "lang": language, "dir": direction(language)}
    return json.dumps(said, ensure_ascii=False)


async def our_key(database: Database, keyring: Keyring, clock: Clock) -> Vapid02:
    """The key pair by which push services know us, made on the first run."""
    kept = await kept_key(database, keyring, KEY, _new_key, clock())
    return Vapid02.from_pem(kept)


def public_key(vapid: Vapid02) -> str:
    """As browsers want it: the uncompressed point in URL-safe base64 without padding."""
    point = vapid.public_key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _allowed(endpoint: str, services: tuple[str, ...]) -> bool:
    try:
        where = urlsplit(endpoint)
        host = where.hostname or ""
        plain = where.username is None and where.password is None and where.port in (None, 443)
    except ValueError:
        return False
    for one in services:
        if "://" in one:
            if f"{where.scheme}://{where.netloc}" == one:
                return True
        elif where.scheme == "https" and plain and (host == one or host.endswith(f".{one}")):
            return True
    return False


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
