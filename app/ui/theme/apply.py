# SPDX-License-Identifier: Apache-2.0
"""Putting a look on the running program, and changing it while it runs."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QDir, QLoggingCategory, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.theme.fonts import load_fonts, ui_font
from app.ui.theme.look import Look, look, use_look
from app.ui.theme.qt_palette import palette_of
from app.ui.theme.style import style_sheet
from app.ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, MODES, TYPE_BODY, Density, Mode, Tokens


def use_resources(resources: Path) -> list[str]:
    """Tell Qt where icons and fonts are; answers the names of font files that could not be loaded."""
    # Qt grumbles about each script that the first family lacks, although the next family then draws it.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    QDir.setSearchPaths("guildmark", [str(resources)])
    return load_fonts(resources / "fonts")


def apply_theme(
    app: QApplication, mode: Mode = Mode.SYSTEM, scale: int = 100, density: Density = Density.COMFORTABLE
) -> Look:
    """Put this look on every window of the program, now and from now on; SYSTEM goes on following the system's wish.

    ``scale`` is the font scale in per cent. The look is drawn for Qt's style Fusion (``quick_application``).
    ``use_resources`` must have been called once before.
    """
    _follower(app).choose(mode, scale, density)
    return look()


def wished_by_system() -> Tokens:
    """The tokens that fit the wish of the operating system: high contrast, dark or light."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


class _Follower(QObject):
    """Remembers what the person chose and repeats it when the system's wish changes."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = (Mode.SYSTEM, 100, Density.COMFORTABLE)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def choose(self, mode: Mode, scale: int, density: Density) -> None:
        self._choice = (mode, scale, density)
        chosen = Look(MODES.get(mode) or wished_by_system(), scale, density)
        if chosen == look() and self._app.styleSheet():
            return  # dressing every widget anew takes long enough to be felt
        use_look(chosen)
        self._app.setFont(ui_font(chosen.px(TYPE_BODY)))
        self._app.setPalette(palette_of(chosen.tokens))
        self._app.setStyleSheet(style_sheet(chosen))

    @Slot()
    def _system_changed(self) -> None:
        if self._choice[0] is Mode.SYSTEM:
            self.choose(*self._choice)


@cache
def _follower(app: QApplication) -> _Follower:
    """The one of this program; kept here because the first search among Qt's children takes 12 ms of the start."""
    return _Follower(app)
