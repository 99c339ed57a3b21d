# SPDX-License-Identifier: Apache-2.0
"""The floor for a certificate: the content of one page written by hand, beside a picture and a typeface made once."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uharfbuzz as hb
import zxingcpp
from PIL import Image, ImageDraw

from app.paths import resources

WIDTH, HEIGHT = 595, 842
CODE_SIDE: Final = 90.0
CODE_AT: Final = (460.0, 60.0)
FONT: Final = "NotoSerif-Regular.ttf"
_PIXELS: Final = (1240, 1754)


@dataclass(frozen=True, slots=True)
class Stock:
    """What is made once: the picture and the typeface as they stand in the file, the number and width of each glyph."""

    picture: bytes
    typeface: bytes
    glyphs: Mapping[str, int]
    widths: Mapping[str, float]


def draw_background(path: Path) -> None:
    """A picture of a page with a frame and a rosette, as 150 dots to the inch."""
    page = Image.new("RGB", _PIXELS, (252, 250, 242))
    pen = ImageDraw.Draw(page)
    for ring in range(36):
        edge = 24 + 3 * ring
        box = (edge, edge, _PIXELS[0] - edge, _PIXELS[1] - edge)
        pen.rectangle(box, outline=(170 - 2 * ring, 140 + ring, 80 + 2 * ring))
    for ring in range(280):
        pen.ellipse((310 + ring, 620 + ring, 930 - ring, 1240 - ring), outline=(236, 226 + ring % 12, 208))
    page.save(path, quality=85)


def stock(picture: Path, texts: Iterable[Sequence[str]]) -> Stock:
    """The typeface cut down to the letters of these texts, deflated once."""
    letters = sorted({letter for lines in texts for line in lines for letter in line})
    face = hb.Face(hb.Blob.from_file_path(resources() / "fonts" / FONT))
    font = hb.Font(face)
    glyphs = {letter: font.get_nominal_glyph(ord(letter)) or 0 for letter in letters}
    widths = {letter: font.get_glyph_h_advance(glyph) / face.upem for letter, glyph in glyphs.items()}
    wish = hb.SubsetInput()
    wish.flags = hb.SubsetFlags.RETAIN_GIDS
    wish.glyph_set.update(glyphs.values())
    cut: Any = hb.subset(face, wish)
    return Stock(picture.read_bytes(), zlib.compress(bytes(cut.blob.data)), glyphs, widths)


def page_by_hand(own: Stock, lines: Sequence[str], code: str) -> bytes:
    """All streams of a file with this page: text placed letter by letter, a square for each dark module."""
    content = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q"]
    for number, line in enumerate(lines):
        size = 12 if number else 30
        wide = sum(own.widths[letter] for letter in line) * size
        shown = "".join(f"{own.glyphs[letter]:04x}" for letter in line)
        content.append(f"BT /T {size} Tf {WIDTH / 2 - wide / 2:.2f} {600 - 34 * number} Td <{shown}> Tj ET")
    rows = modules(code)
    side = CODE_SIDE / len(rows)
    for up, row in enumerate(reversed(rows)):
        for right, dark in enumerate(row):
            if dark:
                x, y = CODE_AT[0] + right * side, CODE_AT[1] + up * side
                content.append(f"{x:.2f} {y:.2f} {side:.2f} {side:.2f} re")
    stream = zlib.compress("\n".join([*content, "f"]).encode())
    return b"".join((own.picture, own.typeface, stream))


def modules(code: str) -> list[list[bool]]:
    """The rows of the code, dark modules as True."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    side, data = image.shape[0], bytes(memoryview(image))
    return [[data[row * side + column] == 0 for column in range(side)] for row in range(side)]
