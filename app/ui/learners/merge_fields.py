# SPDX-License-Identifier: Apache-2.0
"""Two records of one learner, field by field: the two values side by side, one of them chosen."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from app.services.merging import FieldChoice, MergePreview
from app.translation import tr
from app.ui.learner_columns import field_text, field_words
from app.ui.learners.aside_parts import round_picture
from app.ui.learners.merge_brings import SHARES
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY
from app.ui.widgets.flow import Flow
from app.ui.widgets.pill import Pill
from app.ui.widgets.tab_stops import bring_into_sight
from app.ui.widgets.texts import label
from app.ui.widgets.wrapped_choice import WrappedChoice

_PICTURE: Final = 64


class MergeFields(QWidget):
    """The record that was named first stands at the left, whichever of the two stays. ``stays`` carries the one that
    shall stay, ``chosen`` a field and its value."""

    stays = Signal(bytes)
    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep: tuple[WrappedChoice, ...] = ()
        self.values: dict[str, tuple[QRadioButton, ...]] = {}
        self._groups: list[QButtonGroup] = []
        self._lines: list[tuple[QRadioButton, ...]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None

    def show_records(self, left: bytes, found: MergePreview, chosen: Mapping[str, str]) -> None:
        """Show these two, with the choices made so far. What has the keyboard keeps it."""
        here = self._place_of_keyboard()
        self._empty()
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_SMALL)
        for column, share in enumerate(SHARES):
            grid.setColumnStretch(column, share)
        swapped = found.survivor.learner != left
        records = (found.duplicate, found.survivor) if swapped else (found.survivor, found.duplicate)
        self._add_heads(grid, [(one.learner, one.name) for one in records], found.survivor.learner)
        for field in found.fields:
            self._add_field(grid, field, swapped, chosen.get(field.field, field.proposed), [r.name for r in records])
        if not found.fields:
            said = label(tr("Both records say the same in every field."), "muted", wrap=True)
            grid.addWidget(said, grid.rowCount(), 0, 1, 3)
        self._column.addWidget(self._inside)
        self._give_keyboard(here)

    def focus_first(self) -> None:
        """Put the keyboard on the choice of the record that stays."""
        self._give_keyboard(0)

    def _add_heads(self, grid: QGridLayout, records: Sequence[tuple[bytes, str]], survivor: bytes) -> None:
        group = self._group()
        keep = []
        for at, (learner, name) in enumerate(records, start=1):
            goes_on = learner == survivor
            made = WrappedChoice(tr("This record stays") if goes_on else tr("Let this record stay"))
            made.setAccessibleName(tr("{name}: this record stays", name=name))
            made.setChecked(goes_on)
            made.clicked.connect(partial(self._keep, learner))
            group.addButton(made)
            keep.append(made)
            grid.addWidget(label(name, "heading", wrap=True), 0, at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(made, 1, at)
        self.keep = tuple(keep)
        self._add_line(self.keep)

    def _add_field(
        self, grid: QGridLayout, field: FieldChoice, swapped: bool, taken: str, names: Sequence[str]
    ) -> None:
        row = grid.rowCount()
        grid.addWidget(_title(field), row, 0)
        group, made = self._group(), []
        texts = (field.duplicate, field.survivor) if swapped else (field.survivor, field.duplicate)
        for at, (text, name) in enumerate(zip(texts, names, strict=True), start=1):
            each = _choice(field.field, text)
            shown = field_text(field.field, text) or tr("empty")
            said = tr("{field}: {value}", field=field_words(field.field), value=shown)
            each.setAccessibleName(said)
            each.setAccessibleDescription(tr("in the record of {name}", name=name))
            each.setChecked(text == taken)
            each.toggled.connect(partial(self._choose, field.field, text))
            group.addButton(each)
            made.append(each)
            grid.addWidget(each, row, at)
        self.values[field.field] = tuple(made)
        self._add_line(tuple(made))

    def _group(self) -> QButtonGroup:
        made = QButtonGroup(self)
        self._groups.append(made)
        return made

    def _add_line(self, line: tuple[QRadioButton, ...]) -> None:
        at = len(self._lines)
        self._lines.append(line)
        for each in line:
            if isinstance(each, WrappedChoice):
                each.line_wanted.connect(partial(self._go, at))

    def _go(self, at: int, step: int) -> None:
        if 0 <= at + step < len(self._lines):
            self._give_keyboard(at + step)

    def _keep(self, learner: bytes, *_: object) -> None:
        self.stays.emit(learner)

    def _choose(self, field: str, text: str, on: bool) -> None:
        if on:
            self.chosen.emit(field, text)

    def _place_of_keyboard(self) -> int:
        return next((n for n, line in enumerate(self._lines) if any(each.hasFocus() for each in line)), -1)

    def _give_keyboard(self, at: int) -> None:
        if 0 <= at < len(self._lines):
            here = next((each for each in self._lines[at] if each.isChecked()), self._lines[at][0])
            here.setFocus()
            bring_into_sight(here)

    def _empty(self) -> None:
        self.values.clear()
        self._lines.clear()
        for group in self._groups:
            group.deleteLater()
        self._groups.clear()
        if self._inside is not None:
            self._inside.hide()
            self._column.removeWidget(self._inside)
            self._inside.deleteLater()


def _title(field: FieldChoice) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, GAP_TINY, 0, 0)
    column.setSpacing(GAP_TINY)
    column.addWidget(label(field_words(field.field), "field", wrap=True))
    if field.serious:
        pill = Pill(tr("on certificates"), "warn")
        pill.setToolTip(tr("A wrong value here would stand on certificates. Look at the documents."))
        column.addWidget(Flow(pill))
    column.addStretch(1)
    return made


def _choice(field: str, text: str) -> QRadioButton:
    """The value as a choice: a picture as a picture."""
    if field == "photo" and text:
        side = look().px(_PICTURE)
        drawn = round_picture(text, QSize(side, side), 1.0)
        if drawn is not None:
            made = QRadioButton()
            made.setIcon(QIcon(drawn))
            made.setIconSize(drawn.size())
            return made
    return WrappedChoice(field_text(field, text) or tr("empty"))
