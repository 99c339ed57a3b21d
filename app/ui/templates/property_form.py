# SPDX-License-Identifier: Apache-2.0
"""The properties of the chosen element, or of the sheet where none is chosen, one part at a time."""

from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.documents.elements.kinds import Column, Condition
from app.documents.parts import Part, Several
from app.documents.properties import Choice, Number
from app.documents.settable import Path, Settable, settables
from app.documents.template import SIZES
from app.translation import tr
from app.ui.templates.draft import Draft
from app.ui.templates.editors import Editor
from app.ui.templates.property_controls import MAY_BE_NONE, control_for
from app.ui.templates.property_words import PROPERTY_WORDS, property_words, section_words
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import scrolled
from app.ui.widgets.texts import label

_SHORT: Final = 118
_BESIDE: Final = ("box", "wording", "setting", "paper", "options")
"""Parts whose properties stand among those of the whole."""
_SEVERAL: Final[dict[str, Any]] = {
    "columns": Column(bind="row.number", width=10),
    "when": Condition(field="learner.latin_name"),
}
_HIDDEN: Final = ("key", "document_type", "case", "pages", "elements", "background", "file")


class PropertyForm(QWidget):
    """``file_wanted`` asks for a picture, for the element or for the background of the side; ``typeface_wanted`` for a
    typeface of the template."""

    file_wanted = Signal()
    typeface_wanted = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._editors: dict[Path, Editor] = {}
        self._structure: object = None
        self.section = QComboBox()
        self.section.setAccessibleName(tr("Which properties"))
        self.section.activated.connect(self._on_section)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, GAP_SMALL, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.section)
        outer.addWidget(scrolled(self._body), 1)
        draft.changed.connect(self.refresh)
        draft.chosen.connect(self._begin)

    def editor(self, *path: str | int) -> QWidget:
        """The control of a property that is shown."""
        return self._editors[path].widget

    @Slot()
    def refresh(self) -> None:
        """Show what is so now; controls are made anew only where there are others."""
        if self._draft.history is None:
            return
        known = self._known()
        sections = list(dict.fromkeys([(), *(_section(one.path) for one in known)]))
        at = self._section_chosen()
        at = at if at in sections else ()
        mine = [one for one in known if _section(one.path) == at]
        paths = [one.path for one in mine]
        template = self._draft.template
        there = (len(template.pages), template.typeface is None, self._background() is None)
        structure = (self._draft.spot, self._draft.side, there, sections, at, paths)
        if structure != self._structure:
            self._structure = structure
            self._show_sections(sections, at)
            self._build(mine, at)
        for one in mine:
            if one.path in self._editors:
                self._editors[one.path].show(one.value)

    @Slot()
    def _begin(self) -> None:
        with QSignalBlocker(self.section):
            self.section.setCurrentIndex(0)
        self.refresh()

    @Slot()
    def _on_section(self) -> None:
        self.refresh()

    def _part(self) -> Any:
        return self._draft.element or self._draft.template

    def _background(self) -> object:
        return self._draft.template.pages[self._draft.side].background

    def _section_chosen(self) -> Path:
        return tuple(self.section.currentData() or ())

    def _known(self) -> list[Settable]:
        part = self._part()
        found = [one for one in settables(part) if _is_shown(one)]
        if self._draft.spot is not None:
            found = [one for one in found if one.path != ("name",)]
        if self._draft.spot is None and self._draft.template.paper.size in SIZES:
            found = [one for one in found if one.path[-1] not in ("width", "height")]
        return sorted(found, key=lambda one: one.path[0] != "box")

    def _show_sections(self, sections: list[Path], at: Path) -> None:
        with QSignalBlocker(self.section):
            self.section.clear()
            for one in sections:
                self.section.addItem(section_words(one, self._draft.spot is not None), list(one))
            self.section.setCurrentIndex(sections.index(at))
        self.section.setVisible(len(sections) > 1)

    def _build(self, mine: list[Settable], at: Path) -> None:
        while (old := self._column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._editors = {}
        frame = QWidget()
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_SMALL)
        grid.setColumnStretch(0, 1)
        for one in mine:
            made = control_for(one, self._draft)
            if made is not None:
                self._editors[one.path] = made
                _add_row(grid, _words_of(one), made)
        self._column.addWidget(frame)
        for extra in self._buttons(at):
            self._column.addWidget(extra)
        self._column.addStretch(1)

    def _buttons(self, at: Path) -> list[QWidget]:
        """What can be added or taken away here."""
        element = self._draft.element
        if element is None:
            return self._buttons_of_sheet(at)
        if at:
            return [button(tr("Take this away"), lambda: self._take_away(at))] if at[0] in _SEVERAL else []
        made: list[QWidget] = []
        if hasattr(element, "columns"):
            made.append(button(tr("Add a column"), lambda: self._add("columns")))
        made.append(button(tr("Add a condition"), lambda: self._add("when")))
        if hasattr(element, "file"):
            made.append(button(tr("Choose a picture..."), self.file_wanted.emit))
        return made

    def _buttons_of_sheet(self, at: Path) -> list[QWidget]:
        draft, made = self._draft, list[QWidget]()
        if not at:
            made.append(button(tr("Choose a background..."), self.file_wanted.emit))
            if self._background() is not None:
                gone: Path = ("pages", draft.side, "background")
                made.append(button(tr("No background"), lambda: draft.set(gone, None)))
            made.append(button(tr("Add a side"), draft.add_side))
            if len(draft.template.pages) > 1:
                made.append(button(tr("Take this side away"), draft.remove_side))
        if at == ("typeface",) or not (at or draft.template.typeface):
            made.append(button(tr("Choose a typeface..."), self.typeface_wanted.emit))
        if at == ("typeface",):
            made.append(button(tr("No typeface of its own"), lambda: draft.set_typeface(None)))
        return made

    def _add(self, name: str) -> None:
        known = getattr(self._draft.element, name)
        self._draft.set((name,), (*known, _SEVERAL[name]))

    def _take_away(self, at: Path) -> None:
        name, number = str(at[0]), int(at[1])
        known = getattr(self._draft.element, name)
        self._draft.set((name,), (*known[:number], *known[number + 1 :]))


def _section(path: Path) -> Path:
    """Which part a property belongs to."""
    if len(path) == 1 or path[0] in _BESIDE:
        return ()
    return path[:2] if isinstance(path[1], int) else path[:1]


def _is_shown(one: Settable) -> bool:
    name = str(one.path[-1])
    if name in _HIDDEN or name not in PROPERTY_WORDS:
        return False
    is_plain = not isinstance(one.what, Part | Several) or name == "binds"
    return is_plain or (name in MAY_BE_NONE and len(one.path) == 1)


def _words_of(one: Settable) -> str:
    name = str(one.path[-1])
    if name == "size" and isinstance(one.what, Choice):
        return tr("Size of the sheet")
    words = property_words(name)
    if name in ("size", "min_size") and isinstance(one.what, Number):
        return tr("{measure} (points)", measure=words)
    return words


def _add_row(grid: QGridLayout, words: str, made: Editor) -> None:
    """A short control at the right of its words, a wide one beneath them; a box to tick says its words itself."""
    row = grid.rowCount()
    if isinstance(made.widget, QCheckBox):
        made.widget.setText(words)
        grid.addWidget(made.widget, row, 0, 1, 2)
        return
    name = label(words, "field", wrap=True)
    name.setBuddy(made.widget)
    made.widget.setAccessibleName(words)
    if made.wide:
        grid.addWidget(name, row, 0, 1, 2)
        grid.addWidget(made.widget, row + 1, 0, 1, 2)
        return
    made.widget.setFixedWidth(look().px(_SHORT))
    grid.addWidget(name, row, 0)
    grid.addWidget(made.widget, row, 1)
