"""Two languages that nobody speaks, for those who build: every text long, with accents, and once from right to left.

What is not in a catalogue stands out on the screen, because it has no accents; what does not fit, is cut; and what does
not turn round does not work for Arabic. ``WELLSAY_PSEUDO_LANGUAGES=true`` offers both.
"""

from __future__ import annotations

import string

from locales.messages import MESSAGES

LONG, TURNED = "xa", "xb"
"""Codes that ISO 639 has given to no language."""
NAMES = {LONG: "[Ļöñĝ]", TURNED: "[Ŧûŕñéð]"}
STAND_FOR = {LONG: "en_GB", TURNED: "ar"}
"""Whose dates, numbers and direction they have."""
LONGER = 0.4
"""How much longer than English: more than most translations."""
ACCENTS = str.maketrans("aceghijlnorstuyzACEGHIJLNORSTUYZ", "áçéĝĥíĵļñöŕšťûýžÁÇÉĜĤÍĴĻÑÖŔŠŤÛÝŽ")
OVERRIDE, POP = "\u202e", "\u202c"


def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Every message, by id."""
    return {
        message_id: tuple(disguised(form, language) for form in (source.text, source.plural) if form)
        for message_id, source in MESSAGES.items()
    }


def disguised(template: str, language: str) -> str:
    """A message with accents, 40 % longer, and in brackets that show whether its ends are there; placeholders stay."""
    made = "".join(_word(text, language) + (f"{{{name}}}" if name else "") for text, name, _, _ in _parts(template))
    return f"[{made}{'~' * round(len(template) * LONGER)}]"


def _parts(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return list(string.Formatter().parse(template))


def _word(text: str, language: str) -> str:
    accented = text.translate(ACCENTS)
    return f"{OVERRIDE}{accented}{POP}" if language == TURNED and accented.strip() else accented
