# SPDX-License-Identifier: Apache-2.0
"""Erasing a learner for ever: asked once more by name, and told afterwards which copies could not be reached."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.services.erasing import erase_learner
from app.translation import tr
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import label

_WIDTH = 520


def ask_to_erase(parent: QWidget, context: Context, learner: bytes, name: str, erased: Callable[[], object]) -> QDialog:
    """Ask, naming the person; on a yes erase, call ``erased``, and show what the person must still do by hand."""

    def erase() -> None:
        asked.accept()
        context.do(lambda _: erase_learner(context.centre, learner), told, tr("{name} was erased.", name=name))

    def told(sentences: Sequence[str]) -> None:
        erased()
        if sentences:
            copies_left(parent, name, sentences)

    asked = _dialog(parent, tr("Erase {name} for ever?", name=name))
    for sentence in (
        tr(
            "Name, birth date, document numbers, contact, notes and the picture are destroyed on this laptop now, "
            "and on the centre's other laptops at their next exchange."
        ),
        tr("This cannot be undone. Results and issued certificates stay in the register, as the law demands."),
    ):
        asked.words.addWidget(label(sentence, wrap=True))
    keep = button(tr("&Keep {name}", name=_short(name)), asked.reject)
    keep.setAutoDefault(True)
    keep.setDefault(True)
    doing = button(tr("&Erase for ever"), erase, kind="danger")
    doing.setAccessibleName(tr("Erase {name} for ever", name=name))
    asked.buttons.addButton(keep, QDialogButtonBox.ButtonRole.RejectRole)
    asked.buttons.addButton(doing, QDialogButtonBox.ButtonRole.DestructiveRole)
    keep.setFocus()
    asked.open()
    return asked


def copies_left(parent: QWidget, name: str, sentences: Sequence[str]) -> QDialog:
    """Say which copies could not be reached; the window stays until the person has read it."""
    told = _dialog(parent, tr("{name} was erased", name=name))
    told.words.addWidget(label(tr("These copies could not be reached from here:"), wrap=True))
    for sentence in sentences:
        told.words.addWidget(label(f"•  {sentence}", wrap=True))
    told.buttons.addButton(
        button(tr("I have read this"), told.accept, kind="primary"), QDialogButtonBox.ButtonRole.AcceptRole
    )
    told.open()
    return told


class _Dialog(QDialog):
    """A title, sentences beneath it (``words``), a row of ``buttons``."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(look().px(_WIDTH))
        self.buttons = QDialogButtonBox()
        self.words = QVBoxLayout()
        self.words.setSpacing(GAP)
        self.words.addWidget(label(title, "title", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
        column.setSpacing(GAP_SECTION)
        column.addLayout(self.words)
        column.addWidget(self.buttons)


def _dialog(parent: QWidget, title: str) -> _Dialog:
    return _Dialog(parent, title)


def _short(name: str) -> str:
    shown = name if len(name) <= 32 else f"{name[:31]}…"
    return shown.replace("&", "&&")
