# SPDX-License-Identifier: Apache-2.0
"""The certificate: one A4 page, lying."""

from typing import Final

from app.documents.data import CertificateData
from app.documents.fitting import Fitted, Room, fit
from app.documents.fonts import SANS, SERIF, SERIF_BOLD
from app.documents.ornaments import certificate_frame
from app.documents.page_parts import draw_code, draw_sample, draw_signature
from app.documents.runs import printable, shaped
from app.documents.sheet import GOLD, GREY, INK, NAVY, Sheet
from app.documents.words import (
    HAS_MET,
    ISSUED,
    LEVEL,
    NUMBER,
    THIS_CERTIFIES,
    TITLES,
    VALID_UNTIL,
    Words,
    words,
    written_date,
)

WIDTH: Final = 841.89
HEIGHT: Final = 595.28
_MIDDLE: Final = WIDTH / 2
_TEXT_WIDTH: Final = 640.0
_LEFT: Final = 84.0
_RIGHT: Final = WIDTH - 76.0


def draw_certificate(sheet: Sheet, data: CertificateData) -> None:
    """Add the page. Raises RuleBroken when a text cannot be printed whole."""
    say = words(data.language)
    sheet.begin_page(WIDTH, HEIGHT)
    sheet.prepared("frame", certificate_frame(WIDTH, HEIGHT), WIDTH, HEIGHT)
    if data.sample:
        draw_sample(sheet, say, WIDTH, HEIGHT)
    _draw_heading(sheet, data, say)
    _draw_learner(sheet, data, say)
    _draw_qualification(sheet, data, say)
    draw_signature(sheet, data, _LEFT, 122, 210)
    _draw_issue(sheet, data, say)
    draw_code(sheet, data, say, _RIGHT, 76)
    _draw_fine_print(sheet, data)
    sheet.end_page()


def _draw_heading(sheet: Sheet, data: CertificateData, say: Words) -> None:
    centre = fit(data.centre_name, SERIF_BOLD, Room(_TEXT_WIDTH, 16, 9, 2))
    _centred(sheet, centre, 511, 1.35, NAVY)
    sheet.rule(_MIDDLE - 120, 487, _MIDDLE - 9, GOLD, 0.8)
    sheet.rule(_MIDDLE + 9, 487, _MIDDLE + 120, GOLD, 0.8)
    sheet.diamond(_MIDDLE, 487, 5, GOLD)
    title = fit(say(TITLES[data.facts.document_type]), SERIF, Room(_TEXT_WIDTH, 42, 20))
    _centred(sheet, title, 447, 1.2, NAVY)
    intro = fit(say(THIS_CERTIFIES), SANS, Room(_TEXT_WIDTH, 11.5, 8))
    _centred(sheet, intro, 404, 1.3, GREY)


def _draw_learner(sheet: Sheet, data: CertificateData, say: Words) -> None:
    latin = data.facts.latin_name if data.facts.latin_name != data.facts.name else ""
    name = fit(data.facts.name, SERIF_BOLD, Room(_TEXT_WIDTH, 36, 8, 4, 62))
    if latin:
        _centred(sheet, name, 360, 1.45, INK)
        _centred(sheet, fit(latin, SERIF, Room(_TEXT_WIDTH, 15, 6, 3, 24, 1.25)), 318, 1.25, GREY)
    else:
        _centred(sheet, name, 349, 1.45, INK)
    sheet.rule(_MIDDLE - 190, 300, _MIDDLE + 190, GOLD, 0.6)
    _centred(sheet, fit(say(HAS_MET), SANS, Room(_TEXT_WIDTH, 11.5, 8)), 281, 1.3, GREY)


def _draw_qualification(sheet: Sheet, data: CertificateData, say: Words) -> None:
    title = fit(data.facts.title, SERIF_BOLD, Room(_TEXT_WIDTH, 22, 7, 3, 50))
    _centred(sheet, title, 246, 1.45, NAVY)
    level = say(LEVEL).format(level=data.level) if data.level else ""
    details = "   ·   ".join(part for part in (data.facts.qualification_code, level) if part)
    if details:
        _centred(sheet, fit(details, SANS, Room(400, 11, 7)), 209, 1.3, GREY)


def _draw_issue(sheet: Sheet, data: CertificateData, say: Words) -> None:
    """Place, date and number, between the signature and the code."""
    issued = written_date(data.facts.issued_on, data.language)
    facts = [(ISSUED, ", ".join(part for part in (data.place, issued) if part)), (NUMBER, data.facts.number)]
    if data.facts.valid_until:
        facts.insert(1, (VALID_UNTIL, written_date(data.facts.valid_until, data.language)))
    y = 97.0 + 29 * (len(facts) - 1)
    for label, value in facts:
        _centred(sheet, fit(say(label), SANS, Room(230, 7.5, 5)), y + 13.5, 1.2, GREY, at=450)
        _centred(sheet, fit(value, SANS, Room(260, 10.5, 6)), y, 1.2, INK, at=450)
        y -= 29


def _draw_fine_print(sheet: Sheet, data: CertificateData) -> None:
    """A line too small for a copier: number and name, over and over. It is not part of the text."""
    unit = shaped(printable(f"{data.facts.number} {data.facts.name} · "), SANS)
    left, length = 62.0, WIDTH - 124
    times = max(1, round(length / unit.ems))
    sheet.repeated(unit, length / unit.ems / times, (left, 58.5), times, GREY)


def _centred(
    sheet: Sheet, fitted: Fitted, middle: float, leading: float, colour: tuple[float, float, float], at: float = _MIDDLE
) -> None:
    """Lines around the height of ``middle``: a third of the letters' size lies beneath it."""
    first = middle + (len(fitted.lines) - 1) * fitted.size * leading / 2 - fitted.size * 0.33
    sheet.block(fitted, at, first, leading, colour, "centre")
