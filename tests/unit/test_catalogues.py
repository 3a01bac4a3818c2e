"""The catalogues as translators see them: nothing is wrong with any, and each check finds what it is for."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES, catalogues, checks, complete_languages, guide, languages, typography, update
from locales.catalogues import FOLDER
from locales.messages import MESSAGES
from tests.unit import source_messages

TRANSLATED = [one for one in LANGUAGES if one != "en"]
METHOD = ("en", "fr", "sv", "pt", "pl", "el", "it", "lv", "nl", "hu", "sk", "ro", "es", "ca", "da", "uk", "ar", "tr")


def test_there_are_eighteen_languages_and_all_are_complete() -> None:
    assert set(complete_languages()) >= set(METHOD)
    assert set(languages.staff_languages()) >= set(METHOD)


def test_catalogues_are_up_to_date_with_the_source() -> None:
    assert update.main(["--check"]) == 0


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_wrong(language: str) -> None:
    assert checks.problems(language, checks.read(language, FOLDER / f"{language}.po")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_guide_with_all_terms(language: str) -> None:
    text = (guide.FOLDER / f"{language}.md").read_text("utf-8")
    for part in ("## How we speak", "## Writing", "## Terms", "## Read by", *(f"| {term} |" for term in guide.TERMS)):
        assert part in text, part


# each check on a broken sample


def broken(language: str, breaks: Callable[[Catalog], None]) -> set[str]:
    """The names of the checks that find something in a catalogue after something was done to it."""
    catalog = checks.read(language, FOLDER / f"{language}.po")
    breaks(catalog)
    out = io.BytesIO()
    write_po(out, catalog)
    out.seek(0)
    return {one.check for one in checks.problems(language, read_po(out, locale=language))}


def message(catalog: Catalog, message_id: str) -> Message:
    return next(one for one in catalog if one.context == message_id)


def says(message_id: str, text: str | tuple[str, ...]) -> Callable[[Catalog], None]:
    def breaks(catalog: Catalog) -> None:
        message(catalog, message_id).string = text

    return breaks


def fuzzy(catalog: Catalog) -> None:
    message(catalog, "welcome.agreed").flags.add("fuzzy")


def with_another_rule(catalog: Catalog) -> None:
    setattr(catalog, "_plural_expr", "(n != 1)")  # noqa: B010 -- as a file with a wrong header has it


@pytest.mark.parametrize(
    ("language", "check", "breaks"),
    [
        ("el", "missing", says("welcome.agreed", "")),
        ("el", "fuzzy", fuzzy),
        ("fr", "placeholders", says("welcome.hello", "Bonjour ! {ville} demande : qu’est-ce qui va bien ?")),
        ("pl", "plural forms", with_another_rule),
        ("ar", "plural forms", with_another_rule),
        ("sv", "length", says("button.take_part", "Ja tack, jag vill gärna vara med i den här frågestunden")),
        ("el", "English", says("welcome.agreed", "Χαιρόμαστε που είστε εδώ. Take part!")),
        ("da", "English", says("welcome.agreed", "Godt, at du er her. You can stop when you like.")),
        ("hu", "English", says("welcome.agreed", MESSAGES["welcome.agreed"].text)),
        ("sv", "term", says("welcome.agreed", "Bra att du är här. Skriv en anteckning.")),
        ("fr", "quotation marks", says("welcome.agreed", 'Vous êtes "ici".')),
        ("pl", "quotation marks", says("welcome.agreed", "Dobrze, że jesteś “tutaj”.")),
    ],
)  # fmt: skip
def test_a_check_finds_what_it_is_for(language: str, check: str, breaks: Callable[[Catalog], None]) -> None:
    assert check in broken(language, breaks)


def test_a_catalogue_out_of_date_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalogues")
    monkeypatch.setattr(update, "FOLDER", tmp_path / "catalogues")
    assert update.main(["--check"]) == 0
    path = tmp_path / "catalogues" / "da.po"
    path.write_text(path.read_text("utf-8").replace('msgctxt "welcome.agreed"', 'msgctxt "welcome.gone"'), "utf-8")
    assert update.main(["--check"]) == 1


def test_a_stem_rules_out_every_word_that_begins_so_and_a_word_only_itself() -> None:
    (stem, stemmed), (word, alone) = guide.rules(
        "| English | here | never |\n|---|---|---|\n| note | lapp | anteckning*, tag |"
    )
    assert (stem, word) == ("anteckning*", "tag")
    assert stemmed.search("En Anteckningsbok")
    assert alone.search("en tag till")
    assert not alone.search("tagg")


def test_marks_that_no_language_has_are_wrong_in_an_unknown_one_too() -> None:
    assert typography.wrong_marks("“yes” ‹", "xx") == []
    assert typography.wrong_marks("it's", "xx") == ["'"]


# the source


def test_every_message_that_the_code_names_exists_and_every_message_is_used() -> None:
    named, prefixes = source_messages.named_in_code()
    assert named
    assert named - set(MESSAGES) == set()
    unused = {one for one in MESSAGES if one not in named and not one.startswith(tuple(prefixes))}
    assert unused == set()


def test_english_fits_too() -> None:
    for message_id, source in MESSAGES.items():
        assert source.limit is None or len(source.text) <= source.limit, message_id


# one more language


@pytest.fixture
def another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues and guides in a folder of their own."""
    for module in (update, catalogues):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(guide, "FOLDER", tmp_path)
    return tmp_path


def test_the_nineteenth_language_is_one_command_and_is_offered_when_complete(another_place: Path) -> None:
    assert update.main(["de"]) == 0
    path = another_place / "de.po"
    assert "| note |" in (another_place / "de.md").read_text("utf-8")
    assert len(languages.missing("de")) == len(MESSAGES)
    with path.open("rb") as file:
        catalog = read_po(file, locale="de")
    for one in catalog:
        if one.context:
            one.string = tuple(one.id) if one.pluralizable else str(one.id)
    with path.open("wb") as file:
        write_po(file, catalog)
    catalogues.load.cache_clear()
    assert languages.missing("de") == []
    catalogues.load.cache_clear()


@pytest.mark.usefixtures("another_place")
def test_a_language_that_there_is_not_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert update.main(["qq"]) == 2
    assert "qq" in capsys.readouterr().err
