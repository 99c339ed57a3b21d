# SPDX-License-Identifier: Apache-2.0
"""The look in use: which tokens, how large, how dense. Delegates and painted widgets read it each time they paint."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from app.ui.theme.tokens import LIGHT, ROW_HEIGHT, Density, Tokens


@dataclass(frozen=True, slots=True)
class Look:
    """Tokens with the person's font scale (per cent) and density."""

    tokens: Tokens = LIGHT
    scale: int = 100
    density: Density = Density.COMFORTABLE

    def px(self, size: float) -> int:
        """A size of the design (pixels at 100 %) at the person's scale, at least one pixel."""
        return max(1, round(size * self.scale / 100))

    def colour(self, name: str) -> QColor:
        """The colour of a token, by its name in ``Tokens``."""
        return QColor(str(getattr(self.tokens, name)))

    def row_height(self) -> int:
        """Height of a table row: the density's, and never less than tall scripts such as Khmer need."""
        from app.ui.theme.fonts import tall_line

        return max(self.px(ROW_HEIGHT[self.density]), tall_line() + 2)


_look = Look()


def look() -> Look:
    """The look in use now."""
    return _look


def use_look(chosen: Look) -> None:
    """Make this the look in use. Only ``apply_theme`` calls it, since widgets must be restyled with it."""
    global _look
    _look = chosen
