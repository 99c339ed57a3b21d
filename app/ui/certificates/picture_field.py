# SPDX-License-Identifier: Apache-2.0
"""A picture that documents carry: chosen from a file, or none."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.kept_pictures import keep_picture
from app.translation import tr
from app.ui.context import Context
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.file_dialogs import ask_file
from app.ui.widgets.texts import label


class PictureField(QWidget):
    """Says whether there is one. ``chosen`` carries the name of the new one, empty for none."""

    chosen = Signal(str)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.value = ""
        self._told = label("", "muted")
        words = tr("Choose a picture...")
        self.choose = button(words, self._on_choose)
        self.choose.setAccessibleName(f"{name}: {words}")
        self.clear = icon_button(Icon.X, tr("No picture: {name}", name=name), partial(self._take, ""))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_SMALL)
        line.addWidget(self.choose)
        line.addWidget(self._told)
        line.addWidget(self.clear)
        line.addStretch(1)
        self.setFocusProxy(self.choose)
        self.setAccessibleName(name)
        self.show_value("")

    def show_value(self, value: str) -> None:
        """There is this one, or none."""
        self.value = value
        self._told.setText(tr("There is one.") if value else tr("None yet."))
        self.clear.setVisible(bool(value))

    @Slot()
    def _on_choose(self) -> None:
        kinds = tr("Pictures ({kinds})", kinds="*.png *.jpg *.jpeg")
        ask_file(self, tr("Which picture?"), kinds, self.take_file)

    def take_file(self, path: Path) -> None:
        """Keep the picture of this file and name it."""
        centre = self._context.centre
        self._context.do(lambda _: keep_picture(centre, path), self._take)

    def _take(self, value: str) -> None:
        self.show_value(value)
        self.chosen.emit(value)
