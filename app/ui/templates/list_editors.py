# SPDX-License-Identifier: Apache-2.0
"""Controls for properties that hold several values: the colours of a template, the facts of microtext."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QColorDialog, QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.documents.properties import COLOURS
from app.translation import tr
from app.ui.templates.editors import Editor, Tell, combo, swatch
from app.ui.templates.property_words import COLOUR_WORDS
from app.ui.theme.tokens import GAP_SMALL, GAP_TINY
from app.ui.widgets.buttons import button
from app.ui.widgets.texts import label

MOST_FACTS: Final = 8


def palette_editor(tell: Tell, colour: Callable[[str], str]) -> Editor:
    """A button for each colour of the template; ``colour`` gives it as it is now."""
    frame = QWidget()
    grid = QGridLayout(frame)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GAP_SMALL)
    grid.setColumnStretch(0, 1)
    known: dict[str, str] = {}

    def chosen(name: str, value: str) -> None:
        tell(tuple({**known, name: value}.items()))

    def ask(name: str) -> None:
        asked = QColorDialog(frame)
        asked.setWindowTitle(tr(COLOUR_WORDS[name]))
        asked.setCurrentColor(colour(name))
        asked.colorSelected.connect(lambda found: chosen(name, found.name()))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    buttons = {name: button("", partial(ask, name)) for name in COLOURS}
    for row, (name, made) in enumerate(buttons.items()):
        grid.addWidget(label(tr(COLOUR_WORDS[name])), row, 0)
        grid.addWidget(made, row, 1)

    def show(value: Any) -> None:
        known.clear()
        known.update(dict(value))
        for name, made in buttons.items():
            made.setIcon(swatch(colour(name)))
            made.setText(f" {colour(name)}")
            made.setAccessibleName(f"{tr(COLOUR_WORDS[name])} {colour(name)}")

    frame.setFocusProxy(buttons["main"])
    return Editor(frame, show, wide=True)


def facts_editor(names: Sequence[str], tell: Tell, words: Callable[[str], str]) -> Editor:
    """One list of facts below the other: none takes a fact away, the last one adds one. The last fact stays."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_TINY)
    called = {name: words(name) for name in names}
    boxes = [_fact_box(called) for _ in range(MOST_FACTS)]

    def told() -> None:
        found = tuple(str(box.currentData()) for box in boxes if box.currentData())
        if found:
            tell(found)
        else:
            show(shown)

    shown: list[str] = []

    def show(value: Any) -> None:
        shown[:] = value
        for number, box in enumerate(boxes):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value[number]) if number < len(value) else 0)
            box.setToolTip(box.currentText())
            box.setVisible(number <= len(value))

    for number, box in enumerate(boxes, start=1):
        box.setAccessibleName(tr("Fact {n}", n=number))
        box.activated.connect(lambda _: told())
        column.addWidget(box)
    frame.setFocusProxy(boxes[0])
    return Editor(frame, show, wide=True)


def _fact_box(called: Mapping[str, str]) -> QComboBox:
    box = combo()
    box.addItem(tr("none"), "")
    for name, words in sorted(called.items(), key=lambda one: one[1].casefold()):
        box.addItem(words, name)
    return box
