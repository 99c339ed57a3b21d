# SPDX-License-Identifier: Apache-2.0
"""Boxes for numbers that look like the other fields."""

from typing import Final, TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

from app.ui.theme.look import look

B = TypeVar("B", bound=QAbstractSpinBox)
_BEFORE: Final = 6


def number_box(box: B) -> B:
    """This box with the room before its digits that other fields have before their text: a style sheet cannot give it
    to the field inside the box."""
    box.lineEdit().setTextMargins(look().px(_BEFORE), 0, 0, 0)
    return box
