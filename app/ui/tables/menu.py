# SPDX-License-Identifier: Apache-2.0
"""All that can be done with a list, in one menu: of its button, of its head, of its cells."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.translation import tr
from app.ui.tables.columns import choose_columns
from app.ui.tables.desk import TableDesk, desk_of
from app.ui.tables.exporting import ask_and_write
from app.ui.tables.keeping import keep_view
from app.ui.tables.views import View
from app.ui.theme.icons import Icon
from app.ui.widgets.menu_button import inner_menu, offer

if TYPE_CHECKING:
    from app.ui.widgets.data_table import DataTable


def table_menu(table: "DataTable", section: int) -> QMenu:
    """The menu; ``section`` is the column that it is about."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    some = table.selectionModel().hasSelection()
    if table.actions():
        menu.addActions(table.actions())
        menu.addSeparator()
    _entry(menu, tr("&Copy"), table.copy_selection, "Ctrl+C", Icon.COPY).setEnabled(some)
    _entry(menu, tr("Copy with &titles"), table.copy_with_titles, "Ctrl+Shift+C").setEnabled(some)
    if table.editing is not None:
        _entry(menu, tr("&Paste..."), table.editing.paste, "Ctrl+V")
        _entry(menu, tr("Fill &down..."), table.editing.fill_down, "Ctrl+D").setEnabled(some)
    _entry(menu, tr("Select whole &rows"), table.select_rows, "Shift+Space").setEnabled(some)
    menu.addSeparator()
    if table.filters.possible:
        title = table.rows.columns[section].title.replace("&", "&&")
        _entry(menu, tr("&Filter by {column}...", column=title), lambda: table.filters.ask(section), "Alt+Down",
               Icon.FUNNEL)  # fmt: skip
        _entry(menu, tr("C&lear filters"), table.filters.clear, "Ctrl+Shift+L").setEnabled(bool(table.filters.wishes))
    _entry(menu, tr("C&olumns..."), partial(choose_columns, table), drawing=Icon.COLUMNS_3)
    desk = desk_of(table)
    if desk is not None:
        if table.key:
            _views(menu, table, desk)
        menu.addSeparator()
        _entry(menu, tr("&Write what I see to Excel..."), partial(ask_and_write, table), drawing=Icon.FILE_SPREADSHEET)
        _entry(menu, tr("&Help about lists"), desk.help_wanted.emit, drawing=Icon.CIRCLE_HELP)
    return menu


def _views(menu: QMenu, table: "DataTable", desk: TableDesk) -> None:
    inner = inner_menu(menu, tr("&Views"), drawing=Icon.LAYOUT_LIST)
    kept = desk.views(table.key)
    for view in kept.kept:
        entry = _entry(inner, view.name.replace("&", "&&"), partial(table.show_view, view))
        entry.setCheckable(True)
        entry.setChecked(table.view_now(view.name) == view)
    if kept.kept:
        inner.addSeparator()
    _entry(inner, tr("As at &first"), table.show_usual)
    _entry(inner, tr("&Keep this view..."), partial(keep_view, table, desk))
    if kept.kept:
        gone = inner_menu(inner, tr("&Delete a view"), drawing=Icon.TRASH_2)
        for view in kept.kept:
            _entry(gone, view.name.replace("&", "&&"), partial(_delete, table, desk, view))


def _delete(table: "DataTable", desk: TableDesk, view: View) -> None:
    desk.keep_views(table.key, desk.views(table.key).without(view.name))
    table.say(tr("The view {name} is deleted.", name=view.name))


def _entry(menu: QMenu, text: str, act: Callable[[], object], keys: str = "", drawing: Icon | None = None) -> QAction:
    made = offer(menu, text, act, drawing=drawing)
    if keys:
        made.setShortcut(QKeySequence(keys))
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # told here; the list itself hears the keys
    return made
