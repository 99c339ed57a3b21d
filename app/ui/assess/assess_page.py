# SPDX-License-Identifier: Apache-2.0
"""The assessment screen put together: header, grid or tiles, current cell, and the page where it is finished."""

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.assessing import CLEARED, MET, NOT_APPLICABLE, NOT_YET
from app.translation import tr
from app.ui.assess.current_bar import CurrentBar
from app.ui.assess.desk import MARK_WORDS, AssessDesk, Changed
from app.ui.assess.finish import FinishPage
from app.ui.assess.focus_view import FocusView
from app.ui.assess.grid_view import GridView
from app.ui.assess.key_sheet import key_sheet
from app.ui.assess.keys import Order, Wish
from app.ui.assess.model import GridModel
from app.ui.assess.practical_head import AssessHeader
from app.ui.assess.presenter import Clock, Presenter
from app.ui.theme.tokens import GAP_SMALL
from app.ui.widgets.page_body import page_layout
from app.ui.widgets.texts import announce

MENU_KEYS = {MET: "Y", NOT_YET: "N", NOT_APPLICABLE: "X", CLEARED: "Del"}


class AssessPage(QWidget):
    """One session of one cohort for one unit. ``said`` carries a sentence for a toast, ``left`` asks for another
    session."""

    said = Signal(str)
    left = Signal()

    def __init__(self, desk: AssessDesk, clock: Clock = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.model = GridModel(desk.sheet(), self)
        self.presenter = Presenter(desk, self.model, clock, self)
        self.header = AssessHeader(self.model.sheet, clock)
        self.grid = GridView(self.model)
        self.focus_view = FocusView(self.model)
        self.bar = CurrentBar()
        self.finish = FinishPage(self.model)
        self.views = QStackedWidget()
        self.sides = QStackedWidget()
        self._arrange()
        self._join()
        self.bar.expect(self.model.criteria)
        self.presenter.move_to(0, 0)
        self._on_applied()

    def _arrange(self) -> None:
        self.views.addWidget(self.grid)
        self.views.addWidget(self.focus_view)
        marking = QWidget()
        column = QVBoxLayout(marking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_SMALL)
        column.addWidget(self.header)
        column.addWidget(self.views, 1)
        column.addWidget(self.bar)
        self.sides.addWidget(marking)
        self.sides.addWidget(self.finish)
        page_layout(self).addWidget(self.sides)
        marking.setFocusProxy(self.grid)
        self.setFocusProxy(self.grid)

    def _join(self) -> None:
        for view in (self.grid, self.focus_view):
            view.commanded.connect(self.presenter.obey)
            view.cell_clicked.connect(self.presenter.cycle)
            view.moved.connect(self.presenter.move_to)
            view.menu_wanted.connect(self._on_menu)
        told = self.presenter
        told.moved.connect(self._on_moved)
        told.saved.connect(self.header.show_saved)
        told.in_flight_changed.connect(self.header.show_in_flight)
        told.said.connect(self.said)
        told.undone.connect(self._on_undone)
        told.note_wanted.connect(self.bar.edit_note)
        told.view_switch_wanted.connect(self.switch_view)
        told.key_sheet_wanted.connect(self.show_keys)
        self.header.leave_wanted.connect(self.left)
        self.header.undo_wanted.connect(told.undo)
        self.header.finish_wanted.connect(self.show_finish)
        self.header.switch_wanted.connect(self.switch_view)
        self.header.keys_wanted.connect(self.show_keys)
        self.bar.note_written.connect(told.write_note)
        self.bar.left.connect(self._back_to_marks)
        self.finish.left.connect(self.show_marking)
        self.finish.jumped.connect(self._on_jump)
        self.finish.judged.connect(told.judge)
        self.finish.sign_wanted.connect(self._on_sign)
        self.model.dataChanged.connect(self._on_data_changed)
        self.model.applied.connect(self._on_applied)

    def show_changes(self, changed: Changed) -> None:
        """Show what was committed elsewhere, such as marks that arrived from another laptop."""
        self.model.apply(changed)

    def reload(self) -> None:
        """Read the whole sheet again."""
        self.model.show_sheet(self._desk.sheet())
        self.bar.expect(self.model.criteria)
        self.presenter.move_to(
            min(self.presenter.row, self.model.rowCount() - 1), min(self.presenter.column, self.model.columnCount() - 1)
        )

    def busy_assessing(self) -> bool:
        """Whether someone is marking just now; the window must not lock itself then."""
        return self.presenter.busy

    def place(self) -> str:
        """The current cell: learner and criterion."""
        learner, code = self.presenter.key if self.model.criteria and self.model.seats else (b"", "")
        return f"{learner.hex()} {code}"

    def go_to(self, place: str) -> None:
        """Make that cell the current one, if it is still on the sheet; without a criterion the learner's first one."""
        learner, _, code = place.partition(" ")
        first = next((criterion.code for criterion in self.model.criteria), "")
        try:
            found = self.model.place_of((bytes.fromhex(learner), code or first))
        except ValueError:
            return
        if found:
            self.presenter.move_to(*found)

    @Slot()
    def switch_view(self) -> None:
        """From grid to tiles and back; the current cell stays."""
        other = 1 - self.views.currentIndex()
        if self.model.criteria and self.model.seats:
            # before it is shown: a view that gets the keyboard without a current cell would choose its first one
            (self.grid, self.focus_view)[other].show_current(self.presenter.row, self.presenter.column)
        self.views.setCurrentIndex(other)
        self._back_to_marks()

    @Slot()
    def show_keys(self) -> None:
        """Show the list of all keys."""
        key_sheet(self).open()

    @Slot()
    def show_finish(self) -> None:
        """Go to the page where the session is judged and signed."""
        self.bar.save_note()
        self.finish.refresh()
        self.sides.setCurrentIndex(1)
        self.finish.secret.setFocus()

    @Slot()
    def show_marking(self) -> None:
        """Back to the marks."""
        self.sides.setCurrentIndex(0)
        self._back_to_marks()

    @Slot()
    def _back_to_marks(self) -> None:
        self.setFocusProxy(self._view)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int, int)
    def _on_moved(self, row: int, column: int) -> None:
        self._view.show_current(row, column)
        self._show_bar()

    @property
    def _view(self) -> GridView | FocusView:
        return (self.grid, self.focus_view)[self.views.currentIndex()]

    def _show_bar(self) -> None:
        if self.model.criteria and self.model.seats:
            row, column = self.presenter.row, self.presenter.column
            cell = self.model.cell(self.presenter.key)
            self.bar.show_cell(self.model.seats[column], self.model.criteria[row], cell)

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        here = self.presenter
        if first.row() <= here.row <= last.row() and first.column() <= here.column <= last.column():
            self._show_bar()

    @Slot()
    def _on_applied(self) -> None:
        self.header.show_progress(self.model.progress())
        if self.sides.currentIndex() == 1:
            self.finish.refresh()

    @Slot()
    def _on_undone(self) -> None:
        announce(self, tr("Undone"))

    @Slot(bytes, str)
    def _on_jump(self, learner: bytes, code: str) -> None:
        found = self.model.place_of((learner, code))
        self.show_marking()
        if found:
            self.presenter.move_to(*found)

    @Slot(object, object, str)
    def _on_sign(self, judgements: dict[bytes, str], learners: tuple[bytes, ...], secret: str) -> None:
        for learner, outcome in judgements.items():
            self.presenter.judge(learner, outcome)
        self.presenter.sign(learners, secret, self.finish.hear)

    @Slot(int, int, QPoint)
    def _on_menu(self, row: int, column: int, at: QPoint) -> None:
        self.presenter.move_to(row, column)
        menu = self.cell_menu()
        menu.popup(at)

    def cell_menu(self) -> QMenu:
        """What can be done with the current cell."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for mark, key in MENU_KEYS.items():
            words = tr("Take the mark back") if mark == CLEARED else tr(MARK_WORDS[mark])
            self._add(menu, words, key, Order(Wish.MARK, mark))
        menu.addSeparator()
        self._add(menu, tr("Write a note"), "M", Order(Wish.NOTE))
        self._add(menu, tr("All remaining of this criterion: met"), "A", Order(Wish.REMAINING_OF_CRITERION))
        self._add(menu, tr("All remaining of this learner: met"), "Shift+A", Order(Wish.REMAINING_OF_LEARNER))
        menu.addSeparator()
        absent = self.model.seats[self.presenter.column].absent
        self._add(menu, tr("Here again") if absent else tr("Absent"), "Alt+A", Order(Wish.ABSENT))
        return menu

    def _add(self, menu: QMenu, words: str, key: str, command: Order) -> None:
        def obey() -> None:
            self.presenter.obey(command)

        wish = QAction(f"{words}\t{key}", menu)
        wish.triggered.connect(obey)
        menu.addAction(wish)


def assess_page(desk: AssessDesk, say: Callable[[str], object], clock: Clock = time.monotonic) -> AssessPage:
    """The page for this desk; ``say`` shows a sentence at the foot of the window."""
    page = AssessPage(desk, clock)
    page.said.connect(say)
    return page
