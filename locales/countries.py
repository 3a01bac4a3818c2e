"""The countries that a town can be in: the members of the Council of Europe."""

from __future__ import annotations

from functools import cache

from babel import Locale

ZONES = {
    "AL": "Europe/Tirane", "AD": "Europe/Andorra", "AM": "Asia/Yerevan", "AT": "Europe/Vienna", "AZ": "Asia/Baku",
    "BE": "Europe/Brussels", "BA": "Europe/Sarajevo", "BG": "Europe/Sofia", "HR": "Europe/Zagreb", "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GE": "Asia/Tbilisi", "DE": "Europe/Berlin", "GR": "Europe/Athens", "HU": "Europe/Budapest",
    "IS": "Atlantic/Reykjavik", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LV": "Europe/Riga", "LI": "Europe/Vaduz",
    "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg", "MT": "Europe/Malta", "MD": "Europe/Chisinau",
    "MC": "Europe/Monaco", "ME": "Europe/Podgorica", "NL": "Europe/Amsterdam", "MK": "Europe/Skopje",
    "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "SM": "Europe/San_Marino", "RS": "Europe/Belgrade", "SK": "Europe/Bratislava", "SI": "Europe/Ljubljana",
    "ES": "Europe/Madrid", "SE": "Europe/Stockholm", "CH": "Europe/Zurich", "TR": "Europe/Istanbul",
    "UA": "Europe/Kyiv", "GB": "Europe/London",
}  # fmt: skip
"""By country, the time in most of it."""


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each country in a language, by name."""
    names = Locale.parse(language).territories
    return tuple(sorted(((code, names[code]) for code in ZONES), key=lambda one: one[1]))
