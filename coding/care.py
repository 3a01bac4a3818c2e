"""What others may see of a text, and whether somebody must look first: personal data and names together."""

from __future__ import annotations

from dataclasses import dataclass

from coding import names, personal
from handlers.types import Care


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: what may be shown, and which kinds of things were masked, each once."""

    care: Care
    masked: tuple[personal.Kind, ...]


def look(text: str, country: str | None) -> Looked:
    """Look at a text. ``country`` (ISO 3166-1) is the town's, whose national phone numbers are known."""
    regions = (country,) if country else ()
    spans = personal.find(text, regions)
    safe = personal.masked(text, spans=spans)
    return Looked(Care(safe, "name" if names.find(safe) else None), tuple(dict.fromkeys(span.kind for span in spans)))
