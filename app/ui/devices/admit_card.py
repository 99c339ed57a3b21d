# SPDX-License-Identifier: Apache-2.0
"""Letting another laptop join: its request is opened, two words are compared, the answer is written."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.joining import Admitted, admit, request_words
from app.translation import tr
from app.ui.context import Context
from app.ui.file_kinds import ANSWER, REQUEST, filter_of
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.code_card import CodeCard
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import label
from app.ui.wish_card import WishCard


class AdmitCard(WishCard):
    """Nothing is written before an administrator has said that both laptops show the same words."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        sentence = tr(
            "On the new laptop choose “Join my centre” and save its request on a stick. "
            "Bring the stick here and open the request."
        )
        super().__init__(context, tr("Let a laptop join"), sentence, Icon.LAPTOP, parent)
        self._request = Path()
        self.open_button = button(tr("&Open the request..."), self._ask)
        self.words = label("", "code", wrap=True)
        self.same = button(tr("&Yes, the same words"), self._ask_answer, kind="primary")
        self.other = button(tr("No, &other words"), self._stop)
        self._compare = QWidget()
        column = QVBoxLayout(self._compare)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(tr("Does the new laptop show these two words?"), wrap=True))
        column.addWidget(self.words)
        column.addWidget(Flow(self.same, self.other))
        self.codes: CodeCard | None = None
        self._compare.hide()
        self.body.addWidget(self._compare)
        self.add_buttons(self.open_button)

    def open(self, path: Path) -> None:
        """Look at this request and show its words."""
        self._request = path
        self._forget_codes()

        def told(words: str) -> str:
            self.words.setText(words)
            self._compare.show()
            self.open_button.hide()
            self.same.setFocus()
            return ""

        self.run(lambda _: request_words(path), tr("The request is being read..."), told)

    def admit(self, answer: Path) -> None:
        """Let the laptop of the request join, and write the answer to this file."""
        centre, request = self._context.centre, self._request

        def told(admitted: Admitted) -> str:
            self._stop()
            self._show_codes(admitted)
            return tr(
                "{laptop} may join. Take the stick back to it and open the answer there: {file}",
                laptop=admitted.device_name,
                file=answer.name,
            )

        self.run(lambda _: admit(centre, request, answer), tr("The answer is being written..."), told)

    @Slot()
    def _ask(self) -> None:
        ask_file(self, tr("Open the request of the new laptop"), filter_of(REQUEST), self.open)

    @Slot()
    def _ask_answer(self) -> None:
        proposed = self._request.with_suffix(ANSWER)
        ask_new_file(self, tr("Write the answer to the stick"), filter_of(ANSWER), proposed, self.admit)

    @Slot()
    def _stop(self) -> None:
        self._compare.hide()
        self.open_button.show()
        self.show_result("")

    def _show_codes(self, admitted: Admitted) -> None:
        self._forget_codes()
        if not admitted.codes:
            return
        title = tr("One-time codes for {laptop}, shown only now", laptop=admitted.device_name)
        lines = "\n".join(f"{code}   {name}" for name, code in admitted.codes.items())
        advice = tr("Each person chooses their name there, types their code, and chooses a passphrase.")
        self.codes = CodeCard(title, lines, advice)
        self.body.addWidget(self.codes)

    def _forget_codes(self) -> None:
        if self.codes is not None:
            self.codes.deleteLater()
            self.codes = None
