# SPDX-License-Identifier: Apache-2.0
"""What an import reads: a file, another sheet of it, its text in another form; or what was copied."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QGuiApplication

from app.domain.refusals import Refused
from app.services.workbook_import import Opening
from app.spreadsheets.pasted import range_of
from app.spreadsheets.reading.book import Book, TextForm
from app.translation import tr
from app.ui.background.task import Control
from app.ui.context import Context
from app.ui.importing.draft import Draft, open_file, open_range, opening_for
from app.ui.widgets.file_dialogs import ask_file

if TYPE_CHECKING:
    from app.ui.importing.import_page import ImportPage

TABLES: Final = ("xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt")
_LOCKED: Final = frozenset({"password-needed", "wrong-password"})


class Reading(QObject):
    """Reads what the page is given, and hands it over as a draft."""

    def __init__(self, context: Context, page: "ImportPage") -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._unlock: Callable[[str], None] = lambda password: None

    def take(self, path: Path) -> None:
        """Read this file."""
        self._open(path, opening_for(self._context.centre), None)

    @Slot()
    def choose(self) -> None:
        """Ask for the file."""
        kinds = tr("Workbooks and text files ({kinds})", kinds=" ".join(f"*.{kind}" for kind in TABLES))
        ask_file(self._page, tr("Which workbook?"), kinds, self.take)

    @Slot()
    def paste(self) -> None:
        """Take what lies in the clipboard for a sheet."""
        content = _in_clipboard()
        cells = range_of(content.html(), content.text()) if content is not None else []
        if not cells:
            trouble = tr("The clipboard holds no cells. Copy them in the spreadsheet first, then press Ctrl+V.")
            self._page.start.say(trouble)
            return
        centre, page = self._context.centre, self._page
        page.wait(lambda _: open_range(centre, cells), page.go_on, tr("Reading what was copied..."))

    @Slot(str)
    def unlock(self, password: str) -> None:
        """Try this password on the file that asked for one."""
        self._unlock(password)

    @Slot(str)
    def take_sheet(self, name: str) -> None:
        """Read another sheet of the file."""
        draft = self._page.draft
        if draft is not None and draft.path is not None:
            self._open(draft.path, replace(draft.opening, sheet=name), draft.book)

    @Slot(object)
    def take_form(self, form: TextForm) -> None:
        """Read the text file in this form."""
        draft = self._page.draft
        if draft is not None and draft.path is not None:
            self._open(draft.path, replace(draft.opening, text_form=form, sheet=""), None)

    @Slot()
    def again(self) -> None:
        """Read the file as it is now."""
        draft = self._page.draft
        if draft is not None and draft.path is not None:
            self._open(draft.path, draft.opening, None)

    def _open(self, path: Path, opening: Opening, book: Book | None) -> None:
        centre, page = self._context.centre, self._page
        self._unlock = lambda password: self._open(path, replace(opening, password=password), None)
        page.header.show_record(tr("Import {file}", file=path.name))

        def read(control: Control) -> Draft:
            return open_file(centre, path, opening, book, control.progress)

        page.wait(read, page.go_on, tr("Reading {file}...", file=path.name), partial(self._on_unreadable, path))

    def _on_unreadable(self, path: Path, refusal: Refused) -> None:
        if refusal.code not in _LOCKED:
            self._page.fall_back(str(refusal))
            return
        wrong = str(refusal) if refusal.code == "wrong-password" else ""
        self._page.show_step(self._page.password)
        self._page.password.ask(path.name, wrong)


def _in_clipboard() -> QMimeData | None:
    """What was copied; nothing at all where no program has copied yet."""
    return QGuiApplication.clipboard().mimeData()
