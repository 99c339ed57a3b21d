# SPDX-License-Identifier: Apache-2.0
"""Lines look as Qt draws them with the same files: another renderer, another way through the fonts."""

from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QGlyphRun, QGuiApplication, QImage, QPainter, QRawFont, QTextLayout

from app.documents.fonts import SANS, SCALE, SERIF, Style
from app.documents.runs import ShapedLine, shaped
from app.documents.sheet import Sheet
from app.paths import resources
from tests.documents.names_and_letters import GROUPS, lines_of

MOST_DIFFERENT = 0.002
"""The part of the ink that may lie more than a pixel away from the other picture's ink, at 48 pixels an em."""

SIZE = 48
LEFT, BASELINE, HEIGHT = 30, 100, 160


@cache
def family_of(file: str) -> str:
    """The file in Qt under a family name of its own: the system may have files of the same family."""
    data = (resources() / "fonts" / f"{file}.ttf").read_bytes()
    for family in ("Noto", "Droid", "Nanum"):
        for encoding in ("ascii", "utf-16-be"):
            data = data.replace(family.encode(encoding), f"{family[:-1]}_".encode(encoding))
    number = QFontDatabase.addApplicationFontFromData(data)
    (name, *_) = QFontDatabase.applicationFontFamilies(number)
    assert "_" in name
    return name


def by_us(line: ShapedLine, width: int) -> Image.Image:
    sheet = Sheet("SAMPLE", "SAMPLE", "en")
    sheet.begin_page(width, HEIGHT)
    sheet.line(line, SIZE, LEFT, HEIGHT - BASELINE, (0, 0, 0))
    sheet.end_page()
    with pypdfium2.PdfDocument(sheet.finished()) as pdf:
        return pdf[0].render(scale=1).to_pil().convert("L")


def by_qt(line: ShapedLine, width: int) -> Image.Image:
    """Where one file holds the line, Qt shapes it too; else it draws our glyphs, as it would choose other files."""
    picture = QImage(width, HEIGHT, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    painter = QPainter(picture)
    if len({run.face for run in line.runs}) == 1:
        layout = laid_by_qt(line)
        layout.draw(painter, QPointF(LEFT, BASELINE - layout.lineAt(0).ascent()))
    else:
        for glyphs in glyphs_for_qt(line):
            painter.drawGlyphRun(QPointF(LEFT, BASELINE), glyphs)
    painter.end()
    return Image.frombytes("L", (width, HEIGHT), bytes(picture.constBits()), "raw", "L", picture.bytesPerLine())


def laid_by_qt(line: ShapedLine) -> QTextLayout:
    font = QFont(family_of(line.runs[0].face.name))
    font.setPixelSize(SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(line.text, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(100_000)
    layout.endLayout()
    return layout


def glyphs_for_qt(line: ShapedLine) -> Iterator[QGlyphRun]:
    pen, em = 0, SIZE / SCALE
    for run in line.runs:
        places = []
        for glyph in run.glyphs:
            places.append(QPointF((pen + glyph.right) * em, -glyph.up * em))
            pen += glyph.advance
        glyphs = QGlyphRun()
        glyphs.setRawFont(raw_font(run.face.name))
        glyphs.setGlyphIndexes([glyph.index for glyph in run.glyphs])
        glyphs.setPositions(places)
        yield glyphs


@cache
def raw_font(file: str) -> QRawFont:
    path = str(resources() / "fonts" / f"{file}.ttf")
    return QRawFont(path, SIZE, QFont.HintingPreference.PreferNoHinting)


def difference(text: str, style: Style, drawn: str = "") -> float:
    line, other = shaped(text, style), shaped(drawn or text, style)
    width = int(max(line.ems, other.ems) * SIZE) + 2 * LEFT
    return unlike(by_us(line, width), by_qt(other, width))


def unlike(*pictures: Image.Image) -> float:
    one, other = (picture.point(lambda grey: 255 if grey < 128 else 0) for picture in pictures)
    missing = sum(
        ImageChops.subtract(ink, near.filter(ImageFilter.MaxFilter(3))).histogram()[255]
        for ink, near in ((one, other), (other, one))
    )
    return missing / max(1, one.histogram()[255] + other.histogram()[255])


def test_a_missing_accent_is_seen(qapp: QGuiApplication) -> None:
    assert difference("Nguyễn Thị Ánh", SERIF, "Nguyễn Thi Ánh") > MOST_DIFFERENT
    assert difference("ស្រីមុំ", SERIF, "ស្រីមុ") > MOST_DIFFERENT


@pytest.mark.parametrize("group", GROUPS)
def test_lines_look_as_qt_draws_them(group: str, qapp: QGuiApplication) -> None:
    differences = {text: difference(text, style) for style in (SERIF, SANS) for text in lines_of(group)}
    worst = max(differences, key=lambda text: differences[text])
    assert differences[worst] <= MOST_DIFFERENT, worst
