# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: pages drawn by ReportLab as it comes, without the C code that it may find installed."""

import io
import sys
from collections.abc import Sequence
from pathlib import Path

from app.bench.child import answer
from app.bench.measuring import cpu
from app.bench.page_by_hand import CODE_AT, CODE_SIDE, FONT, HEIGHT, WIDTH
from app.bench.people import learners
from app.paths import resources

_CODE = "QR TEXT OF A CERTIFICATE (SAMPLE): " + "0123456789ABCDEF" * 6


def pages(picture: Path, n: int) -> float:
    """CPU seconds for each file."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont("T", resources() / "fonts" / FONT))
    texts = [[one.full_name, *(f"{name} {one.id_number}" for name in "ABCDEFGHIJK")] for one in learners(n)]
    return cpu(lambda: [_page(picture, lines) for lines in texts]) / n


def _page(picture: Path, lines: Sequence[str]) -> bytes:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), pageCompression=1)
    canvas.drawImage(str(picture), 0, 0, WIDTH, HEIGHT)
    for number, line in enumerate(lines):
        canvas.setFont("T", 12 if number else 30)
        canvas.drawCentredString(WIDTH / 2, 600 - 34 * number, line)
    code = Drawing(CODE_SIDE, CODE_SIDE)
    code.add(QrCodeWidget(_CODE, barWidth=CODE_SIDE, barHeight=CODE_SIDE))
    renderPDF.draw(code, canvas, *CODE_AT)
    canvas.save()
    return file.getvalue()


if __name__ == "__main__":
    sys.modules["_rl_accel"] = None  # type: ignore[assignment]  # makes its import fail, as where it is not installed
    answer(pages(Path(sys.argv[1]), int(sys.argv[2])))
