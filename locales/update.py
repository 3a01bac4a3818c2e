"""``python -m locales.update [--check] [LANGUAGE …]``: bring the catalogues in line with the source.

``--check`` changes nothing and says which are out of date. A language without a catalogue gets one, empty, and a guide.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from babel import localedata
from babel.messages.catalog import Catalog
from babel.messages.plurals import PLURALS
from babel.messages.pofile import write_po

from locales import guide
from locales.catalogues import FOLDER
from locales.checks import read
from locales.languages import BABEL_NAMES, LANGUAGES
from locales.messages import MESSAGES

PLURALS["ar"] = (
    6,
    "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
)
"""Zero, one, two, few, many, other, as gettext's manual and Weblate have them; Babel turns the last two round."""
PLURALS["lv"] = (3, "(n%10==1 && n%100!=11 ? 0 : n%10!=0 && (n%100<11 || n%100>19) ? 1 : 2)")
"""One, other, and what the CLDR calls zero: 0, 10 to 20, 30 …; Babel's own rule has only 0 there."""

HEADER = "# Wellsay: translations. Licence: EUPL-1.2."
ABOUT: dict[str, Any] = {
    "project": "Wellsay",
    "version": "1",
    "msgid_bugs_address": "the issue tracker",
    "copyright_holder": "the Wellsay authors",
    "fuzzy": False,
    "header_comment": HEADER,
}


def template() -> Catalog:
    """The source messages as a gettext template."""
    catalog = Catalog(**ABOUT)
    for message_id, source in MESSAGES.items():
        comments = [source.comment] if source.comment else []
        if source.keep:
            comments.append(f"Keep as they are: {', '.join(source.keep)}.")
        if source.limit:
            comments.append(f"At most {source.limit} characters.")
        key = (source.text, source.plural) if source.plural else source.text
        catalog.add(key, context=message_id, auto_comments=comments)
    return catalog


def updated(language: str, path: Path) -> str:
    """The text of a catalogue after an update: new messages empty, changed ones fuzzy, gone ones dropped."""
    name = BABEL_NAMES.get(language, language)
    catalog = read(language, path) if path.exists() else Catalog(locale=name, **ABOUT)
    by_id = {message.context: message for message in catalog if message.context}
    fresh = Catalog(locale=name, **ABOUT)
    for message in template():
        if not message.context:
            continue
        old = by_id.get(message.context)
        string = old.string if old else ("" if isinstance(message.id, str) else ("",) * fresh.num_plurals)
        if old and isinstance(old.id, str) != isinstance(message.id, str):
            string = "" if isinstance(message.id, str) else ("",) * fresh.num_plurals
        changed = bool(old and old.id != message.id and any(string or ()))
        flags = {"python-brace-format"} | ({"fuzzy"} if changed or (old and old.fuzzy) else set())
        fresh.add(
            message.id,
            string,
            context=message.context,
            auto_comments=message.auto_comments,
            flags=flags,
            user_comments=old.user_comments if old else (),
        )
    out = io.BytesIO()
    write_po(out, fresh, width=110, omit_header=False, sort_output=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dropped = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team")
    return "".join(line for line in lines if not line.startswith(tuple(f'"{one}' for one in dropped)))


def add_guide(language: str) -> None:
    """A guide for a language that has none yet, for its translators to fill in."""
    path = guide.FOLDER / f"{language}.md"
    if not path.exists():
        path.write_text(guide.empty(language), "utf-8")


def main(arguments: list[str]) -> int:
    """Update or check all catalogues that exist; make those named that do not."""
    check = "--check" in arguments
    names = [one for one in arguments if not one.startswith("-")]
    for unknown in (one for one in names if not localedata.exists(BABEL_NAMES.get(one, one))):
        print(f"There is no language {unknown!r}: take its two letters of ISO 639, such as de.", file=sys.stderr)  # noqa: T201 -- a command
        return 2
    stale = []
    for language in dict.fromkeys((*LANGUAGES, *names)):
        path = FOLDER / f"{language}.po"
        if language == "en" or not (path.exists() or language in names):
            continue
        text = updated(language, path)
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(language)
            if not check:
                path.write_text(text, "utf-8")
                add_guide(language)
    if check and stale:
        print(f"Out of date: {', '.join(stale)}. Run make messages.", file=sys.stderr)  # noqa: T201 -- a command
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
