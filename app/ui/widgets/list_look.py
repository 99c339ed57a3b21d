# SPDX-License-Identifier: Apache-2.0
"""How every list of the program looks: one line a row, no grid, moved smoothly, left by Tab."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def look_like_a_list(table: QTableView) -> None:
    """Give the table the looks that all lists share; how high its rows are stays for it to say."""
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
