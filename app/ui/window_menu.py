# SPDX-License-Identifier: Apache-2.0
"""The menu of the window: take back, look, language, help, lock, quit."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.translation import LANGUAGES, language, later, tr
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import FONT_SCALES, Density, Mode
from app.ui.widgets.menu_button import inner_menu, offer

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

MODE_WORDS = {
    Mode.SYSTEM: later("As the laptop"),
    Mode.LIGHT: later("Light"),
    Mode.DARK: later("Dark"),
    Mode.HIGH_CONTRAST: later("High contrast"),
}
DENSITY_WORDS = {
    Density.COMFORTABLE: later("Comfortable rows"),
    Density.NORMAL: later("Normal rows"),
    Density.COMPACT: later("Compact rows"),
    Density.TOUCH: later("Large rows for touch"),
}


def window_menu(window: "MainWindow") -> tuple[QMenu, QAction]:
    """The menu, and its Undo action, which the window enables when there is something to take back."""
    menu = QMenu(window)
    edit = inner_menu(menu, tr("&Edit"), drawing=Icon.UNDO_2)
    undo = _action(edit, tr("&Undo"), window.toast.undo, QKeySequence.StandardKey.Undo)
    undo.setEnabled(False)
    _action(menu, tr("&Find a learner..."), window.search_requested.emit, "Ctrl+K", Icon.SEARCH)
    menu.addSeparator()
    settings = window.settings
    view = inner_menu(menu, tr("&View"), drawing=Icon.SUN_MOON)
    _choices(view, ((tr(w), m, m == settings.theme) for m, w in MODE_WORDS.items()), window.choose_theme)
    view.addSeparator()
    _choices(view, ((f"{s} %", s, s == settings.scale) for s in FONT_SCALES), window.choose_scale)
    view.addSeparator()
    _choices(view, ((tr(w), d, d == settings.density) for d, w in DENSITY_WORDS.items()), window.choose_density)
    tongues = inner_menu(menu, tr("&Language"), drawing=Icon.LANGUAGES)
    _choices(tongues, ((w, code, code == language()) for code, w in LANGUAGES.items()), window.choose_language)
    _action(menu, tr("&Help"), window.help_requested.emit, QKeySequence.StandardKey.HelpContents, Icon.CIRCLE_HELP)
    menu.addSeparator()
    _action(menu, tr("L&ock"), window.lock_requested.emit, "Ctrl+L", Icon.LOCK)
    _action(menu, tr("&Quit"), window.close, QKeySequence.StandardKey.Quit, Icon.LOG_OUT)
    return menu, undo


def _action(
    menu: QMenu,
    text: str,
    act: Callable[[], object],
    keys: QKeySequence.StandardKey | str,
    drawing: Icon | None = None,
) -> QAction:
    made = offer(menu, text, act, drawing=drawing)
    made.setShortcut(QKeySequence(keys))
    return made


def _choices(menu: QMenu, choices: Iterable[tuple[str, object, bool]], choose: Callable[[object], None]) -> None:
    group = QActionGroup(menu)
    for text, value, current in choices:
        action = QAction(text.replace("&", "&&"), menu)
        menu.addAction(action)
        action.setCheckable(True)
        action.setChecked(current)
        action.setData(value)
        group.addAction(action)
    group.triggered.connect(lambda action: choose(action.data()))
