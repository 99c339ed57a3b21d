# SPDX-License-Identifier: Apache-2.0
"""Erasing a learner for ever: asked once more by name, and told afterwards which copies could not be reached."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from app.services.erasing import erase_learner
from app.translation import tr
from app.ui.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.question import Question, short_name


def ask_to_erase(parent: QWidget, context: Context, learner: bytes, name: str, erased: Callable[[], object]) -> QDialog:
    """Ask, naming the person; on a yes erase, call ``erased``, and show what the person must still do by hand."""

    def erase() -> None:
        asked.accept()
        context.do(lambda _: erase_learner(context.centre, learner), told, tr("{name} was erased.", name=name))

    def told(sentences: Sequence[str]) -> None:
        erased()
        if sentences:
            copies_left(parent, name, sentences)

    asked = Question(
        parent,
        tr("Erase {name} for ever?", name=name),
        tr(
            "Name, birth date, document numbers, contact, notes and the picture are destroyed on this laptop now, "
            "and on the centre's other laptops at their next exchange."
        ),
        tr("This cannot be undone. Results and issued certificates stay in the register, as the law demands."),
    )
    doing = button(tr("&Erase for ever"), erase, kind="danger")
    doing.setAccessibleName(tr("Erase {name} for ever", name=name))
    asked.offer(tr("&Keep {name}", name=short_name(name)), doing)
    asked.open()
    return asked


def copies_left(parent: QWidget, name: str, sentences: Sequence[str]) -> QDialog:
    """Say which copies could not be reached; the window stays until the person has read it."""
    told = Question(
        parent,
        tr("{name} was erased", name=name),
        tr("These copies could not be reached from here:"),
        *(f"•  {sentence}" for sentence in sentences),
    )
    told.buttons.addButton(
        button(tr("I have read this"), told.accept, kind="primary"), QDialogButtonBox.ButtonRole.AcceptRole
    )
    told.open()
    return told
