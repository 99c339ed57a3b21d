# SPDX-License-Identifier: Apache-2.0
"""The files of a document of the register: its pages, and its digital certificate, written where a person says."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.rights import Command, allowed
from app.records.queries.certificates import CertificateRow
from app.services.badges import write_badge
from app.services.paper_wish import PaperWish
from app.services.reprinting import pages_of
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import tr
from app.ui.context import Context
from app.ui.official_papers import PaperQuestion, ask_for_paper, ask_pdf
from app.ui.theme.icons import Icon
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.menu_button import menu_button, offer


class RegisterFiles(QObject):
    """Buttons for the current document; one that has no digital certificate offers none."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._page = context, parent
        self.number = ""
        self.pages = button(tr("&Save as PDF..."), self._ask_pages, drawing=Icon.SAVE)
        self.digital = button(tr("Di&gital certificate..."), self._ask_digital, drawing=Icon.AWARD)
        self.asked: PaperQuestion | None = None
        self.papers, menu = menu_button(tr("Pap&ers"), drawing=Icon.LAYOUT_LIST)
        self._supplement = offer(menu, tr("Certificate &supplement..."), self.ask_supplement)
        self._record = offer(menu, tr("&Record of results..."), self.ask_record)
        self.papers.setToolTip(tr("Papers that go with the chosen document"))
        self.papers.setVisible(allowed(context.centre.work.roles, Command.MAKE_PAPER))
        self.digital.setToolTip(tr("The same as a file that the learner keeps, for programs and wallets of others"))

    def show_row(self, row: CertificateRow | None) -> None:
        """The files of this one."""
        self.number = row.number if row is not None else ""
        self.digital.setVisible(row is not None and bool(row.credential))
        self.papers.setEnabled(row is not None)
        self._supplement.setEnabled(row is not None and bool(row.qualification_id))

    def ask_supplement(self) -> None:
        """Ask for the supplement to this document."""
        self.asked = ask_for_paper(self._context, self._page, PaperWish("supplement", certificate=self.number))

    def ask_record(self) -> None:
        """Ask where the record of results that goes with it shall be written."""
        ask_pdf(self._page, self._context, PaperWish("record-of-results", certificate=self.number))

    def save_pages(self, path: Path) -> None:
        """Write the document there, byte for byte as it was issued."""
        centre, number = self._context.centre, self.number

        def write() -> None:
            with storage_errors():
                write_whole(path, pages_of(centre, number))

        self._write(path, write)

    def save_digital(self, path: Path) -> None:
        """Write its digital certificate there."""
        self._write(path, partial(write_badge, self._context.centre.work, self.number, path))

    def _write(self, path: Path, write: Callable[[], None]) -> None:
        self._context.do(lambda _: write(), done=tr("{file} is written.", file=path.name))

    @Slot()
    def _ask_pages(self) -> None:
        kinds = tr("PDF files ({kinds})", kinds="*.pdf")
        ask_new_file(self._page, tr("Where to write the file"), kinds, Path(f"{self.number}.pdf"), self.save_pages)

    @Slot()
    def _ask_digital(self) -> None:
        kinds = tr("Digital certificates ({kinds})", kinds="*.json *.jwt")
        title, name = tr("Where to write the file"), Path(f"{self.number}.json")
        ask_new_file(self._page, title, kinds, name, self.save_digital)
