"""The language of a note, or no answer."""

from __future__ import annotations

import pytest

from coding.language import detect

KNOWN = {
    "en": "The bus never comes when it rains and I am late again",
    "fr": "Je voudrais un logement pas trop cher près de mon travail",
    "sv": "Att kunna betala hyran utan att behöva räkna varje krona",
    "pt": "Ter saúde e ver os meus netos a brincar na rua",
    "pl": "Chciałbym mieć więcej czasu dla rodziny i przyjaciół",
    "el": "δουλειά",
    "it": "Vorrei che gli autobus arrivassero in orario ogni mattina",
    "lv": "Lai bērniem būtu kur spēlēties un ārsts būtu tuvumā",
    "nl": "Dat de buren elkaar nog groeten in het trappenhuis",
    "hu": "Szeretném, ha a gyerekeim itthon találnának munkát",
    "sk": "Chcem, aby sme mali v dedine lekára a obchod",
    "ro": "Să am un loc de muncă aproape de casă",
    "es": "Que mi hija pueda volver sola a casa por la noche",
    "ca": "Que la meva filla pugui tornar sola a casa a la nit",
    "da": "At naboerne hilser på hinanden, når de mødes på trappen",
    "uk": "мир",
    "ar": "عمل",
    "tr": "Çocuklarımın güvenle oynayabileceği bir park olsun isterim",
}


@pytest.mark.parametrize(("language", "text"), KNOWN.items())
def test_the_eighteen_are_known(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙂🙂",
        "123 456",
        "ok",
        "work",
        "Ich möchte eine Wohnung, die ich bezahlen kann",
        "Chtěl bych mít více času na rodinu a přátele",
        "Я бы хотел больше времени для семьи, мы все устали",
        "من وقت بیشتری برای خانواده می‌خواهم، چون کار زیاد است",
        "work δουλειά عمل робота",
        "asdkjh qwekjh zxcmnb qwoeiu asdlkj",
    ],
)
def test_no_answer_is_better_than_a_wrong_one(text: str) -> None:
    assert detect(text) is None
