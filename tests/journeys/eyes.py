# SPDX-License-Identifier: Apache-2.0
"""What a person sees in a window: controls by the words on them, rows of lists, sentences."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget

W = TypeVar("W", bound=QWidget)


def before(seen: QWidget) -> QWidget:
    """What lies before the person: a dialog over the window, or the window."""
    return QApplication.activeModalWidget() or seen


def words_of(widget: QWidget) -> str:
    """What stands on a control, or what it is called where nothing stands on it."""
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return " ".join(text.replace("&", "").split()) or widget.accessibleName()


def find(seen: QWidget, kind: type[W], words: str) -> W:
    """The control of this kind that shows these words, or is called so; whole words before their beginning.

    Where two say the same (an empty page repeats the button of its head) they do the same: the first is taken.
    """
    shown = [each for each in before(seen).findChildren(kind) if each.isVisible()]
    exact = [each for each in shown if words in (words_of(each), each.accessibleName())]
    found = exact or [each for each in shown if words_of(each).startswith(words)]
    assert found, f"nothing says {words!r} among {sorted({words_of(each) for each in shown})}"
    return found[0]


def field(seen: QWidget, words: str) -> QLineEdit | QComboBox:
    """The field of this name, to type into."""
    edits: list[QLineEdit | QComboBox] = [
        *before(seen).findChildren(QLineEdit),
        *before(seen).findChildren(QComboBox),
    ]
    found = [each for each in edits if each.isVisible() and each.accessibleName() == words]
    assert found, f"nothing says {words!r} among {[each.accessibleName() for each in edits]}"
    return found[0]


def code_under(seen: QWidget, title: str) -> str:
    """The code on the card of this title."""
    codes = [each for each in before(seen).findChildren(QLabel) if each.isVisible()]
    [found] = [each.text() for each in codes if each.accessibleName().startswith(f"{title} ")]
    return found


def shows(seen: QWidget, words: str) -> bool:
    """Whether these words can be read anywhere in front of the person."""
    return words in sentences(seen)


def sentences(seen: QWidget) -> str:
    """All that can be read on labels and buttons."""
    shown: list[QLabel | QAbstractButton] = [
        *before(seen).findChildren(QLabel),
        *before(seen).findChildren(QAbstractButton),
    ]
    return "\n".join(each.text() for each in shown if each.isVisible() and each.text())


def row_of(view: QAbstractItemView, words: str) -> QModelIndex:
    """The row of a list that says these words in one of its cells."""
    found = [row for row, said in enumerate(rows(view)) if words in said]
    assert found, f"no row says {words!r}"
    return view.model().index(found[0], 0)


def rows(view: QAbstractItemView) -> list[str]:
    """What the rows of a list say, cell by cell."""
    return [" | ".join(_cells(view.model().index(row, 0))) for row in range(view.model().rowCount())]


def _cells(first: QModelIndex) -> Iterator[str]:
    cell = first
    while cell.isValid():
        yield str(cell.data() or "")
        cell = cell.siblingAtColumn(cell.column() + 1)
