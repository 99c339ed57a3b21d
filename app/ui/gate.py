# SPDX-License-Identifier: Apache-2.0
"""The window before the records are open, and in place of them while they are locked."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.paths import PROGRAM
from app.translation import LANGUAGES, language, tr
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_SMALL, GAP_WIDE
from app.ui.widgets.drawing import Drawing
from app.ui.widgets.tab_stops import go_to_next_stop
from app.ui.widgets.texts import label

_PANEL = 380


class Gate(QWidget):
    """A page at the right, the name of the program and the choice of a language at the left."""

    language_chosen = Signal(str)
    closed = Signal()
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(800, 560)
        self._pages = QStackedWidget()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self._pages, 1)
        self._box = QComboBox()
        self._panel = QFrame()
        self.dress()

    def dress(self) -> None:
        """Show the panel in the language and the look in use."""
        self._line.removeWidget(self._panel)
        self._panel.deleteLater()
        self._panel = self._made_panel()
        self._line.insertWidget(0, self._panel)

    def show_page(self, page: QWidget) -> None:
        """Show this page; the one before is gone."""
        old = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        self.offer_languages(True)
        page.setFocus()

    @Slot(bool)
    def offer_languages(self, offered: bool) -> None:
        """Whether another language may be chosen: not while something is being typed that would be lost."""
        self._box.setEnabled(offered)

    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes along everything on the page, wherever the page lets the keyboard begin."""
        return go_to_next_stop(self, next)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell it: what is not needed for the first page waits for that."""
        super().paintEvent(event)
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the person is done."""
        event.accept()
        self.closed.emit()

    def _made_panel(self) -> QFrame:
        panel = QFrame()
        panel.setProperty("role", "panel")
        panel.setFixedWidth(min(look().px(_PANEL), 520))
        column = QVBoxLayout(panel)
        column.setContentsMargins(2 * GAP_SECTION, 2 * GAP_SECTION, GAP_SECTION, GAP_SECTION)
        column.setSpacing(GAP)
        column.addStretch(2)
        column.addWidget(label(PROGRAM, "panel_title"))
        column.addWidget(label(tr("The records of your training centre, on this laptop."), "panel", wrap=True))
        column.addSpacing(GAP_WIDE)
        for drawing, words in _promises():
            column.addLayout(_promise(drawing, words))
        column.addStretch(3)
        column.addWidget(label(tr("Language"), "panel"))
        self._box = self._languages()
        column.addWidget(self._box)
        return panel

    def _languages(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Language"))
        for code, name in LANGUAGES.items():
            box.addItem(name, code)
        box.setCurrentIndex(list(LANGUAGES).index(language()))
        box.activated.connect(lambda at: self.language_chosen.emit(str(box.itemData(at))))
        return box


def _promises() -> tuple[tuple[Icon, str], ...]:
    return (
        (Icon.WIFI_OFF, tr("Works without the internet")),
        (Icon.SAVE, tr("Saves by itself, at every mark")),
        (Icon.SHIELD_CHECK, tr("Opens only with your passphrase")),
    )


def _promise(drawing: Icon, words: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(GAP_SMALL)
    line.addWidget(Drawing(drawing, "nav_bar"))
    line.addWidget(label(words, "panel", wrap=True), 1)
    return line
