import random

import pytest

from storage.ids import ALPHABET, new_id
from storage.keys import BadSecretError, Keyring, new_secret


def test_what_is_sealed_opens_with_the_same_or_an_old_key_only() -> None:
    old, new, other = new_secret(), new_secret(), new_secret()
    sealed = Keyring(old).seal(b"chat 4711")
    assert b"4711" not in sealed
    assert Keyring(new, [old]).open(sealed) == b"chat 4711"
    with pytest.raises(LookupError):
        Keyring(other).open(sealed)


def test_lookups_differ_by_channel_and_key_and_do_not_show_the_address() -> None:
    secret = new_secret()
    one, other = Keyring(secret).lookups("telegram", "4711"), Keyring(secret).lookups("web", "4711")
    assert one != other
    assert one != Keyring(new_secret()).lookups("telegram", "4711")
    assert one == Keyring(secret).lookups("telegram", "4711")


def test_signatures_are_for_one_purpose() -> None:
    keys = Keyring(new_secret())
    signature = keys.signature("link", "x")
    assert keys.verify("link", "x", signature)
    assert not keys.verify("cookie", "x", signature)
    assert not keys.verify("link", "y", signature)


@pytest.mark.parametrize("secret", ["", "short", "!" * 44, "Zm9v", "ключ"])
def test_a_bad_secret_is_refused(secret: str) -> None:
    with pytest.raises(BadSecretError):
        Keyring(secret)


def test_ids_are_short_and_easy_to_read() -> None:
    ids = {new_id(random.Random(seed)) for seed in range(2000)}  # noqa: S311 -- repeatable
    assert len(ids) == 2000
    assert all(len(one) == 10 and set(one) <= set(ALPHABET) for one in ids)
    assert not set("01ilo") & set(ALPHABET)
