"""The settings: environment variables, or the file ``.env`` beside the database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from storage.keys import BadSecretError, Keyring, new_secret

KEY_FILE = "wellsay.key"
TOMBSTONES = "wellsay.tombstones"


class SettingsError(Exception):
    """The set-up is wrong; the text is one sentence that says how to mend it."""


class Settings(BaseSettings):
    """See the README's table; each field is ``WELLSAY_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WELLSAY_", env_file=".env", extra="ignore")

    database_url: str = "sqlite+aiosqlite:///wellsay.db"
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = ""
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_rate: float = Field(default=30, gt=0, le=10_000)
    lease: float = Field(default=10, ge=1, le=300)
    public_url: str = "http://localhost:8080"
    listen: str = "127.0.0.1:8080"
    push_services: str = "fcm.googleapis.com,push.services.mozilla.com,notify.windows.com,push.apple.com"
    secret_key: SecretStr = SecretStr("")
    old_secret_keys: SecretStr = SecretStr("")
    tombstone_file: str = ""
    metrics_listen: str = ""
    pseudo_languages: bool = False

    @field_validator("public_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _listen_is_an_address(self) -> Self:
        for name, value in (("WELLSAY_LISTEN", self.listen), ("WELLSAY_METRICS_LISTEN", self.metrics_listen)):
            host, _, port = value.rpartition(":")
            if (not host or not port.isdecimal()) and (value or name == "WELLSAY_LISTEN"):
                msg = f"{name} must be an address and a port, such as 127.0.0.1:8080"
                raise ValueError(msg)
        return self

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self.listen.rpartition(":")[2])

    @property
    def push_hosts(self) -> tuple[str, ...]:
        """The push services that browsers may name: hosts with their subdomains, or whole origins."""
        return tuple(one.strip() for one in self.push_services.split(",") if one.strip())

    def keyring(self) -> Keyring:
        """The keys. On SQLite the secret is made on the first run and kept beside the database, for its owner only.

        Raises:
            SettingsError: the secret is missing where it must be set, or is not a secret.
        """
        secret = self.secret_key.get_secret_value()
        old = [one.strip() for one in self.old_secret_keys.get_secret_value().split(",") if one.strip()]
        if not secret:
            secret, *stored = self._stored_secrets()
            old += stored
        try:
            return Keyring(secret, old)
        except BadSecretError:
            msg = "WELLSAY_SECRET_KEY is not 32 bytes in URL-safe base64; make one with: wellsay doctor --new-key"
            raise SettingsError(msg) from None

    @property
    def folder(self) -> Path | None:
        """Where an SQLite database lies; ``None`` for PostgreSQL, or for one in memory.

        Raises:
            SettingsError: the database's address is none.
        """
        try:
            url = make_url(self.database_url)
        except ArgumentError:
            msg = "WELLSAY_DATABASE_URL is not a database address, such as sqlite+aiosqlite:///wellsay.db"
            raise SettingsError(msg) from None
        if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
            return None
        return Path(url.database or "").parent

    @property
    def key_file(self) -> Path | None:
        """Where the secret is kept, unless it is set: the current one on the first line, earlier ones below."""
        return None if self.secret_key.get_secret_value() or self.folder is None else self.folder / KEY_FILE

    @property
    def tombstones(self) -> Path | None:
        """The file that remembers erasures when the database is lost; on PostgreSQL only where it is set."""
        if self.tombstone_file:
            return Path(self.tombstone_file)
        return None if self.folder is None else self.folder / TOMBSTONES

    def _stored_secrets(self) -> list[str]:
        path = self.key_file
        if path is None:
            if make_url(self.database_url).get_backend_name() == "sqlite":
                return [new_secret()]
            msg = "WELLSAY_SECRET_KEY must be set with PostgreSQL, because all hosts share it; see the README"
            raise SettingsError(msg)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(new_secret())
        return path.read_text("ascii").split() or [""]
