# SPDX-License-Identifier: Apache-2.0
"""Every element of a template: the page with handles, the list of elements, their properties, what is wrong."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.documents.editing import Spot, element_at, spots
from app.domain.documents import DOCUMENT_TYPES
from app.translation import tr
from app.ui.templates.arrange_pane import ArrangePane
from app.ui.templates.draft import Draft
from app.ui.templates.element_words import KIND_WORDS, ROWS_WORDS, element_words
from app.ui.templates.findings_list import FindingsList
from app.ui.templates.looking import Wish
from app.ui.templates.property_form import PropertyForm
from app.ui.templates.sample_choice import SampleChoice
from app.ui.templates.sheet_view import SheetView
from app.ui.templates.zoom_area import FIT, ZOOMS, ZoomArea
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.flow import Flow
from app.ui.widgets.menu_button import inner_menu, menu_button, offer

_SIDE: Final = 330
_SHORT, _LONG = 7, 12


class ExpertPane(QWidget):
    """``sample_wanted`` tells that another sample, side or size shall be shown."""

    sample_wanted = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._document = ""
        self.sheet = SheetView(draft)
        self.area = ZoomArea(self.sheet, draft)
        self.form, self.several = PropertyForm(draft), ArrangePane(draft)
        self.findings = FindingsList()
        self.sample = SampleChoice(draft, self)
        self.elements, self.sides, self.zoom = QComboBox(), QComboBox(), QComboBox()
        self.add_button, self._menu = menu_button(tr("A&dd"))
        self.undo = icon_button(Icon.UNDO_2, tr("Take the last step back (Ctrl+Z)"), draft.undo)
        self.redo = icon_button(Icon.REDO_2, tr("Make the step again (Ctrl+Y)"), draft.redo)
        self.copy = icon_button(Icon.COPY, tr("Copy the element (Ctrl+D)"), draft.duplicate)
        self.remove = icon_button(Icon.TRASH_2, tr("Take the element away (Delete)"), draft.remove)
        self.front = icon_button(Icon.ARROW_UP, tr("Further to the front"), partial(draft.reorder, 1))
        self.back = icon_button(Icon.ARROW_DOWN, tr("Further to the back"), partial(draft.reorder, -1))
        self._arrange()
        draft.changed.connect(self._on_changed)
        draft.chosen.connect(self._on_chosen)
        self.findings.spot_wanted.connect(self._on_spot)
        self.elements.activated.connect(self._on_element)
        self.sides.activated.connect(self._on_side)
        self.sample.wanted.connect(self.sample_wanted.emit)
        self.zoom.activated.connect(self._on_zoom)
        self.area.zoomed.connect(self._on_zoomed)

    @property
    def wish(self) -> Wish:
        """What is to be looked at."""
        return Wish(self.sample.person, self.sample.languages, self._draft.side, self.area.dpi)

    def _arrange(self) -> None:
        for box, name in (
            (self.elements, tr("Element")), (self.sample.people, tr("Sample")),
            (self.sides, tr("Side of the document")), (self.zoom, tr("Size of the view (Ctrl and wheel, Ctrl+0)")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_SHORT if box in (self.zoom, self.sides) else _LONG)
        self.elements.setPlaceholderText(tr("Several elements"))
        self.zoom.addItem(tr("All of it"), FIT)
        for zoom in ZOOMS:
            self.zoom.addItem(f"{zoom:.0%}", zoom)
        tools = (self.undo, self.redo, self.copy, self.remove, self.front, self.back)
        left = QVBoxLayout()
        left.setSpacing(GAP_SMALL)
        sample = (self.sample.people, self.sample.button)
        left.addWidget(Flow(self.add_button, *tools, self.zoom, self.sides, *sample, gap=GAP_SMALL))
        left.addWidget(self.area, 1)
        left.addWidget(self.findings)
        side = QWidget()
        side.setFixedWidth(look().px(_SIDE))
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(GAP_SMALL)
        right.addWidget(self.elements)
        self.panes = QStackedWidget()
        self.panes.addWidget(self.form)
        self.panes.addWidget(self.several)
        right.addWidget(self.panes, 1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, GAP, 0, 0)
        both.setSpacing(GAP)
        both.addLayout(left, 1)
        both.addWidget(side)
        self.setFocusProxy(self.sheet)

    @Slot()
    def _on_changed(self) -> None:
        if self._draft.history is None:
            return
        self.undo.setEnabled(bool(self._draft.history.past))
        self.redo.setEnabled(bool(self._draft.history.future))
        self._show_sides()
        self._show_elements()

    @Slot()
    def _on_chosen(self) -> None:
        if self._draft.history is None:
            return
        self._show_sides()
        if self.sides.currentIndex() != self._draft.side:
            self.sides.setCurrentIndex(self._draft.side)
            self.sample_wanted.emit()
        self._show_elements()
        self._fill_menu()

    def _show_sides(self) -> None:
        count = len(self._draft.template.pages)
        if self.sides.count() != count:
            self.sides.clear()
            for n in range(count):
                self.sides.addItem(tr("Side {n}", n=n + 1), n)
        self.sides.setVisible(count > 1)

    def _show_elements(self) -> None:
        with QSignalBlocker(self.elements):
            self.elements.clear()
            self.elements.addItem(tr("The whole sheet"), None)
            for spot in spots(self._draft.template):
                self.elements.addItem(element_words(element_at(self._draft.template, spot)), spot)
            known = (None, *spots(self._draft.template))
            are_several = len(self._draft.spots) > 1
            self.elements.setCurrentIndex(-1 if are_several else known.index(self._draft.spot))
        self.elements.setToolTip(self.elements.currentText())
        self.panes.setCurrentWidget(self.several if are_several else self.form)
        for tool in (self.copy, self.remove):
            tool.setEnabled(bool(self._draft.spots))
        for tool in (self.front, self.back):
            tool.setEnabled(self._draft.spot is not None)

    def _fill_menu(self) -> None:
        document = self._draft.template.document_type
        if document == self._document:
            return  # what is in the menu may be at work at this moment
        self._document = document
        self._menu.clear()
        tables = DOCUMENT_TYPES[document].tables
        for kind, words in KIND_WORDS.items():
            if kind != "table":
                offer(self._menu, tr(words), partial(self._draft.add, kind))
            elif tables:
                inner = inner_menu(self._menu, tr(words))
                for rows in tables:
                    offer(inner, tr(ROWS_WORDS[rows]), partial(self._draft.add, kind, rows))

    @Slot()
    def _on_zoom(self) -> None:
        self.area.set_zoom(self.zoom.currentData())

    @Slot()
    def _on_zoomed(self) -> None:
        self.zoom.setCurrentIndex(self.zoom.findData(self.area.zoom))
        self.sample_wanted.emit()

    @Slot()
    def _on_element(self) -> None:
        self._draft.choose(self.elements.currentData(), self._draft.side)
        self.area.show_chosen()

    @Slot()
    def _on_side(self) -> None:
        self._draft.choose(None, self.sides.currentIndex())
        self.sample_wanted.emit()

    @Slot(object)
    def _on_spot(self, spot: Spot) -> None:
        if spot in spots(self._draft.template):
            self._draft.choose(spot)
            self.sheet.setFocus()
