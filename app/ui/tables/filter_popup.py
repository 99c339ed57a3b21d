# SPDX-License-Identifier: Apache-2.0
"""The small window under the title of a column: sort, and which of its rows are shown."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.dates import day_first, read_date
from app.domain.filtering import Filter
from app.domain.refusals import BadInput
from app.translation import later, tr
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.row_source import CellKind, Coded, Column
from app.ui.widgets.texts import label

_WIDTH, _LISTED = 300, 6
_FILLED: Final = (
    (None, later("Filled and empty cells")),
    (True, later("Only filled cells")),
    (False, later("Only empty cells")),
)
_SUCH_AS: Final = day_first("2005-12-31")
_VALUE: Final = int(Qt.ItemDataRole.UserRole)


class FilterPopup(QDialog):
    """``chosen`` carries the wish, one that asks nothing when it was cleared; ``sort_wanted`` the direction."""

    chosen = Signal(object)
    sort_wanted = Signal(object)

    def __init__(self, column: Column, wish: Filter, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Filter by {column}", column=column.title))
        self._column, self._wish = column, wish
        self.contains = QLineEdit(wish.contains)
        self.first, self.last = QLineEdit(day_first(wish.first)), QLineEdit(day_first(wish.last))
        for day in (self.first, self.last):
            day.setPlaceholderText(_SUCH_AS)
        self._dates = [FormField(tr("From"), self.first), FormField(tr("Until"), self.last)]
        self.filled = QComboBox()
        self.filled.setAccessibleName(tr("Empty cells"))
        for value, words in _FILLED:
            self.filled.addItem(tr(words), value)
        self.filled.setCurrentIndex([value for value, _ in _FILLED].index(wish.filled))
        self.values = QListWidget()
        self.values.setSpacing(1)
        self.values.setAccessibleName(tr("Only these values"))
        self._named = label(tr("Only these values"), "field")
        self.apply_button = button(tr("Filter"), self.choose, kind="primary")
        self.clear_button = button(tr("All rows"), self._clear)
        self._arrange()

    def show_below(self, place: QPoint) -> None:
        """Show it with its corner at this place of the screen, moved so that all of it can be seen."""
        self.setFixedWidth(look().px(_WIDTH))
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = place.x() - (self.width() if self.isRightToLeft() else 0)
        left = max(room.left(), min(left, room.right() - self.width()))
        self.move(left, max(room.top(), min(place.y(), room.bottom() - self.height())))
        self.show()
        (self.first if self._column.kind is CellKind.DATE else self.contains).setFocus()

    def offer(self, values: Sequence[Coded]) -> None:
        """Let the person choose among these values; without any there is nothing to choose."""
        self.values.clear()
        for value in values:
            item = QListWidgetItem(value.text)
            item.setData(_VALUE, value.value)
            item.setToolTip(value.text)
            ticked = value.value in self._wish.among
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.values.addItem(item)
        shown = bool(values) and self._column.kind is not CellKind.DATE
        self._named.setVisible(shown)
        self.values.setVisible(shown)
        line = max(self.values.sizeHintForRow(0) + 2, look().px(24)) if values else 0
        self.values.setFixedHeight(line * min(len(values), _LISTED) + look().px(GAP))
        if self.isVisible():
            self.adjustSize()

    @Slot()
    def choose(self) -> None:
        """Ask for what stands in the fields, unless a day cannot be read."""
        days = [self._day(field) for field in self._dates]
        if None in days:
            return
        items = [self.values.item(n) for n in range(self.values.count())]
        ticked = tuple(str(item.data(_VALUE)) for item in items if item.checkState() == Qt.CheckState.Checked)
        among = ticked if items else self._wish.among
        wish = Filter(
            self._column.key, self.contains.text().strip(), among, self.filled.currentData(), str(days[0]), str(days[1])
        )
        self.chosen.emit(wish)
        self.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """An edge around it: nothing else parts it from the page."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(look().colour("control"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter filters; Esc leaves all as it is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        else:
            super().keyPressEvent(event)

    def _day(self, field: FormField) -> str | None:
        """The day of a field as ISO text, empty where nothing is asked, None where it cannot be read."""
        editor = field.editor
        text = editor.text().strip() if isinstance(editor, QLineEdit) else ""
        try:
            day = read_date(text).isoformat() if text else ""
        except BadInput as reason:
            field.show_error(str(reason))
            self.adjustSize()
            return None
        field.show_error("")
        return day

    @Slot()
    def _clear(self) -> None:
        self.chosen.emit(Filter(self._column.key))
        self.accept()

    def _sort(self, order: Qt.SortOrder) -> None:
        self.sort_wanted.emit(order)
        self.accept()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP_SMALL)
        column.addWidget(label(self._column.title, "heading", wrap=True))
        if self._column.sortable:
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(self._sorter(tr("Sort upwards"), Icon.ARROW_UP, Qt.SortOrder.AscendingOrder))
            both.addWidget(self._sorter(tr("Sort downwards"), Icon.ARROW_DOWN, Qt.SortOrder.DescendingOrder))
            column.addLayout(both)
        if self._column.kind is CellKind.DATE:
            for field in self._dates:
                column.addWidget(field)
        else:
            column.addWidget(FormField(tr("Contains"), self.contains))
        column.addWidget(self.filled)
        column.addWidget(self._named)
        column.addWidget(self.values)
        line = QHBoxLayout()
        line.addWidget(self.clear_button)
        line.addStretch(1)
        line.addWidget(self.apply_button)
        column.addLayout(line)
        self.offer(())

    def _sorter(self, words: str, drawing: Icon, order: Qt.SortOrder) -> QWidget:
        made = button(words, lambda: self._sort(order), kind="quiet", drawing=drawing)
        made.setProperty("align", "start")
        return made
