"""The languages: names, direction, and which of them are complete."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from locales import pseudo
from locales.catalogues import FOLDER, load
from locales.messages import MESSAGES, STAFF_IDS

SOURCE = "en"
ORDER = (SOURCE, "fr", "sv", "pt", "pl", "el", "it", "lv", "nl", "hu", "sk", "ro", "es", "ca", "da", "uk", "ar", "tr")
LANGUAGES = tuple(dict.fromkeys((*ORDER, *sorted(path.stem for path in FOLDER.glob("*.po")))))
"""All that there is a catalogue for, in the order of the menu; an incomplete one is not offered."""
BABEL_NAMES = {"en": "en_GB", "pt": "pt_PT", **pseudo.STAND_FOR}
"""European towns: 12 May, not May 12; and the Portuguese of Portugal."""


@cache
def locale(language: str) -> Locale:
    """Babel's locale for one of our languages."""
    return Locale.parse(BABEL_NAMES.get(language, language))


def own_name(language: str) -> str:
    """A language's name in that language, with a capital: "Ελληνικά"."""
    if language in pseudo.NAMES:
        return pseudo.NAMES[language]
    name = Locale.parse(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def name_of(code: str) -> str:
    """The own name of any language that a note may be in, ours or not; the code itself where nobody knows it."""
    try:
        return own_name(code)
    except (UnknownLocaleError, ValueError):
        return code


def direction(language: str) -> str:
    """``ltr`` or ``rtl``."""
    return locale(language).text_direction


_pseudo: list[str] = []


def offer_pseudo_languages(*, offered: bool) -> None:
    """Whether the languages that nobody speaks (``locales.pseudo``) are in the menus, last."""
    _pseudo[:] = pseudo.NAMES if offered else ()
    complete_languages.cache_clear()
    staff_languages.cache_clear()


@cache
def complete_languages() -> tuple[str, ...]:
    """The languages in which every message to citizens has a translation. Only these are offered to them."""
    return tuple(one for one in (*LANGUAGES, *_pseudo) if one == SOURCE or not set(missing(one)) - STAFF_IDS)


@cache
def staff_languages() -> tuple[str, ...]:
    """The languages in which every message has a translation. Only these are offered to staff."""
    return tuple(one for one in (*LANGUAGES, *_pseudo) if one == SOURCE or not missing(one))


def missing(language: str) -> list[str]:
    """Ids of the messages that a catalogue lacks or marks as fuzzy."""
    catalogue = load(language)
    return [message_id for message_id in MESSAGES if message_id not in catalogue.texts]


def best_language(hint: str | None, allowed: tuple[str, ...], default: str) -> str:
    """The language to begin with: the channel's hint ("pt-BR") where we speak it, else the town's."""
    offered = tuple(one for one in complete_languages() if one in allowed) or complete_languages()
    short = (hint or "").replace("_", "-").split("-")[0].lower()
    for one in (short, default, SOURCE):
        if one in offered:
            return one
    return offered[0]
