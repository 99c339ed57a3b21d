# SPDX-License-Identifier: Apache-2.0
"""With which invented person, and in which languages, a template is looked at."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QMenu

from app.documents.sample_data import OF_A_PACK, PEOPLE
from app.translation import LANGUAGES, tr
from app.ui.templates.draft import Draft
from app.ui.theme.icons import Icon
from app.ui.widgets.menu_button import inner_menu, menu_button


class SampleChoice(QObject):
    """``wanted`` tells that another one shall be shown."""

    wanted = Signal()

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.people = QComboBox()
        self.people.activated.connect(self._on_chosen)
        self.button, menu = menu_button(tr("Lan&guages"), drawing=Icon.LANGUAGES)
        self.first = _languages(inner_menu(menu, tr("Language")), tr("that of the template"), self._on_chosen)
        self.second = _languages(inner_menu(menu, tr("Second language")), tr("none"), self._on_chosen)
        draft.changed.connect(self.refresh)
        self._fill(False)

    @property
    def person(self) -> str:
        """The key of the sample person."""
        return str(self.people.currentData())

    @property
    def languages(self) -> tuple[str, str]:
        """The first and the second language; empty for what the template or the screen says."""
        first, second = (group.checkedAction() for group in (self.first, self.second))
        return str(first.data()), str(second.data())

    @Slot()
    def refresh(self) -> None:
        """Offer the sample of a pack only where the template came with one."""
        has_own = self._draft.history is not None and bool(self._draft.template.sample)
        if has_own != (self.people.findData(OF_A_PACK) >= 0):
            self._fill(has_own)

    def _fill(self, has_own: bool) -> None:
        chosen = self.people.currentData()
        with QSignalBlocker(self.people):
            self.people.clear()
            if has_own:
                self.people.addItem(tr("The sample that came with it"), OF_A_PACK)
            for key, (words, _, _) in PEOPLE.items():
                self.people.addItem(tr(words), key)
            self.people.setCurrentIndex(max(0, self.people.findData(chosen)))

    @Slot()
    def _on_chosen(self) -> None:
        self.wanted.emit()


def _languages(menu: QMenu, usual: str, chosen: Callable[[], None]) -> QActionGroup:
    """All languages of the program to choose one of."""
    group = QActionGroup(menu)
    for code, words in {"": usual, **LANGUAGES}.items():
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(not code)
        action.setData(code)
        group.addAction(action)
        menu.addAction(action)
    group.triggered.connect(lambda _: chosen())
    return group
