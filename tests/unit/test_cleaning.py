import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.cleaning import LONGEST, clean, has_words, is_emoji_only


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "ab"),
        ("\u202eevil\u202c", "evil"),
        ("  two\r\nlines \u2028 three ", "two\nlines \n three"),
        ("e\u0301", "é"),
        ("\ud83d", ""),
        ("👩‍👩‍👧 family", "👩‍👩‍👧 family"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_what_is_kept(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@given(st.text())
def test_clean_text_can_always_be_stored_and_stays_the_same(raw: str) -> None:
    once = clean(raw)
    once.encode("utf-8")
    assert "\x00" not in once
    assert len(once) <= LONGEST
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "words", "emoji"),
    [
        ("hi", True, False),
        ("12", True, False),
        ("😀👍", False, True),
        ("...", False, False),
        ("", False, False),
        ("سلام", True, False),
    ],
)
def test_words_and_emoji(text: str, words: bool, emoji: bool) -> None:  # noqa: FBT001 -- expected values
    assert (has_words(text), is_emoji_only(text)) == (words, emoji)
