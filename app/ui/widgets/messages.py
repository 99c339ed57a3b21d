# SPDX-License-Identifier: Apache-2.0
"""Pages that say one thing: nothing here yet, or something went wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SECTION
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import centred
from app.ui.widgets.texts import label

_WIDTH = 560


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person may do: the words on the button and what happens."""

    text: str
    act: Callable[[], object]


class EmptyState(QWidget):
    """One sentence, one primary button, perhaps a second quieter one."""

    def __init__(
        self,
        sentence: str,
        first: Choice | None = None,
        second: Choice | None = None,
        drawing: Icon = Icon.FOLDER_OPEN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = label(sentence, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choices = _choices(first, second)
        _centred(self, [_Drawing(drawing, "muted"), words], choices)
        for made in self.findChildren(QPushButton)[:1]:
            self.setFocusProxy(made)


class MessagePage(QWidget):
    """What happened, what was kept, what to do; and a short code to quote when asking for help."""

    def __init__(
        self,
        title: str,
        what_was_kept: str,
        what_to_do: str,
        choices: tuple[Choice, ...] = (),
        code: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = [label(title, "title", wrap=True), label(what_was_kept, wrap=True), label(what_to_do, wrap=True)]
        if code:
            words.append(label(code, "caption"))
        for line in words:
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(title)
        _centred(self, [_Drawing(Icon.TRIANGLE_ALERT, "warn"), *words], _choices(*choices))


class _Drawing(QLabel):
    """A large icon above the words."""

    def __init__(self, drawing: Icon, colour: str) -> None:
        super().__init__()
        side = look().px(40)
        self.setPixmap(icon(drawing, colour).pixmap(side, side))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)


def _choices(*choices: Choice | None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(GAP)
    line.addStretch(1)
    for n, choice in enumerate(choice for choice in choices if choice is not None):
        line.addWidget(button(choice.text, choice.act, kind="plain" if n else "primary"))
    line.addStretch(1)
    return line


def _centred(page: QWidget, lines: list[QLabel], choices: QHBoxLayout) -> None:
    middle = QWidget()
    middle.setFixedWidth(look().px(_WIDTH))
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for line in lines:
        column.addWidget(line)
    column.addSpacing(GAP)
    column.addLayout(choices)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(GAP_SECTION, GAP_SECTION, GAP_SECTION, GAP_SECTION)
    outer.addLayout(centred(middle, 2, 3))
