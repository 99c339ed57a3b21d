# SPDX-License-Identifier: Apache-2.0
"""One step behind a door: back, title, a sentence, what the step needs, and one button to go on."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QProgressBar, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.translation import tr
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import centred, scrolled
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import announce, label

_WIDTH = 520


class StepPage(QWidget):
    """``left`` tells that the person goes back. Parts are added under each other; ``show_waiting`` shows work under
    way and ``show_refusal`` what was wrong with it."""

    left = Signal()

    def __init__(self, title: str, sentence: str, go_on: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = button(tr("&Back"), self.left.emit, kind="quiet", drawing=Icon.CHEVRON_LEFT)
        self.primary = button(go_on, self.go_on, kind="primary")
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._what = label("", "muted")
        self._what.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._fields: dict[str, FormField] = {}
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self.foot = QHBoxLayout()
        self._arrange(title, sentence)

    def add(self, part: QWidget | QLayout) -> None:
        """Put this at the end."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)

    def field(self, key: str, text: str, editor: QWidget, hint: str = "") -> FormField:
        """A field whose refusals are shown at it; the caller puts it in its place."""
        made = FormField(text, editor, hint)
        self._fields[key] = made
        return made

    def without_back(self) -> None:
        """There is no way back from here."""
        self._back.hide()

    @Slot()
    def go_on(self) -> None:
        """Do what the primary button says; pages override it."""

    def show_waiting(self, what: str) -> None:
        """Say what is being done; an empty text when it is over."""
        self._what.setText(what)
        self._what.setVisible(bool(what))
        self._bar.setAccessibleName(what)
        self._bar.setVisible(bool(what))
        for widget in (self._back, self.primary, *self._fields.values()):
            widget.setEnabled(not what)

    def show_refusal(self, refusal: Refused) -> None:
        """Say why it was not done, at the field that it is about where there is one."""
        self.show_waiting("")
        key = next((key for key in self._fields if refusal.code.startswith(key)), "")
        self.show_errors({key: str(refusal)})

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show sentences by field (the empty key: beneath all of them) and go to the first one."""
        for key, field in self._fields.items():
            field.show_error(errors.get(key, ""))
        general = errors.get("", "")
        self._error.setText(general)
        self._error.setVisible(bool(general))
        first = next((key for key in self._fields if errors.get(key)), None)
        if first is not None:
            self._fields[first].editor.setFocus()
            bring_into_sight(self._fields[first])
        announce(self, " ".join(errors.values()))

    def _arrange(self, title: str, sentence: str) -> None:
        head = QHBoxLayout()
        head.addWidget(self._back)
        head.addStretch(1)
        self.foot.setSpacing(GAP)
        self.foot.addWidget(self.primary)
        self.foot.addStretch(1)
        middle = QWidget()
        middle.setFixedWidth(look().px(_WIDTH))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(label(sentence, "muted", wrap=True))
        column.addSpacing(GAP_SMALL)
        column.addLayout(self.body)
        column.addWidget(self._error)
        column.addWidget(self._what)
        column.addWidget(self._bar)
        column.addSpacing(GAP)
        column.addLayout(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
        outer.addLayout(head)
        page = QWidget()
        page.setLayout(centred(middle))
        outer.addWidget(scrolled(page), 1)
