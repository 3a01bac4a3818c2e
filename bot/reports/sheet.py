"""The sheet to print: a QR code, the join code, and three lines that explain it, in up to three languages.

The font is DejaVu Sans (``fonts/LICENSE_DEJAVU``), which has Latin, Greek, Cyrillic and Arabic letters.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import segno
from fpdf import FPDF

from handlers.types import Message
from locales import direction, render
from locales.translator import FIRST_STRONG_ISOLATE, POP_ISOLATE

SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}
LANGUAGES = 3
FONT = "DejaVu"
A4_WIDTH = 210.0
SCRIPTS = {"ar": "arab", "el": "grek", "uk": "cyrl"}
"""ISO 15924, where it is not Latin."""
MARKS = {ord(FIRST_STRONG_ISOLATE): None, ord(POP_ISOLATE): None}
"""The font has no glyphs for what only orders the text; the lines have no mixed directions that need them."""

logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the sheet invites to: ``address`` is what people can type, ``bot`` the Telegram bot's name or empty."""

    town: str
    address: str
    link: str
    code: str
    bot: str = ""
    children: bool = False


def sheet(invitation: Invitation, languages: Sequence[str], size: str) -> bytes:
    """The sheet as a PDF of one page; ``size`` is a key of ``SIZES`` (millimetres)."""
    pdf = FPDF(format=SIZES[size])
    pdf.set_title(f"Wellsay {invitation.code}")
    pdf.set_auto_page_break(False)
    pdf.set_margin(14 * pdf.w / A4_WIDTH)
    folder = resources.files("bot.reports").joinpath("fonts")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        with resources.as_file(folder.joinpath(name)) as path:
            pdf.add_font(FONT, style, str(path))
    pdf.add_page()
    scale = pdf.w / A4_WIDTH
    _say(pdf, invitation.town, languages[0], 26 * scale, bold=True)
    pdf.ln(4 * scale)
    side = 96 * scale
    _square(pdf, invitation.link, (pdf.w - side) / 2, pdf.get_y(), side)
    pdf.set_y(pdf.get_y() + side + 5 * scale)
    _say(pdf, invitation.code, "en", 30 * scale, bold=True)
    _say(pdf, invitation.address, "en", 13 * scale)
    if invitation.bot:
        _say(pdf, f"Telegram: t.me/{invitation.bot}?start={invitation.code}", "en", 11 * scale)
    for one in languages[:LANGUAGES]:
        pdf.ln(7 * scale)
        for number, line in enumerate(lines(invitation, one)):
            _say(pdf, line, one, (15 if number == 0 else 12) * scale, bold=number == 0)
    return bytes(pdf.output())


def lines(invitation: Invitation, language: str) -> tuple[str, str, str]:
    """The three lines that explain it."""
    hello = Message("welcome.hello.children" if invitation.children else "sheet.asks", {"town": invitation.town})
    return (
        render(hello, language).translate(MARKS),
        render(Message("sheet.how"), language).translate(MARKS),
        render(Message("sheet.safe"), language).translate(MARKS),
    )


def _say(pdf: FPDF, text: str, language: str, points: float, *, bold: bool = False) -> None:
    pdf.set_font(FONT, "B" if bold else "", points)
    pdf.set_text_shaping(
        use_shaping_engine=True,
        direction=direction(language),
        script=SCRIPTS.get(language, "latn"),
        language=language,
    )
    pdf.multi_cell(w=0, h=points * 0.53, text=text, align="C", new_x="LMARGIN", new_y="NEXT")


def _square(pdf: FPDF, link: str, left: float, top: float, side: float) -> None:
    """The QR code as filled squares, sharp at any size; the quiet zone is the empty paper around it."""
    matrix = segno.make(link, error="m", micro=False).matrix
    step = side / len(matrix)
    pdf.set_fill_color(0)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(left + x * step, top + y * step, step * 1.01, step * 1.01, style="F")
