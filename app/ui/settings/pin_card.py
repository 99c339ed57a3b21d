# SPDX-License-Identifier: Apache-2.0
"""A PIN for signing, for those who like one: shorter than the passphrase, and only while the records are open."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.pins import has_pin, set_pin
from app.translation import tr
from app.ui.background.task import Control, Ears
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.texts import label


class PinCard(QWidget):
    """Setting a PIN and taking it away."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.pin = PassphraseField(tr("New PIN"))
        self.field = FormField(tr("New P&IN"), self.pin, tr("4 to 8 digits"))
        self.set = button(tr("&Set the PIN"), self._set)
        self.remove = button(tr("&Take the PIN away"), self._remove)
        self._state = label("", "muted", wrap=True)
        frame, inside = card()
        inside.addWidget(label(tr("My PIN"), "heading"))
        inside.addWidget(self._state)
        inside.addWidget(self.field)
        inside.addWidget(Flow(self.set, self.remove))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.pin.entered.connect(self._set)
        self._read()

    def _read(self) -> None:
        centre = self._context.centre
        self._context.runner.read(lambda: has_pin(centre.work), Ears(self._show, owner=self))

    @Slot(object)
    def _show(self, has: bool) -> None:
        have = tr("You have a PIN. It stands for your passphrase when you sign.")
        without = tr("Without a PIN you sign with your passphrase. A PIN is quicker in the workshop.")
        self._state.setText(have if has else without)
        self.remove.setVisible(has)

    @Slot()
    def _set(self) -> None:
        centre, pin = self._context.centre, self.pin.text()
        if not pin:
            self.field.show_error(tr("Type it here first."))
            return

        def job(_: Control) -> bool:
            set_pin(centre.work, pin)
            return True

        self._change(job, tr("Your PIN is set."))

    @Slot()
    def _remove(self) -> None:
        centre = self._context.centre

        def job(_: Control) -> bool:
            set_pin(centre.work, "")
            return False

        self._change(job, tr("Your PIN is taken away."))

    def _change(self, job: Callable[[Control], bool], said: str) -> None:
        self.field.show_error("")
        self.pin.clear()
        self._context.do(job, self._show, said, refused=self._refuse)

    def _refuse(self, refusal: Refused) -> None:
        self.field.show_error(str(refusal))
        self.pin.setFocus()
