# SPDX-License-Identifier: Apache-2.0
"""Forms that came: what they are called, their first and their last number."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.stationery import LONGEST_NAME, StationeryWish, receive_stationery
from app.translation import tr
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import Form
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.texts import label


class ReceiveForms(QWidget):
    """``left`` tells that they are in stock, or that nothing came."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.name, self.first, self.last = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.form = Form()
        self.form.add("name", tr("What they are called"), self.name, tr("Such as: certificates, blue, 2026"))
        self.form.add("first", tr("Number of the first form"), self.first, tr("As it is printed on it: AB-004401"))
        self.form.add("last", tr("Number of the last form"), self.last)
        self.take = button(tr("&Take them into stock"), self.receive, kind="primary")
        frame, column = card()
        column.addWidget(label(tr("Forms that came"), "heading"))
        column.addWidget(self.form)
        column.addWidget(Flow(self.take, button(tr("&Back"), self.left.emit)))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(frame))
        self.setFocusProxy(self.name)
        self.last.returnPressed.connect(self.receive)

    def begin(self) -> None:
        """Empty fields."""
        for editor in (self.name, self.first, self.last):
            editor.clear()
        self.form.show_errors({})

    @Slot()
    def receive(self) -> None:
        """Take the forms into stock."""
        empty = {key: tr("Type it here first.") for key in ("name", "first", "last") if not self._text(key)}
        self.form.show_errors(empty)
        if empty:
            return
        wish = StationeryWish(self._text("name"), self._text("first"), self._text("last"))
        work = self._context.centre.work
        done = tr("“{name}” is in stock.", name=wish.name)
        self._context.do(lambda _: receive_stationery(work, wish), self._on_taken, done, refused=self._on_refused)

    def _text(self, key: str) -> str:
        return {"name": self.name, "first": self.first, "last": self.last}[key].text().strip()

    @Slot(object)
    def _on_taken(self, _: object) -> None:
        self.left.emit()

    @Slot(object)
    def _on_refused(self, refusal: Refused) -> None:
        self.form.show_errors({"name" if refusal.code == "name-taken" else "first": str(refusal)})
