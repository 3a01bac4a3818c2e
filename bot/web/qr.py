"""QR codes as drawings in a page."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

BORDER = 2


def drawn(address: str) -> Markup:
    """An SVG that leads a phone's camera to an address."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=BORDER, omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704 -- segno's own drawing, with nothing of the address in it as text
