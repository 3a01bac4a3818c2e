"""Small words of the 18 languages that tell a list from a sentence. Data, not a grammar."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr", "sv", "pt", "pl", "el", "it", "lv", "nl", "hu", "sk", "ro", "es", "ca", "da", "uk", "ar", "tr")
"""The languages that notes are written in, as ISO 639-1 codes."""

CONJUNCTIONS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"and", "or", "&"}),
    "fr": frozenset({"et", "ou"}),
    "sv": frozenset({"och", "o", "eller", "samt"}),
    "pt": frozenset({"e", "ou"}),
    "pl": frozenset({"i", "oraz", "lub"}),
    "el": frozenset({"και", "κι", "ή"}),
    "it": frozenset({"e", "ed", "o"}),
    "lv": frozenset({"un", "vai"}),
    "nl": frozenset({"en", "of"}),
    "hu": frozenset({"és", "meg", "vagy"}),
    "sk": frozenset({"a", "aj", "alebo"}),
    "ro": frozenset({"și", "şi", "si", "sau"}),
    "es": frozenset({"y", "e", "o"}),
    "ca": frozenset({"i", "o"}),
    "da": frozenset({"og", "eller", "samt"}),
    "uk": frozenset({"і", "й", "та", "або"}),
    "ar": frozenset({"و", "أو"}),
    "tr": frozenset({"ve", "veya"}),
}
"""The words before the last item of a list."""

CERTAIN_CONJUNCTIONS = frozenset(
    "& and et och samt oraz και κι ή un és ve veya og і й та або و أو și şi sau y".split(),  # noqa: SIM905 - as below
)
"""Conjunctions that mean nothing else in another of the languages, so that the language need not be known."""

ARTICLES = frozenset(
    """
    a an the my our your some le la les l un une des du mon ma mes notre nos ett en min mitt mina vår vårt våra
    o os as um uma meu minha meus minhas ο η το οι τα ένας μια ένα il lo gli i uno una mio mia miei mie het een
    de mijn ons onze egy az el los las unos unas mi mis tu tus els meva et mit bir
    """.split(),  # noqa: SIM905 - words read better than a list of strings
)
"""Articles and possessives; if only the first item has one, all is one phrase: "a big, bright, warm room"."""

CLAUSE_WORDS = frozenset(
    """
    i i'm i've you he she we they it it's is are am was were be been have has had do does did don't doesn't can
    can't cannot will would should must when if because that which who whose where while until than but so
    nobody everybody everyone there je j'ai tu il elle on nous vous ils elles c'est est sont suis être ai as
    avons avez ont était quand si parce que qui dont où mais jag du han hon vi ni de det är var har hade kan ska
    skall måste när om eftersom att som men ingen man eu ele ela nós vocês eles elas é são está estão estou
    tenho tem têm quando se porque quem onde mas ninguém ja ty ona my wy oni jest są jestem mam ma mają kiedy
    gdy jeśli bo że który która które ale nikt żeby εγώ εσύ εμείς είναι είμαι έχω έχει έχουμε έχουν όταν αν
    γιατί επειδή ότι που πού να θα δεν μη μην αλλά κανείς io lui lei noi voi loro è sono sei siamo ho hai ha
    abbiamo hanno perché che chi dove nessuno es viņš viņa mēs jūs viņi ir esmu esam nav kad jo ka kas kur bet
    lai neviens ik jij hij zij ze wij jullie zijn ben bent heb hebt heeft hebben moet als omdat dat die waar
    maar niemand wanneer én te ő mi ti ők van vannak vagyok volt mert hogy aki ami ahol amikor nem nincs senki
    vy sú sme mám má máme majú keď ak lebo že ktorý ktorá kde nikto aby el ea ei este e sunt avem au când dacă
    pentru că care unde dar nimeni să nu yo él ella nosotros ellos soy son están estoy tengo tiene tienen hay
    cuando quien donde pero nadie ell nosaltres ells sóc és són està tinc té tenen hi quan perquè però ningú jeg
    hun er havde skal må når hvis fordi at der я ти він вона ми ви вони є був була коли якщо бо що який яка де
    але ніхто щоб не أنا أنت هو هي نحن هم كان كانت ليس لا لم لن عندما إذا لأن أن الذي التي حيث لكن ما sen o biz
    siz onlar yok değil ise eğer çünkü ki ama hiç kimse yes no ok okay well oui non nej nee tak nie ναι όχι sì
    sí sim não jā nē igen áno da
    """.split(),  # noqa: SIM905 - words read better than a list of strings
)
"""Words that make a sentence of a note: subjects, copulas, auxiliaries, subordinators, and yes and no."""

OPENING_PREPOSITIONS = frozenset(
    """
    at in on after before during from to into for i på efter före under från till för au aux à dans pour après
    avant depuis em no na nos nas ao depois antes desde por para w we po przed od do dla στο στη στην στον στα
    σε μετά πριν από για nel nella al alla dopo prima da per en después als des abans després op bij voor
    tijdens după la în pe din pentru pred v vo pre у в на після до від для med ved fra til في على من إلى بعد قبل
    pēc pirms uz pie
    """.split(),  # noqa: SIM905 - words read better than a list of strings
)
"""Words that open a phrase of place or time, part of a sentence: "in the evening, tired, alone"."""
