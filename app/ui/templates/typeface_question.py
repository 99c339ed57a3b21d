# SPDX-License-Identifier: Apache-2.0
"""A typeface is taken only with the sentence that lets documents carry it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from app.translation import tr
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file
from app.ui.widgets.form import FormField
from app.ui.widgets.question import Question

_LONGEST = 400


def ask_typeface(parent: QWidget, chosen: Callable[[Path, str], object]) -> QFileDialog:
    """Ask for a typeface, then for its licence; ``chosen`` takes both."""
    kinds = tr("Typefaces ({kinds})", kinds="*.ttf")
    return ask_file(parent, tr("Choose a typeface"), kinds, lambda path: LicenceQuestion(parent, path, chosen).open())


class LicenceQuestion(Question):
    """Asks why documents may carry a typeface."""

    def __init__(self, parent: QWidget, path: Path, chosen: Callable[[Path, str], object]) -> None:
        super().__init__(
            parent,
            tr("May documents carry this typeface?"),
            tr("The letters of {file} become part of each document. Its maker must allow that.", file=path.name),
        )
        self._path, self._chosen = path, chosen
        self.licence = QLineEdit()
        self.licence.setMaxLength(_LONGEST)
        self.add(FormField(tr("&Licence in one sentence"), self.licence, tr("Such as: SIL Open Font License 1.1")))
        self.take_button = button(tr("&Take this typeface"), self._take, kind="primary")
        self.take_button.setEnabled(False)
        self.licence.textChanged.connect(lambda text: self.take_button.setEnabled(bool(text.strip())))
        self.offer(tr("Leave it"), self.take_button)
        self.licence.setFocus()

    def _take(self) -> None:
        path, licence = self._path, self.licence.text()
        self.accept()
        self._chosen(path, licence)
