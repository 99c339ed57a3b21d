# SPDX-License-Identifier: Apache-2.0
"""The installed Qt binding gives back every reference to None that it takes.

Some releases lose one reference for each None that passes through a QVariant, and abort the program after some thousand
calls. On Python 3.12 and later None cannot die, so that the count stands still whatever happens.
"""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem

CALLS = 1000


class EmptyModel(QAbstractTableModel):
    """One cell that has nothing to say for any role."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 1

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - as above
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return None


def index_data() -> Callable[[], object]:
    model = EmptyModel()
    return lambda: model.index(0, 0).data()


def missing_property() -> Callable[[], object]:
    thing = QObject()
    return lambda: thing.property("missing")


def property_setter() -> Callable[[], object]:
    thing = QObject()
    return lambda: thing.setProperty("empty", None)


def item_setter() -> Callable[[], object]:
    item = QStandardItem()
    return lambda: item.setData(None, Qt.ItemDataRole.UserRole)


@pytest.mark.parametrize("make", [index_data, missing_property, property_setter, item_setter])
def test_a_thousand_calls_leave_the_count_of_none_alone(make: Callable[[], Callable[[], object]]) -> None:
    call = make()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    assert sys.getrefcount(None) > before - CALLS // 10
