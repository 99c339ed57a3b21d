# SPDX-License-Identifier: Apache-2.0
"""Pages being drawn: lines of text, rules and prepared pictures, collected into one PDF.

Measures are points, the origin is the lower left corner. The same drawing always gives the same bytes.
"""

import io
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Literal

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas

from app.documents.embedding import deflated, embed
from app.documents.fitting import Fitted
from app.documents.fonts import SCALE, Typeface
from app.documents.letters import letter_operators
from app.documents.outlines import outline
from app.documents.runs import ShapedLine, actual_text, glyph_operators, operators

rl_config.useA85 = 0
rl_config.trustedHosts = []
rl_config.trustedSchemes = []

Align = Literal["left", "centre", "right"]
Colour = tuple[float, float, float]
_SHIFTS: Final[dict[Align, float]] = {"left": 0.0, "centre": 0.5, "right": 1.0}

NAVY: Final[Colour] = (0.086, 0.196, 0.310)
GOLD: Final[Colour] = (0.663, 0.522, 0.271)
GREY: Final[Colour] = (0.353, 0.392, 0.439)
INK: Final[Colour] = (0.102, 0.102, 0.102)
PALE: Final[Colour] = (0.878, 0.859, 0.820)
FAINT: Final[Colour] = (0.929, 0.918, 0.894)


class Sheet:
    """One PDF under way; ``finished`` gives its bytes."""

    def __init__(self, title: str, author: str, language: str) -> None:
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pageCompression=1, invariant=1, lang=language)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Guildmark")
        # Operators, forms and fonts of our own have no public way in: tests guard these places.
        self._internals: Any = self._canvas
        self._glyphs: dict[Typeface, dict[int, str]] = {}
        self._names: dict[str, str] = {}

    def begin_page(self, width: float, height: float) -> None:
        """Draw on a page of this size from now on."""
        self._canvas.setPageSize((width, height))
        # The library begins each page with a typeface of its own, which would not be embedded.
        self._internals._preamble = "1 0 0 1 0 0 cm"

    def end_page(self) -> None:
        """The page is complete."""
        self._canvas.showPage()

    def draw(self, content: str) -> None:
        """Add operators of the PDF language."""
        self._internals._code.append(content)

    def prepared(self, name: str, content: str, width: float, height: float) -> None:
        """Draw a picture that is kept once in the file, however many pages show it."""
        self._form(name, content, (0, 0, width, height))

    def line(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour, align: Align = "left") -> None:
        """One line of text with its baseline at ``y``; ``x`` is its left end, middle or right end."""
        x -= line.ems * size * _SHIFTS[align]
        if line.letters:
            self._shapes(line, size, x, y, colour)
            self._letters(line, size, x, y)
            return
        self._use(line)
        text = operators(line, self._names, size)
        self.draw(f"BT {_rgb(colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm\n{text}\nET")

    def repeated(self, line: ShapedLine, size: float, start: tuple[float, float], times: int, colour: Colour) -> None:
        """One line of text many times in a row; a reader who copies it gets nothing."""
        self._use(line)
        shown = "\n".join(glyph_operators(line, self._names, size))
        parts = "\n".join([shown] * times)
        x, y = start
        self.draw(
            f"/Artifact BMC /Span <</ActualText <feff>>> BDC BT {_rgb(colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm\n"
            f"{parts}\nET EMC EMC"
        )

    def block(self, fitted: Fitted, x: float, y: float, leading: float, colour: Colour, align: Align = "left") -> float:
        """Fitted lines, the first with its baseline at ``y``; gives the baseline of the last.

        ``leading`` is the distance of lines as a multiple of their size. Lines of a text from right to left that
        stand at the left are even at the right end of the longest.
        """
        if fitted.begins_right and align == "left":
            x += max(line.ems for line in fitted.lines) * fitted.size
            align = "right"
        for number, line in enumerate(fitted.lines):
            self.line(line, fitted.size, x, y - number * fitted.size * leading, colour, align)
        return y - (len(fitted.lines) - 1) * fitted.size * leading

    def rule(self, x: float, y: float, to_x: float, colour: Colour, width: float = 0.5) -> None:
        """A horizontal line."""
        self.draw(f"{_rgb(colour)} RG {width} w {x:.2f} {y:.2f} m {to_x:.2f} {y:.2f} l S")

    def diamond(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled diamond around a point."""
        corners = ((x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y))
        path = " ".join(f"{across:.2f} {up:.2f} {'l' if index else 'm'}" for index, (across, up) in enumerate(corners))
        self.draw(f"{_rgb(colour)} rg {path} h f")

    def squares(self, bars: Iterable[tuple[int, int, int]], side: float, x: float, y: float) -> None:
        """Black bars (left, bottom, length in modules of ``side`` points) as one shape, from its lower left corner."""
        shape = "\n".join(f"{left} {bottom} {length} 1 re" for left, bottom, length in bars)
        self.draw(f"q 0 g {side:.4f} 0 0 {side:.4f} {x:.3f} {y:.3f} cm\n{shape}\nf Q")

    def finished(self) -> bytes:
        """The file."""
        self._internals._doc.idToObject["BasicFonts"].dict.clear()
        for face, glyphs in self._glyphs.items():
            embed(self._internals._doc, self._names[face.name], face, glyphs)
        self._canvas.save()
        return self._buffer.getvalue()

    def _shapes(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour) -> None:
        """The line as shapes, which together stand for its text."""
        scale = size / SCALE
        self.draw(f"{actual_text(line.text)}\nq {_rgb(colour)} rg {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm")
        pen = 0
        for run in line.runs:
            for glyph in run.glyphs:
                content = outline(run.face, glyph.index)
                if content:
                    self.draw(f"q 1 0 0 1 {pen + glyph.right} {glyph.up} cm")
                    self._form(f"{run.face.name}.{glyph.index}", content, run.face.metrics.box)
                    self.draw("Q")
                pen += glyph.advance
        self.draw("Q EMC")

    def _letters(self, line: ShapedLine, size: float, x: float, y: float) -> None:
        """The same line as unseen letters."""
        for letter in line.letters:
            self._embed(letter.face, [(letter.glyph, letter.character)])
        written = "\n".join(letter_operators(line.letters, self._names, size, line.ems))
        self.draw(f"/Artifact BMC BT 1 0 0 1 {x:.2f} {y:.2f} Tm\n{written}\nET EMC")

    def _form(self, name: str, content: str, box: tuple[float, float, float, float]) -> None:
        if not self._canvas.hasForm(name):
            entries = {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Form"),
                "BBox": PDFArray(box),
                "Resources": PDFDictionary({}),
            }
            self._internals._doc.addForm(name, deflated(_deflated(content), entries))
        self._canvas.doForm(name)

    def _use(self, line: ShapedLine) -> None:
        for run in line.runs:
            self._embed(run.face, [(glyph.index, glyph.character) for glyph in run.glyphs])

    def _embed(self, face: Typeface, glyphs: Iterable[tuple[int, str]]) -> None:
        used = self._glyphs.setdefault(face, {})
        used.update((glyph, character) for glyph, character in glyphs if not used.get(glyph))
        self._names.setdefault(face.name, f"G{len(self._names) + 1}")


@lru_cache(maxsize=16)
def _deflated(content: str) -> bytes:
    return zlib.compress(content.encode("ascii"), 9)


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.3f}" for part in colour)
