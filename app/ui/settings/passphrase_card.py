# SPDX-License-Identifier: Apache-2.0
"""Changing one's own passphrase."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.entrance import proposed_passphrase
from app.services.people import change_passphrase
from app.translation import language, tr
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import Form
from app.ui.widgets.new_passphrase import NewPassphrase
from app.ui.widgets.page_body import card, row
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.texts import label


class PassphraseCard(QWidget):
    """The fields appear when somebody wants them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.old = PassphraseField(tr("Present passphrase"))
        propose = partial(proposed_passphrase, language(), context.centre.machine.random)
        self.new = NewPassphrase(propose)
        self.form = Form()
        self.form.add("old", tr("&Present passphrase"), self.old)
        self.form.add("new", tr("&New passphrase"), self.new)
        self.begin = button(tr("&Change my passphrase..."), self.show_fields)
        self.change = button(tr("C&hange it"), self._change, kind="primary")
        self._fields = QWidget()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(Flow(self.change, button(tr("Cance&l"), self.hide_fields)))
        frame, inside = card()
        inside.addWidget(label(tr("My passphrase"), "heading"))
        words = tr("It opens the records on this laptop and signs for you. Nobody else knows it.")
        inside.addWidget(label(words, "muted", wrap=True))
        inside.addLayout(row(self.begin))
        inside.addWidget(self._fields)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide_fields()
        self.new.entered.connect(self._change)

    @Slot()
    def show_fields(self) -> None:
        """Ask for the present passphrase and a new one."""
        self.form.show_errors({})
        self.new.propose()
        self._fields.show()
        self.begin.hide()
        self.old.setFocus()

    @Slot()
    def hide_fields(self) -> None:
        """Forget what was typed."""
        self.old.clear()
        self.new.field.clear()
        self._fields.hide()
        self.begin.show()

    @Slot()
    def _change(self) -> None:
        centre, old, new = self._context.centre, self.old.text(), self.new.text()
        if not old:
            self.form.show_errors({"old": tr("Type it here first.")})
            return
        if not self.change.isEnabled():
            return
        self.form.show_errors({})
        self.change.setEnabled(False)
        said = tr("Your passphrase is changed.")
        self._context.do(lambda _: change_passphrase(centre, old, new), self._done, said, refused=self._refuse)

    def _done(self, _nothing: object) -> None:
        self.change.setEnabled(True)
        self.hide_fields()

    def _refuse(self, refusal: Refused) -> None:
        self.change.setEnabled(True)
        self.form.show_errors({"new" if refusal.code.startswith("passphrase-") else "old": str(refusal)})
