# SPDX-License-Identifier: Apache-2.0
"""Labels in the few roles of the type scale, and quiet announcements for screen readers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def label(text: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of plain text (never markup). Roles: title, heading, muted, caption, field, error, warning, number."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def set_variant(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and draw the widget anew in that variant."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say this at its next pause."""
    if text:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # slow to load, not for the first paint

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
