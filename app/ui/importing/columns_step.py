# SPDX-License-Identifier: Apache-2.0
"""What the columns of an unknown workbook are: found out, shown, confirmed once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from app.domain.dates import DateOrder
from app.domain.refusals import Refused
from app.services.mappings import save_mapping
from app.spreadsheets.cells import is_blank
from app.spreadsheets.cohort_layout import Layout, find_layout, with_fields
from app.spreadsheets.cohort_mapping import SUFFIX, mapped, mapping_of, read_mapping
from app.spreadsheets.header_rows import HEADER_WITHIN, NO_HEADER
from app.spreadsheets.reading.book import Sheet
from app.translation import tr
from app.ui.context import Context
from app.ui.importing.column_rows import ColumnRows
from app.ui.importing.date_orders import DateOrders
from app.ui.importing.draft import Draft
from app.ui.theme.look import look
from app.ui.theme.tokens import CONTROL_HEIGHT, GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_file, ask_new_file
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.texts import announce, label

_SHOWN: Final = 40
"""So many letters of a row tell which one it is."""


class ColumnsStep(QWidget):
    """``confirmed`` carries the layout as the person says it is, and whether to remember it."""

    confirmed = Signal(object, bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft: Draft | None = None
        self._layout: Layout | None = None
        self._said: DateOrder | None = None
        self.header = QComboBox()
        self.header.setAccessibleName(tr("Row of the headers"))
        self.header.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.rows = ColumnRows()
        self.orders = DateOrders()
        self.trouble = label("", "error", wrap=True)
        self.remember = QCheckBox(tr("Re&member this for workbooks with these columns"))
        self.remember.setChecked(True)
        self.save = button(tr("&Save as a file for another centre..."), self._on_save)
        self.use = button(tr("&Use a file from another centre..."), self._on_use)
        self.go = button(tr("Show &what would change"), self.confirm, kind="primary")
        self._arrange()
        self.header.activated.connect(self._on_header)
        self.rows.changed.connect(self._look_again)
        self.orders.changed.connect(self._look_again)
        self.setFocusProxy(self.go)

    def show_draft(self, draft: Draft) -> None:
        """Show how this sheet seems to be laid out."""
        self._draft = draft
        self._said = draft.source.layout.date_order if draft.confirmed else None
        self.orders.forget()
        self._fill_headers(draft.sheet, draft.source.layout.header)
        self._show(draft.source.layout)

    def say(self, trouble: str) -> None:
        """Tell what is wrong."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        announce(self, trouble)

    @Slot()
    def confirm(self) -> None:
        """The columns are as they are shown."""
        if self._draft is None or self._layout is None:
            return
        try:
            layout = self._as_shown()
        except Refused as refusal:
            self.say(str(refusal))
            return
        if layout.date_order is None:
            self.say(tr("Say first how the dates of birth are to be read."))
            next(iter(self.orders.buttons.values())).setFocus()
            return
        self.confirmed.emit(layout, self.remember.isChecked())

    def _as_shown(self) -> Layout:
        assert self._draft is not None
        assert self._layout is not None
        return with_fields(self._draft.sheet, self._layout, self.rows.fields(), self.orders.order)

    def _show(self, layout: Layout) -> None:
        assert self._draft is not None
        self._layout = layout
        self.rows.show_layout(self._draft.sheet, layout)
        self._look_again()

    @Slot()
    def _look_again(self) -> None:
        """Say what is wrong with the columns as they are now; ask for the order of dates where that is open."""
        assert self._draft is not None
        assert self._layout is not None
        self.orders.hide()
        try:
            layout = with_fields(self._draft.sheet, self._layout, self.rows.fields())
        except Refused as refusal:
            self.say(str(refusal))
            return
        self.say("")
        birth = layout.fields().get("birth_date")
        if birth is not None and layout.date_order is None:
            self.orders.ask((row[birth] for row in self._draft.sheet.rows[layout.data :]), self._said)
            self.orders.show()
        else:
            self.orders.forget()

    @Slot()
    def _on_header(self) -> None:
        assert self._draft is not None
        opening = self._draft.opening
        row = int(str(self.header.currentData()))
        today: date = self._context.centre.work.today()
        self._show(find_layout(self._draft.sheet, opening.translations, today, row))

    @Slot()
    def _on_save(self) -> None:
        if self._draft is not None:
            kinds = tr("Columns of workbooks ({kinds})", kinds=f"*{SUFFIX}")
            name = Path(Path(self._draft.name).stem + SUFFIX)
            ask_new_file(self, tr("Where to write what the columns are"), kinds, name, self.save_columns)

    def save_columns(self, path: Path) -> None:
        """Write what the columns are, for another centre."""
        if self._draft is None:
            return
        try:
            mapping = mapping_of(Path(self._draft.name).stem, self._draft.sheet, self._as_shown())
        except Refused as refusal:
            self.say(str(refusal))
            return
        done = tr("{file} is written. Another centre can use it for such workbooks.", file=path.name)
        self._context.do(lambda _: save_mapping(path, mapping), done=done)

    @Slot()
    def _on_use(self) -> None:
        kinds = tr("Columns of workbooks ({kinds})", kinds=f"*{SUFFIX}")
        ask_file(self, tr("Which file of another centre?"), kinds, self.use_columns)

    def use_columns(self, path: Path) -> None:
        """Take what the columns are from a file of another centre."""
        if self._draft is None or self._layout is None:
            return
        try:
            found = mapped(self._draft.sheet, replace(self._layout, known=False), [read_mapping(path)])
        except Refused as refusal:
            self.say(str(refusal))
            return
        if not found.known:
            self.say(tr("{file} is for workbooks with other columns.", file=path.name))
            return
        self._said = found.date_order
        self._show(found)

    def _fill_headers(self, sheet: Sheet, at: int) -> None:
        self.header.clear()
        for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
            said = ", ".join(" ".join(str(value).split()) for value in row if not is_blank(value))
            if said or number == at:
                shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
                self.header.addItem(tr("Row {n}: {cells}", n=sheet.first_row + number + 1, cells=shown), number)
        self.header.addItem(tr("The sheet has no headers"), NO_HEADER)
        self.header.setCurrentIndex(max(0, self.header.findData(at)))

    def _arrange(self) -> None:
        intro = tr("This workbook is not known yet. Look whether each column goes where it belongs; it is asked once.")
        headers = label(tr("Hea&ders stand in"), "field")
        headers.setBuddy(self.header)
        for each in (headers, self.remember):
            each.setMinimumHeight(look().px(CONTROL_HEIGHT))
        frame, inside = card()
        inside.addWidget(scrolled(self.rows), 1)
        foot: Sequence[QWidget] = (self.remember, self.save, self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(intro, wrap=True))
        column.addWidget(Flow(headers, self.header, gap=GAP_SMALL))
        column.addWidget(frame, 1)
        column.addWidget(self.orders)
        column.addWidget(self.trouble)
        column.addWidget(Flow(*foot))
