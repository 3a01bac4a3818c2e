"""What is one idea and what is several."""

from __future__ import annotations

import pytest

from coding.splitting import split

SEVERAL = [
    ("work, health, family", ("work", "health", "family")),
    ("work, health and family", ("work", "health", "family")),
    ("A warm home, a job, and good friends.", ("A warm home", "a job", "good friends")),
    ("Well-being: work, health, family", ("work", "health", "family")),
    ("le travail, la santé et la famille", ("le travail", "la santé", "la famille")),
    ("arbete, hälsa och familj", ("arbete", "hälsa", "familj")),
    ("trabalho, saúde e família", ("trabalho", "saúde", "família")),
    ("praca, zdrowie i rodzina", ("praca", "zdrowie", "rodzina")),
    ("δουλειά, υγεία και οικογένεια", ("δουλειά", "υγεία", "οικογένεια")),
    ("lavoro, salute e famiglia", ("lavoro", "salute", "famiglia")),
    ("darbs, veselība un ģimene", ("darbs", "veselība", "ģimene")),
    ("werk, gezondheid en familie", ("werk", "gezondheid", "familie")),
    ("munka, egészség és család", ("munka", "egészség", "család")),
    ("práca, zdravie a rodina", ("práca", "zdravie", "rodina")),
    ("muncă, sănătate și familie", ("muncă", "sănătate", "familie")),
    ("trabajo, salud y familia", ("trabajo", "salud", "familia")),
    ("feina, salut i família", ("feina", "salut", "família")),
    ("arbejde, sundhed og familie", ("arbejde", "sundhed", "familie")),
    ("робота, здоров'я і родина", ("робота", "здоров'я", "родина")),
    ("العمل، الصحة، العائلة", ("العمل", "الصحة", "العائلة")),
    ("العمل، الصحة والعائلة", ("العمل", "الصحة", "العائلة")),
    ("iş, sağlık ve aile", ("iş", "sağlık", "aile")),
    ("work; a good doctor", ("work", "a good doctor")),
    ("- a flat\n- a job that pays\n- time", ("a flat", "a job that pays", "time")),
    ("What I need:\n• a flat\n• a job", ("a flat", "a job")),
    ("1. bostad\n2. jobb", ("bostad", "jobb")),
    ("• work • health • family", ("work", "health", "family")),
    ("1. work 2. health 3. family", ("work", "health", "family")),
    ("My neighbours.\nThe park behind the school.", ("My neighbours.", "The park behind the school.")),
]

ONE = [
    "my mother and father",
    "mi madre y mi padre",
    "أمي وأبي",
    "When I come home, tired and hungry, nobody is there",
    "in the evening, tired, alone",
    "peace and quiet",
    "Quand il pleut, on reste à la maison, et on joue",
    "a big, bright, warm room",
    "work, work, work",
    "no, no and no",
    "yes, I agree, really",
    "1,5 liter mjölk, 20 kr",
    "12 High Street, Leeds, England",
    "I lost my job. My rent went up. My wife is ill. I do not know how we can go on, with winter coming, and no help.",
    "The bus comes twice a day and the last one leaves\nbefore I finish work".replace("\n", " "),
    "The bus comes only twice a day and the last one leaves at four,\nbefore I finish my shift at the factory",
    "tous ensemble, jeunes et vieux",
    "je n'ai pas d'argent, pas de travail, pas de maison à moi",
    "nadie me escucha, nadie me ayuda, nadie me ve",
    "coraz drożej, jak żyć",
    "",
]


@pytest.mark.parametrize(("text", "ideas"), SEVERAL)
def test_lists_become_their_ideas(text: str, ideas: tuple[str, ...]) -> None:
    assert split(text) == ideas


@pytest.mark.parametrize("text", ONE)
def test_one_idea_stays_one(text: str) -> None:
    assert split(text) == ((text,) if text else ())


def test_a_known_language_tells_conjunctions_from_prepositions() -> None:
    assert split("praca, zdrowie i rodzina", "pl") == ("praca", "zdrowie", "rodzina")
    assert split("jobb, bostad i stan", "sv") == ("jobb, bostad i stan",)


@pytest.mark.parametrize("text", ["🙂", "\n\n", ",,,", "a" * 4000, "a, " * 1300, "\u202e,،;", "1. 2. 3."])
def test_odd_texts_never_raise(text: str) -> None:
    assert isinstance(split(text), tuple)
