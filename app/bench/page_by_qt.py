# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: the same pages drawn by Qt's QPdfWriter into one file. It is handed everything laid out."""

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from app.bench.child import answer
from app.bench.measuring import cpu
from app.paths import resources

CODE = (411.0, 85.0, 119.0)
SIGNATURE = (68.0, 190.0, 110.0, 40.0)


def pages(told: dict[str, Any]) -> tuple[float, int]:
    """CPU seconds for all of the pages, and the bytes of the file."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    families = {
        path.stem: QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        for path in (resources() / "fonts").glob("*.ttf")
    }
    written = QByteArray()
    taken = cpu(lambda: _write(told, families, written))
    assert app is not None
    return taken, written.size()


def _write(told: dict[str, Any], families: dict[str, list[str]], written: QByteArray) -> None:
    width, height = told["size"]
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(720)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QSizeF(width, height), QPageSize.Unit.Point), QPageLayout.Orientation.Portrait, QMarginsF()
        )
    )
    painter = QPainter(writer)
    painter.scale(10, 10)
    strokes = [(colour, line, _path(path, height)) for colour, line, path in told["strokes"]]
    signature = QImage(told["signature"])
    for number, page in enumerate(told["pages"]):
        if number:
            writer.newPage()
        for colour, line, path in strokes:
            painter.strokePath(path, QPen(QColor(colour), line))
        painter.setPen(QColor("#1a1a1a"))
        for text, face, size, x, y in page["lines"]:
            font = QFont(families[face])
            font.setPointSizeF(size * 0.1)
            font.setBold(face.endswith("Bold"))
            painter.setFont(font)
            painter.drawText(QPointF(x, height - y), text)
        for x, y, to_x in page["rules"]:
            painter.drawLine(QPointF(x, height - y), QPointF(to_x, height - y))
        left, low, side = CODE
        painter.drawImage(QRectF(left, height - low - side, side, side), QImage(page["code"]))
        painter.drawImage(QRectF(*SIGNATURE[:2], *SIGNATURE[2:]), signature)
    painter.end()


def _path(told: list[list[Any]], height: float) -> QPainterPath:
    path = QPainterPath()
    for operator, *values in told:
        points = [QPointF(x, height - y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if operator == "m":
            path.moveTo(*points)
        elif operator == "l":
            path.lineTo(*points)
        elif operator == "c":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
    return path


if __name__ == "__main__":
    answer(pages(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
