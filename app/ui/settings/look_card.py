# SPDX-License-Identifier: Apache-2.0
"""Language, light or dark, size of the text, distance of rows: one click each."""

from collections.abc import Iterable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.translation import LANGUAGES, tr
from app.ui.context import Context
from app.ui.theme.tokens import FONT_SCALES, GAP_SMALL, GAP_WIDE
from app.ui.widgets.flow import Flow
from app.ui.widgets.page_body import card
from app.ui.widgets.texts import label
from app.ui.window_menu import DENSITY_WORDS, MODE_WORDS


class LookCard(QWidget):
    """Each choice takes effect at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.groups: dict[str, QButtonGroup] = {}
        self._values: dict[str, dict[object, QRadioButton]] = {}
        settings = context.settings
        frame, column = card()
        column.setSpacing(GAP_WIDE)
        column.addWidget(label(tr("Look and language"), "heading"))
        languages = [(name, code, code == settings.language) for code, name in LANGUAGES.items()]
        modes = [(tr(words), mode, mode == settings.theme) for mode, words in MODE_WORDS.items()]
        scales = [(f"{scale} %", scale, scale == settings.scale) for scale in FONT_SCALES]
        densities = [(tr(words), one, one == settings.density) for one, words in DENSITY_WORDS.items()]
        column.addLayout(self._choices("language", tr("Language"), languages))
        column.addLayout(self._choices("theme", tr("Light or dark"), modes))
        column.addLayout(self._choices("scale", tr("Size of the text"), scales))
        column.addLayout(self._choices("density", tr("Rows of lists"), densities))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what holds now: it may have been chosen in the menu."""
        super().showEvent(event)
        for what, choices in self._values.items():
            choice = choices.get(getattr(self._context.settings, what))
            if choice is not None:
                choice.setChecked(True)

    def _choices(self, what: str, title: str, choices: Iterable[tuple[str, object, bool]]) -> QVBoxLayout:
        group = QButtonGroup(self)
        line = Flow(gap=GAP_WIDE)
        for words, value, current in choices:
            choice = QRadioButton(words.replace("&", "&&"))
            choice.setAccessibleName(f"{title}: {words}")
            choice.setChecked(current)
            choice.clicked.connect(lambda _=False, value=value: self._context.choose(what, value))
            group.addButton(choice)
            self._values.setdefault(what, {})[value] = choice
            line.add(choice)
        self.groups[what] = group
        column = QVBoxLayout()
        column.setSpacing(GAP_SMALL)
        column.addWidget(label(title, "field"))
        column.addWidget(line)
        return column
