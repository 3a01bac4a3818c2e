"""E-mail addresses, links and phone numbers are masked; prices, dates and hours are not."""

from __future__ import annotations

import pytest

from coding.personal import MASK, find, masked

FOUND = [
    ("call me on 0470 12 34 56", "BE", "phone"),
    ("bel +32 470 12 34 56 aub", "BE", "phone"),
    ("ring 070-174 06 35 om du kan", "SE", "phone"),
    ("τηλ. 210 1234567", "GR", "phone"),
    ("mon numéro 06 12 34 56 78", "FR", "phone"),
    ("zadzwoń 512 345 678", "PL", "phone"),
    ("llámame al 612 345 678", "ES", "phone"),
    ("write to anna.b@example.org please", "BE", "email"),
    ("info [at] example [dot] org", "BE", "email"),
    ("see https://example.org/x?y=1", "BE", "link"),
    ("look at www.example.be for more", "BE", "link"),
]
SILENT = [
    "rent went from 650 to 1 200 000 a year",
    "open 9.00-17.00 on 12-05-2026",
    "no money.no job",
    "bus 112 every 10 minutes",
    "2019-2024 nothing was done",
    "1 500 000 € for a roundabout",
]


@pytest.mark.parametrize(("text", "country", "kind"), FOUND)
def test_contact_details_are_found_and_masked(text: str, country: str, kind: str) -> None:
    assert [one.kind for one in find(text, [country])] == [kind]
    safe = masked(text, [country])
    assert MASK in safe
    assert not any(part in safe for part in ("34", "@", "example", "06 35", "1234567", "345"))


@pytest.mark.parametrize("text", SILENT)
def test_prices_dates_and_hours_stay(text: str) -> None:
    assert masked(text, ["BE"]) == text
