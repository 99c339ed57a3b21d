# SPDX-License-Identifier: Apache-2.0
"""What certificates and records of results share: the code to scan, the signature line, SAMPLE across the page."""

from app.documents.data import CertificateData
from app.documents.fitting import Room, fit
from app.documents.fonts import SANS, SANS_BOLD, SERIF_BOLD
from app.documents.qr_code import MIN_MODULE, QUIET_MODULES, qr_code
from app.documents.runs import shaped
from app.documents.sheet import FAINT, GREY, INK, Sheet
from app.documents.words import SAMPLE, SCAN, Words


def draw_code(sheet: Sheet, data: CertificateData, say: Words, right: float, bottom: float) -> None:
    """The QR code with its quiet zone, and what it is for beneath it."""
    code = qr_code(data.qr_text)
    module = min(max(MIN_MODULE, 84 / code.modules), 2.0)
    whole = (code.modules + 2 * QUIET_MODULES) * module
    quiet = QUIET_MODULES * module
    sheet.draw(f"q 1 g {right - whole:.2f} {bottom:.2f} {whole:.2f} {whole:.2f} re f Q")
    sheet.squares(code.bars, module, right - whole + quiet, bottom + quiet)
    caption = fit(say(SCAN), SANS, Room(whole + 20, 7, 4))
    sheet.block(caption, right - whole / 2, bottom - 5, 1.2, GREY, "centre")


def draw_signature(sheet: Sheet, data: CertificateData, left: float, y: float, width: float) -> None:
    """A line to sign on, with the name and the role of who signs beneath it."""
    sheet.rule(left, y, left + width, GREY, 0.6)
    name = fit(data.signatory_name, SANS_BOLD, Room(width, 10.5, 6, 2))
    below = sheet.block(name, left, y - 15, 1.3, INK)
    role = fit(data.signatory_role, SANS, Room(width, 9, 6, 2))
    sheet.block(role, left, below - 13.5, 1.3, GREY)


def draw_sample(sheet: Sheet, say: Words, width: float, height: float) -> None:
    """SAMPLE from corner to corner, behind everything else."""
    line = shaped(say(SAMPLE), SERIF_BOLD)
    size = min(150.0, 0.72 * (width**2 + height**2) ** 0.5 / line.ems)
    diagonal = (width**2 + height**2) ** 0.5
    across, up = width / diagonal, height / diagonal
    sheet.draw(f"q {across:.4f} {up:.4f} {-up:.4f} {across:.4f} {width / 2:.2f} {height / 2:.2f} cm")
    sheet.line(line, size, 0, -size * 0.35, FAINT, "centre")
    sheet.draw("Q")
