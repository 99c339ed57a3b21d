# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: the same pages by ReportLab as it comes, each a file, the code by segno; without the C code
that it may find installed. It is handed everything laid out, and shapes nothing."""

import importlib
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.bench.child import answer
from app.bench.measuring import cpu
from app.bench.page_by_qt import CODE, SIGNATURE
from app.paths import resources

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

SEGNO: Final = "segno"


def files(told: dict[str, Any]) -> float:
    """CPU seconds for each of the files."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for face in {face for page in told["pages"] for _, face, *_ in page["lines"]}:
        registerFont(TTFont(face, resources() / "fonts" / f"{face}.ttf"))
    return cpu(lambda: [_file(told, page) for page in told["pages"]]) / len(told["pages"])


def _file(told: dict[str, Any], page: dict[str, Any]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=tuple(told["size"]), pageCompression=1)
    for colour, width, path in told["strokes"]:
        _stroke(canvas, colour, width, path)
    for text, face, size, x, y in page["lines"]:
        canvas.setFont(face, size)
        canvas.drawString(x, y, text)
    for x, y, to_x in page["rules"]:
        canvas.line(x, y, to_x, y)
    canvas.drawImage(told["signature"], *SIGNATURE, mask="auto")
    _draw_code(canvas, page["qr_text"])
    canvas.save()
    return file.getvalue()


def _stroke(canvas: "Canvas", colour: str, width: float, told: Sequence[Sequence[Any]]) -> None:
    path = canvas.beginPath()
    draw: dict[str, Any] = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "h": path.close}
    for operator, *values in told:
        draw[operator](*values)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.drawPath(path)


def _draw_code(canvas: "Canvas", text: str) -> None:
    rows = importlib.import_module(SEGNO).make(text, error="m", micro=False).matrix
    left, low, whole = CODE
    side = whole / len(rows)
    for up, row in enumerate(reversed(rows)):
        for right, dark in enumerate(row):
            if dark:
                canvas.rect(left + right * side, low + up * side, side, side, stroke=0, fill=1)


if __name__ == "__main__":
    sys.modules["_rl_accel"] = None  # type: ignore[assignment]  # makes its import fail, as where it is not installed
    told = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    answer(files({**told, "pages": told["pages"][: int(sys.argv[2])]}))
