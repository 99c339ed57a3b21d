# SPDX-License-Identifier: Apache-2.0
"""A field for a whole number."""

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.ui.theme.tokens import GAP_SMALL


def number_field(name: str, low: int, high: int, parent: QWidget | None = None) -> QSpinBox:
    """A spin box from ``low`` to ``high``; ``name`` is what a screen reader says."""
    made = QSpinBox(parent)
    made.setAccessibleName(name)
    made.setRange(low, high)
    inner = made.findChild(QLineEdit)
    if inner is not None:
        inner.setTextMargins(GAP_SMALL, 0, 0, 0)  # the style sheet cannot move the text of a spin box
    return made
