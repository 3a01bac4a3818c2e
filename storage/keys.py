"""Keys derived from the one secret: one seals addresses, another looks them up, a third signs links."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32


class BadSecretError(ValueError):
    """The secret key is not 32 bytes in URL-safe base64."""


def new_secret() -> str:
    """A fresh secret: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _decode(secret: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    except (binascii.Error, ValueError) as error:
        raise BadSecretError from error
    if len(raw) != SECRET_BYTES:
        raise BadSecretError
    return raw


def _derive(raw: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"wellsay {purpose}".encode()).derive(raw)


class Keyring:
    """The current secret, and old ones that can still open what was sealed with them.

    Raises:
        BadSecretError: a secret is not 32 bytes in URL-safe base64.
    """

    def __init__(self, secret: str, old: Sequence[str] = ()) -> None:
        raws = [_decode(one) for one in (secret, *old)]
        boxes = [Fernet(base64.urlsafe_b64encode(_derive(raw, "seal"))) for raw in raws]
        self._current, self._boxes = boxes[0], MultiFernet(boxes)
        self._lookup = [_derive(raw, "lookup") for raw in raws]
        self._sign = [_derive(raw, "sign") for raw in raws]

    def seal(self, data: bytes) -> bytes:
        """Encrypt with the current key."""
        return self._boxes.encrypt(data)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt what any known key sealed.

        Raises:
            LookupError: no known key opens it.
        """
        try:
            return self._boxes.decrypt(sealed)
        except InvalidToken:
            msg = "sealed with a key that is not known"
            raise LookupError(msg) from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed with the current key."""
        try:
            self._current.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def lookups(self, channel: str, address: str) -> list[str]:
        """The keyed hashes under which an address may be stored, the current key's first."""
        data = f"{channel}\0{address}".encode()
        return [hmac.new(key, data, hashlib.sha256).hexdigest() for key in self._lookup]

    def signature(self, purpose: str, text: str) -> str:
        """A short signature (128 bits, hex) of a text for one purpose, with the current key."""
        return self._signature(self._sign[0], purpose, text)

    def verify(self, purpose: str, text: str, signature: str) -> bool:
        """Whether any known key made this signature."""
        return any(hmac.compare_digest(self._signature(key, purpose, text), signature) for key in self._sign)

    @staticmethod
    def _signature(key: bytes, purpose: str, text: str) -> str:
        return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]
