# SPDX-License-Identifier: Apache-2.0
"""What is drawn on a page, before it is on one: lines of text, rules and pictures as operators of the PDF language.

Measures are points, the origin is the lower left corner. A drawing that does not change is made once and added to many
pages.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from app.documents.fitting import Fitted
from app.documents.fonts import SCALE, Typeface
from app.documents.letters import letter_operators
from app.documents.outlines import outline
from app.documents.runs import ShapedLine, actual_text, glyph_operators, operators
from app.documents.streams import Stream, form

Align = Literal["left", "centre", "right"]
Colour = tuple[float, float, float]
_SHIFTS: Final[dict[Align, float]] = {"left": 0.0, "centre": 0.5, "right": 1.0}
_REMEMBERED: Final = 8192

INK: Final[Colour] = (0.102, 0.102, 0.102)
GREY: Final[Colour] = (0.353, 0.392, 0.439)


class Drawing:
    """Operators, and what they need: glyphs of typefaces, and streams of the file."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.glyphs: dict[Typeface, dict[int, str]] = {}
        self.streams: dict[str, Stream] = {}

    def draw(self, content: str) -> None:
        """Add operators of the PDF language."""
        self.parts.append(content)

    def add(self, other: "Drawing") -> None:
        """Draw all of another drawing."""
        self.parts += other.parts
        self.streams |= other.streams
        for face, glyphs in other.glyphs.items():
            self._embed(face, glyphs.items())

    def stream(self, stream: Stream, matrix: Sequence[float] | None = None) -> None:
        """Draw a picture that is kept once in the file, however many pages show it."""
        self.streams[stream.name] = stream
        if matrix is None:
            self.draw(f"/{stream.name} Do")
            return
        self.draw(f"q {' '.join(f'{value:.4f}' for value in matrix)} cm /{stream.name} Do Q")

    def prepared(self, content: str, width: float, height: float) -> None:
        """The same for operators that draw within a box from the origin."""
        self.stream(form(content, (0, 0, width, height)))

    def line(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour, align: Align = "left") -> None:
        """One line of text with its baseline at ``y``; ``x`` is its left end, middle or right end."""
        x -= line.ems * size * _SHIFTS[align]
        if line.letters:
            self._shapes(line, size, x, y, colour)
            self._letters(line, size, x, y)
            return
        text, used = _remembered(line, size)
        for face, glyphs in used:
            self._embed(face, glyphs)
        self.draw(f"BT {rgb(colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm\n{text}\nET")

    def repeated(self, line: ShapedLine, size: float, start: tuple[float, float], times: int, colour: Colour) -> None:
        """One line of text many times in a row; a reader who copies it gets nothing."""
        self._use(line)
        shown = "\n".join(glyph_operators(line, NAMES, size))
        parts = "\n".join([shown] * times)
        x, y = start
        self.draw(
            f"/Artifact BMC /Span <</ActualText <feff>>> BDC BT {rgb(colour)} rg 1 0 0 1 {x:.2f} {y:.2f} Tm\n"
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
        self.draw(f"{rgb(colour)} RG {width:g} w {x:.2f} {y:.2f} m {to_x:.2f} {y:.2f} l S")

    def squares(self, bars: Iterable[tuple[int, int, int]], side: float, x: float, y: float) -> None:
        """Black bars (left, bottom, length in modules of ``side`` points) as one shape, from its lower left corner."""
        shape = "\n".join([f"{left} {bottom} {length} 1 re" for left, bottom, length in bars])
        self.draw(f"q 0 g {side:.4f} 0 0 {side:.4f} {x:.3f} {y:.3f} cm\n{shape}\nf Q")

    def _shapes(self, line: ShapedLine, size: float, x: float, y: float, colour: Colour) -> None:
        """The line as shapes, which together stand for its text."""
        scale = size / SCALE
        self.draw(f"{actual_text(line.text)}\nq {rgb(colour)} rg {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm")
        pen = 0
        for run in line.runs:
            for glyph in run.glyphs:
                content = outline(run.face, glyph.index)
                if content:
                    shape = form(content, run.face.metrics.box)
                    self.streams[shape.name] = shape
                    self.draw(f"q 1 0 0 1 {pen + glyph.right} {glyph.up} cm /{shape.name} Do Q")
                pen += glyph.advance
        self.draw("Q EMC")

    def _letters(self, line: ShapedLine, size: float, x: float, y: float) -> None:
        """The same line as unseen letters."""
        for letter in line.letters:
            self._embed(letter.face, [(letter.glyph, letter.character)])
        written = "\n".join(letter_operators(line.letters, NAMES, size, line.ems))
        self.draw(f"/Artifact BMC BT 1 0 0 1 {x:.2f} {y:.2f} Tm\n{written}\nET EMC")

    def _use(self, line: ShapedLine) -> None:
        for face, glyphs in _used(line):
            self._embed(face, glyphs)

    def _embed(self, face: Typeface, glyphs: Iterable[tuple[int, str]]) -> None:
        used = self.glyphs.setdefault(face, {})
        for glyph, character in glyphs:
            if not used.get(glyph):
                used[glyph] = character


class _Names(dict[str, str]):
    """The name of each typeface in a file: its own, so that drawings made before fit into any file."""

    def __missing__(self, face: str) -> str:
        return face


NAMES: Final = _Names()
_Used = tuple[tuple[Typeface, tuple[tuple[int, str], ...]], ...]
_known: dict[tuple[int, float], tuple[ShapedLine, str, _Used]] = {}


def rgb(colour: Colour) -> str:
    """The colour's three parts, as operators want them."""
    return f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f}"


def _remembered(line: ShapedLine, size: float) -> tuple[str, _Used]:
    """What draws the line. Lines are looked up by themselves, not by what they hold: the same words are shaped once,
    and comparing hundreds of glyphs would take longer than drawing them."""
    key = (id(line), size)
    found = _known.get(key)
    if found is None or found[0] is not line:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        found = _known[key] = (line, operators(line, NAMES, size), _used(line))
    return found[1], found[2]


def _used(line: ShapedLine) -> _Used:
    return tuple((run.face, tuple((glyph.index, glyph.character) for glyph in run.glyphs)) for run in line.runs)
