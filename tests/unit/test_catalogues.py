import re
import string

import pytest

from bot.imports.sheet import COLUMNS
from locales import complete_languages
from locales.catalogues import load
from locales.messages import MESSAGES
from locales.update import main
from tests.unit import source_messages

LANGUAGES = [one for one in complete_languages() if one != "en"]
KEPT_AS_THEY_ARE = {"wellsay", "json", "ctrl", "enter", "excel", "xlsx", "telegram", "decidim", "polis", "parquet"}
NOT_WORDS = re.compile(r"\{\w+\}|WELLSAY_[A-Z_]+|wellsay( [a-z]+)+")
WORD = re.compile(r"[a-z]{4,}", re.IGNORECASE)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_catalogues_are_up_to_date_with_the_source() -> None:
    assert main(["--check"]) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_source(language: str) -> None:
    for message_id, forms in load(language).texts.items():
        source = MESSAGES[message_id]
        wanted = names(source.text) | names(source.plural or "")
        for form in forms:
            assert names(form) <= wanted, message_id
            assert wanted - names(form) <= ({"n"} if source.plural else set()), message_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fit_their_place(language: str) -> None:
    for message_id, forms in load(language).texts.items():
        limit = MESSAGES[message_id].limit
        assert all(limit is None or len(form) <= limit for form in forms), message_id


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one in ("el", "ar", "uk")])
def test_no_english_is_left_over(language: str) -> None:
    allowed = {*KEPT_AS_THEY_ARE, *COLUMNS}
    allowed |= {*re.findall(r"/(\w+)", " ".join(s.text for s in MESSAGES.values()))}
    for message_id, forms in load(language).texts.items():
        for form in forms:
            left = {word.lower() for word in WORD.findall(NOT_WORDS.sub("", form))} - allowed
            assert not left, message_id


def test_every_message_that_the_code_names_exists_and_every_message_is_used() -> None:
    named, prefixes = source_messages.named_in_code()
    assert named
    assert named - set(MESSAGES) == set()
    unused = {one for one in MESSAGES if one not in named and not one.startswith(tuple(prefixes))}
    assert unused == set()


def test_english_fits_too() -> None:
    for message_id, source in MESSAGES.items():
        assert source.limit is None or len(source.text) <= source.limit, message_id
