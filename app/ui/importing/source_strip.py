# SPDX-License-Identifier: Apache-2.0
"""What is being read, above its columns and its plan: which sheet, how its text was read, and ways to change that."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.services.import_plan import ImportPlan
from app.spreadsheets.reading.book import SheetFace, TextForm
from app.translation import tr, trn
from app.ui.importing.draft import Draft
from app.ui.importing.text_form import TextFormQuestion, form_words
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import CONTROL_HEIGHT, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.texts import label


class SourceStrip(QWidget):
    """``sheet_chosen`` carries a sheet's name, ``form_chosen`` how a text file shall be read; the others are wishes."""

    sheet_chosen = Signal(str)
    form_chosen = Signal(object)
    columns_wanted = Signal()
    file_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets = QComboBox()
        self.sheets.setAccessibleName(tr("Sheet"))
        self.sheets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheets.activated.connect(self._on_sheet)
        self.form = label("", "muted")
        self.ignored = label("", "muted")
        for words in (self.form, self.ignored):
            words.setMinimumHeight(look().px(CONTROL_HEIGHT))
        self.otherwise = button(tr("Read it &otherwise..."), self._on_otherwise)
        self.columns = button(tr("Co&lumns..."), self.columns_wanted.emit)
        self.again = button(tr("Read it a&gain"), self.again_wanted.emit, drawing=Icon.REFRESH_CW)
        self.other = button(tr("Another &file..."), self.file_wanted.emit, drawing=Icon.FOLDER_OPEN)
        self._form: TextForm | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(
            Flow(
                self.sheets,
                self.again,
                self.other,
                self.form,
                self.otherwise,
                self.columns,
                self.ignored,
                gap=GAP_SMALL,
            )
        )

    def show_draft(self, draft: Draft, *, at_columns: bool) -> None:
        """Show what is read."""
        self._form = draft.sheet.text_form
        self.sheets.clear()
        for face in draft.book.sheets:
            self.sheets.addItem(_called(face), face.name)
        self.sheets.setCurrentIndex(self.sheets.findData(draft.sheet.name))
        self.sheets.setVisible(len(draft.book.sheets) > 1)
        self.form.setText(form_words(self._form) if self._form else "")
        for widget in (self.form, self.otherwise):
            widget.setVisible(self._form is not None)
        self.columns.setVisible(not at_columns)
        self._show_ignored(None if at_columns else draft.plan)
        self.again.setVisible(draft.path is not None)

    def _show_ignored(self, plan: ImportPlan | None) -> None:
        """How many columns are not imported; which, when it is pointed at or read out."""
        ignored = plan.sheet.warnings if plan is not None else ()
        words, n = "\n".join(problem.reason for problem in ignored), len(ignored)
        self.ignored.setText(trn("{n} column is not imported", "{n} columns are not imported", n) if n else "")
        self.ignored.setToolTip(words)
        self.ignored.setAccessibleDescription(words)
        self.ignored.setVisible(bool(n))

    @Slot()
    def _on_sheet(self) -> None:
        self.sheet_chosen.emit(str(self.sheets.currentData()))

    @Slot()
    def _on_otherwise(self) -> None:
        if self._form is not None:
            asked = TextFormQuestion(self, self._form)
            asked.chosen.connect(self.form_chosen)
            asked.open()


def _called(face: SheetFace) -> str:
    return tr("Sheet {name} (hidden)", name=face.name) if face.hidden else tr("Sheet {name}", name=face.name)
