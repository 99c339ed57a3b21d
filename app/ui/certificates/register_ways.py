# SPDX-License-Identifier: Apache-2.0
"""What can become of a document of the register: one button with a menu, asking before anything is done."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.register import APPEALED, EXPIRED, ISSUED, REVOKED, UPHELD
from app.domain.rights import Command, allowed
from app.records.queries.certificates import CertificateRow
from app.services.register import Register
from app.services.replacing import Replaced, renew, replace
from app.services.reprinting import reprint
from app.services.revoking import appeal, decide_appeal, revoke
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import tr
from app.ui.certificates import register_questions as questions
from app.ui.context import Context
from app.ui.widgets.file_dialogs import ask_new_file
from app.ui.widgets.menu_button import menu_button, offer


class RegisterWays(QWidget):
    """For the current document. ``issued`` carries the number of one that took its place, ``duplicate_wanted`` that of
    one to be printed as a duplicate, and why."""

    issued = Signal(str)
    duplicate_wanted = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._row: CertificateRow | None = None
        self.asked: questions.Asked | None = None
        self.button, menu = menu_button(tr("&Replace, revoke..."))
        self.replace = offer(menu, tr("&Replace..."), self._on_replace)
        self.renew = offer(menu, tr("Rene&w..."), self._on_renew)
        self.duplicate = offer(menu, tr("Write a &duplicate..."), self._on_duplicate)
        self.print_duplicate = offer(menu, tr("Print a d&uplicate..."), self._on_print_duplicate)
        self.revoke = offer(menu, tr("Re&voke..."), self._on_revoke)
        self.appeal = offer(menu, tr("Write down an &appeal..."), self._on_appeal)
        self.decide = offer(menu, tr("De&cide the appeal..."), self._on_decide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button)
        self._rights = (
            (self.replace, Command.ISSUE_CERTIFICATE),
            (self.renew, Command.ISSUE_CERTIFICATE),
            (self.duplicate, Command.REPRINT),
            (self.print_duplicate, Command.PRINT_DOCUMENTS),
            (self.revoke, Command.REVOKE_CERTIFICATE),
            (self.appeal, Command.APPEAL),
            (self.decide, Command.DECIDE_APPEAL),
        )
        self._offer_allowed()

    def show_row(self, row: CertificateRow | None, register: Register) -> None:
        """What can become of this one now."""
        self._row = row
        if row is None:
            return
        stands = row.state in (ISSUED, EXPIRED) and not row.contested
        self.replace.setEnabled(stands)
        self.renew.setEnabled(row.number in register.renewable)
        for way in (self.duplicate, self.print_duplicate):
            way.setEnabled(row.state == ISSUED and row.qualification in register.marked)
        self.revoke.setEnabled(row.state in (ISSUED, EXPIRED))
        self.appeal.setEnabled(row.state == REVOKED)
        self.decide.setEnabled(row.state == APPEALED)

    def _offer_allowed(self) -> None:
        roles = self._context.centre.work.roles
        for action, command in self._rights:
            action.setVisible(allowed(roles, command))
        self.setVisible(any(action.isVisible() for action, _ in self._rights))

    def _on_replace(self) -> None:
        if self._row is not None:
            self.asked = questions.ask_to_replace(self, self._row, partial(self._replace, self._row.number))

    def _replace(self, number: str, reason: str, words: str) -> None:
        centre = self._context.centre
        self._context.do(lambda _: replace(centre, number, reason, words), self._on_replaced)

    def _on_renew(self) -> None:
        if self._row is not None:
            self.asked = questions.ask_to_renew(self, self._row, partial(self._renew, self._row.number))

    def _renew(self, number: str, _: str, words: str) -> None:
        centre = self._context.centre
        self._context.do(lambda _: renew(centre, number, words), self._on_replaced)

    def _on_replaced(self, done: Replaced) -> None:
        self._context.say(tr("{number} is issued in place of {old}.", number=done.given.number, old=done.old))
        self.issued.emit(done.given.number)

    def _on_revoke(self) -> None:
        if self._row is not None:
            self.asked = questions.ask_to_revoke(self, self._row, partial(self._revoke, self._row.number))

    def _revoke(self, number: str, reason: str, words: str) -> None:
        centre = self._context.centre
        self._context.do(
            lambda _: revoke(centre, number, reason, words), done=tr("{number} is revoked.", number=number)
        )

    def _on_appeal(self) -> None:
        if self._row is not None:
            self.asked = questions.ask_appeal(self, self._row, partial(self._appeal, self._row.number))

    def _appeal(self, number: str, _: str, words: str) -> None:
        work = self._context.centre.work
        self._context.do(lambda _: appeal(work, number, words), done=tr("The appeal is written down."))

    def _on_decide(self) -> None:
        if self._row is not None:
            self.asked = questions.ask_decision(self, self._row, partial(self._decide, self._row.number))

    def _decide(self, number: str, outcome: str, words: str) -> None:
        centre = self._context.centre
        done = tr("{number} stands again.", number=number) if outcome == UPHELD else tr("The appeal is decided.")
        self._context.do(lambda _: decide_appeal(centre, number, outcome, words), done=done)

    def _on_duplicate(self) -> None:
        if self._row is not None:
            said = partial(self._ask_file, self._row.number)
            self.asked = questions.ask_duplicate(self, self._row, tr("&Choose the file..."), said)

    def _on_print_duplicate(self) -> None:
        if self._row is not None:
            said = partial(self._print_duplicate, self._row.number)
            self.asked = questions.ask_duplicate(self, self._row, tr("&Go on to print..."), said)

    def _print_duplicate(self, number: str, _: str, words: str) -> None:
        self.duplicate_wanted.emit(number, words)

    def _ask_file(self, number: str, _: str, words: str) -> None:
        title, kinds = tr("Where to write the file"), tr("PDF files ({kinds})", kinds="*.pdf")
        ask_new_file(self, title, kinds, Path(f"{number}.pdf"), partial(self.write_duplicate, number, words))

    def write_duplicate(self, number: str, words: str, path: Path) -> None:
        """Write the document there as it is printed again, and keep why."""
        centre = self._context.centre

        def write() -> None:
            with storage_errors():
                write_whole(path, reprint(centre, number, words))

        self._context.do(lambda _: write(), done=tr("{file} is written.", file=path.name))
