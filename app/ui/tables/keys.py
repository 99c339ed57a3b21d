# SPDX-License-Identifier: Apache-2.0
"""The keys of a list, besides those that every list of Qt has."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.widgets.row_source import Order

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable

_NONE, _CONTROL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_STANDARD = {
    QKeySequence.StandardKey.Copy: (_CONTROL, Qt.Key.Key_C),
    QKeySequence.StandardKey.Paste: (_CONTROL, Qt.Key.Key_V),
}


def key_act(table: "DataTable", event: QKeyEvent) -> Callable[[], Any] | None:
    """What this key does in the list; None where the list has no use of its own for it."""
    pressed = (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key()))
    pressed = next((keys for standard, keys in _STANDARD.items() if event.matches(standard)), pressed)
    column = max(0, table.currentIndex().column())
    acts: dict[tuple[Qt.KeyboardModifier, Qt.Key], Callable[[], Any]] = {
        (_CONTROL, Qt.Key.Key_C): table.copy_selection,
        (_CONTROL | _SHIFT, Qt.Key.Key_C): table.copy_with_titles,
        (_CONTROL | _SHIFT, Qt.Key.Key_L): table.filters.clear,
        (_SHIFT, Qt.Key.Key_Space): table.select_rows,
        (_ALT, Qt.Key.Key_Down): partial(table.filters.ask, column),
        (_ALT, Qt.Key.Key_Up): partial(_sort_here, table, column),
    }
    if table.editing is not None:
        acts[_CONTROL, Qt.Key.Key_V] = table.editing.paste
        acts[_CONTROL, Qt.Key.Key_D] = table.editing.fill_down
    return acts.get(pressed)


def _sort_here(table: "DataTable", column: int) -> None:
    """Sort by this column; when it is sorted by it upwards, downwards."""
    up = table.rows.order == Order(table.rows.columns[column].key)
    table.sort_by(column, Qt.SortOrder.DescendingOrder if up else Qt.SortOrder.AscendingOrder)
