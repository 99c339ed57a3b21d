# SPDX-License-Identifier: Apache-2.0
"""The window of a person who is signed in: the rail of places, the pages, the foot, messages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.translation import tr, use_language
from app.ui.background.runner import Runner
from app.ui.idle_lock import IdleLock
from app.ui.pages import MayBeAssessing, Page, RemembersPlace
from app.ui.status_line import Status, StatusLine
from app.ui.tables.desk import TableDesk
from app.ui.theme.apply import apply_theme
from app.ui.theme.icons import Icon
from app.ui.theme.look import look
from app.ui.theme.tokens import Density, Mode
from app.ui.ui_settings import UiSettings
from app.ui.widgets.nav_rail import NavButton, NavItem, NavRail
from app.ui.widgets.tab_stops import go_to_next_stop
from app.ui.widgets.toast import Follow, Toast
from app.ui.window_menu import window_menu

NARROW_BELOW = 1100
"""Pixels at 100 %: in a window that is not wider, or whose letters are larger, the rail shows drawings only."""
CLOSE_SECONDS = 5.0


class MainWindow(QMainWindow):
    """Shows pages. It knows none of them: they come as ``Page`` values and are made when first visited.

    Hand in the pages of the person's roles (``pages_for``). ``settings_changed`` carries the settings whenever the
    person chose something, for the caller to keep.
    """

    lock_requested = Signal()
    search_requested = Signal()
    help_requested = Signal()
    page_shown = Signal(str)
    settings_changed = Signal(object)
    closed = Signal()

    def __init__(
        self,
        title: str,
        pages: Sequence[Page],
        context: Any,
        runner: Runner,
        settings: UiSettings,
        translations: Path,
    ) -> None:
        super().__init__()
        self._title, self._context, self._runner, self._translations = title, context, runner, translations
        self.settings = settings
        self.desk = TableDesk(lambda: self.settings, runner, self)
        self.desk.said.connect(self.say)
        self.desk.views_kept.connect(self._keep)
        self._pages = {page.key: page for page in pages}
        self._made: dict[str, QWidget] = {}
        self._absent = {page.key for page in pages if page.when_needed}
        self._standing = Status()
        self._undo: QAction | None = None
        self.current = ""
        self.setWindowTitle(title)
        self.setMinimumSize(800, 560)
        self._build()
        self._lock = IdleLock(self.busy_assessing, self)
        self._lock.lock_requested.connect(self.lock_requested)
        runner.refused.connect(self._say_refused)
        self.show_page(settings.page if settings.page in self._pages else next(iter(self._pages), ""))
        self._focus_page()

    def show_page(self, key: str, place: str = "") -> None:
        """Go to a page, and there to a place of its own if one is named."""
        if key not in self._pages:
            return
        self.remember_place()
        first_visit = key not in self._made
        if first_visit:
            self._made[key] = self._pages[key].make(self._context)
            self._stack.addWidget(self._made[key])
        page = self._made[key]
        self._stack.setCurrentWidget(page)
        self._foot.show_selected("")
        self._rail.set_current(key)
        where = place or (self.settings.places.get(key, "") if first_visit else "")
        if where and isinstance(page, RemembersPlace):
            page.go_to(where)
        self.current = key
        self.setWindowTitle(f"{tr(self._pages[key].title)} - {self._title}")
        if self.settings.page != key:
            self._keep(replace(self.settings, page=key))
        self.page_shown.emit(key)

    def set_present(self, key: str, present: bool) -> None:
        """Let a place that is there only when needed stand in the rail, or no more; nobody is led away from it."""
        self._absent = self._absent - {key} if present else self._absent | {key}
        self._rail.set_present(key, present)

    @property
    def pages(self) -> list[Page]:
        """The pages that the person may visit."""
        return list(self._pages.values())

    def page(self, key: str) -> QWidget | None:
        """The page of this key, if it has been visited."""
        return self._made.get(key)

    def show_standing(self, standing: Status) -> None:
        """Tell this at the foot of the window."""
        self._standing = standing
        self._foot.show_standing(standing)

    def say(self, text: str, then: Callable[[], object] | Follow | None = None) -> None:
        """Tell quietly what was done, with a way to take it back, or with what may follow."""
        self.toast.say(text, then)

    def withdraw(self, act: bytes) -> None:
        """This command was taken back: there is nothing of it to undo any more."""
        self.toast.withdraw(act)

    def busy_assessing(self) -> bool:
        """A practical is going on on some page."""
        return any(isinstance(page, MayBeAssessing) and page.busy_assessing() for page in self._made.values())

    def choose_theme(self, mode: object) -> None:
        """Show the window in this mode from now on."""
        self._dress(replace(self.settings, theme=Mode(str(mode))))

    def choose_scale(self, scale: object) -> None:
        """Show all text at this per cent of its size."""
        self._dress(replace(self.settings, scale=int(str(scale))))

    def choose_density(self, density: object) -> None:
        """Let rows stand this close."""
        self._dress(replace(self.settings, density=Density(str(density))))

    def choose_language(self, code: object) -> None:
        """Show everything in this language, at the same place. Undo offers stay."""
        use_language(str(code), self._translations)
        self._keep(replace(self.settings, language=str(code)))
        self.rebuild()

    def rebuild(self) -> None:
        """Make the pages anew, at the same place: for another language or text size."""
        self.remember_place()
        here = self.current
        for page in self._made.values():
            page.deleteLater()
        self._made.clear()
        self._build(self.toast.offer)
        self.show_page(here)
        self._focus_page()

    def remember_place(self) -> None:
        """Keep where the person is on the page, so that they find themselves there again."""
        page = self._made.get(self.current)
        if isinstance(page, RemembersPlace):
            place = page.place()
            if self.settings.places.get(self.current) != place:
                self._keep(replace(self.settings, places={**self.settings.places, self.current: place}))

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes along everything on the page, wherever the page lets the keyboard begin."""
        return go_to_next_stop(self, next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave only the drawings of the rail when the window is not wide."""
        super().resizeEvent(event)
        self._rail.set_narrow(self.width() < look().px(NARROW_BELOW))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Finish what was asked for; stay open while that takes longer than a few seconds."""
        self.remember_place()
        if self._runner.drain(CLOSE_SECONDS):
            event.accept()
            self.closed.emit()
            return
        event.ignore()
        self.say(tr("Your last work is still being saved. Please close the window again in a moment."))

    def _build(self, offer: Callable[[], object] | None = None) -> None:
        shown = [page for page in self._pages.values() if page.in_rail]
        items = [NavItem(page.key, tr(page.title), page.icon, page.at_foot, page.when_needed) for page in shown]
        self._rail = NavRail(self._title, items)
        self._rail.chosen.connect(self.show_page)
        self._rail.entered.connect(self._focus_page)
        for key in self._absent:
            self._rail.set_present(key, False)
        self._stack = QStackedWidget()
        self._foot = StatusLine()
        self._foot.show_standing(self._standing)
        self.desk.selected.connect(self._foot.show_selected)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._rail)
        body.addLayout(right, 1)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self._foot)
        self.toast: Toast = Toast(middle)
        self._add_menu()
        self.toast.undo_offered.connect(self._enable_undo)
        self.toast.keep_offer(offer)
        self.setCentralWidget(middle)
        self._rail.set_narrow(self.width() < look().px(NARROW_BELOW))

    def _add_menu(self) -> None:
        for action in self.actions():
            self.removeAction(action)
        menu, self._undo = window_menu(self)
        self._rail.destroyed.connect(menu.deleteLater)
        opener = NavButton(NavItem("menu", tr("Menu"), Icon.MENU))
        opener.setShortcut(QKeySequence("F10"))
        opener.clicked.connect(lambda: self._open_menu(menu, opener))
        self._rail.add_at_foot(opener)
        for action in _actions(menu):
            if not action.shortcut().isEmpty():
                self.addAction(action)

    def _open_menu(self, menu: QMenu, opener: QWidget) -> None:
        menu.popup(opener.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _dress(self, settings: UiSettings) -> None:
        rebuild = settings.scale != self.settings.scale
        self._keep(settings)
        app = cast(QApplication, QApplication.instance())
        apply_theme(app, settings.theme, settings.scale, settings.density)
        self._foot.show_standing(self._standing)
        if rebuild:
            self.rebuild()

    @Slot()
    def _focus_page(self) -> None:
        """Give the keyboard to the page's focus proxy, if it names one, else to the rail."""
        page = self._made.get(self.current)
        if page is not None and page.focusProxy() is not None:
            page.setFocus()
        else:
            self._rail.take_focus()

    def _keep(self, settings: UiSettings) -> None:
        self.settings = settings
        self.settings_changed.emit(settings)

    @Slot(bool)
    def _enable_undo(self, offered: bool) -> None:
        if self._undo is not None:
            self._undo.setEnabled(offered)

    @Slot(object)
    def _say_refused(self, refusal: object) -> None:
        self.say(str(refusal))


def _actions(menu: QMenu) -> list[QAction]:
    """All actions of a menu and of the menus in it."""
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        found += _actions(inner) if isinstance(inner, QMenu) else [action]
    return found
