# SPDX-License-Identifier: Apache-2.0
"""Choosing oneself and giving the passphrase; with a one-time code or the recovery code also a new passphrase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.domain.refusals import Refused
from app.services.entrance import Entry
from app.translation import tr
from app.ui.known_centres import KnownCentre, titles
from app.ui.sign_in.people_list import PeopleList
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_WIDE
from app.ui.widgets.buttons import button
from app.ui.widgets.form import FormField
from app.ui.widgets.new_passphrase import NewPassphrase
from app.ui.widgets.page_body import centred, scrolled
from app.ui.widgets.passphrase_field import PassphraseField
from app.ui.widgets.texts import announce, label

_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a person gave to be let in. ``new_passphrase`` is empty unless a code was given instead of a passphrase."""

    name: str
    secret: str
    new_passphrase: str = ""
    with_recovery: bool = False


class SignInPage(QWidget):
    """``attempted`` carries an ``Attempt``. The page then waits: ``show_refusal`` lets the person try again.

    ``locked`` says that the records are open already; then the recovery code is of no use, since it opens them.
    ``centres`` are those on this computer, the one of this page first; ``centre_chosen`` carries another one of them,
    ``another_wanted`` asks for one that is not among them.
    """

    attempted = Signal(object)
    centre_chosen = Signal(object)
    another_wanted = Signal()

    def __init__(
        self,
        entries: Sequence[Entry],
        propose: Callable[[], str],
        chosen: str = "",
        *,
        locked: bool = False,
        centres: Sequence[KnownCentre] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._locked, self._recovering = locked, False
        self._centres = tuple(centres)
        self.centre = QComboBox()
        self.another: QPushButton = button(tr("Another cen&tre..."), self.another_wanted.emit, kind="quiet")
        self.people = PeopleList(entries, chosen)
        self.secret = PassphraseField(tr("Passphrase"))
        self.code = QLineEdit()
        self.new_passphrase = NewPassphrase(propose)
        self._parts = {
            "secret": FormField(tr("&Passphrase"), self.secret),
            "code": FormField(tr("One-time &code"), self.code, tr("An administrator gave it to you.")),
            "recovery": FormField(tr("&Recovery code"), QLineEdit(), tr("It was printed when the centre was made.")),
            "new": FormField(tr("Your &new passphrase"), self.new_passphrase),
        }
        self._open: QPushButton = button(tr("&Open the records"), self._try, kind="primary")
        self._other_way: QPushButton = button(tr("I &forgot my passphrase"), self._turn, kind="quiet")
        self._forgot = label("", wrap=True)
        self._wait = QProgressBar()
        self._arrange()
        self._join()
        self._show_parts()

    def show_refusal(self, refusal: Refused) -> None:
        """Say why this did not open the records, and let the person try again."""
        self.show_waiting(False)
        part, words = self._secret_part(), str(refusal)
        if refusal.code.startswith("passphrase-"):
            part = self._parts["new"]
        part.show_error(words)
        part.editor.setFocus()
        if isinstance(part.editor, PassphraseField | QLineEdit):
            (part.editor.edit if isinstance(part.editor, PassphraseField) else part.editor).selectAll()
        announce(self, words)

    def show_waiting(self, waiting: bool) -> None:
        """The records are being opened: nothing can be typed meanwhile."""
        for widget in (self.centre, self.another, self.people, *self._parts.values(), self._open, self._other_way):
            widget.setEnabled(not waiting)
        self._wait.setVisible(waiting)
        self._open.setText(tr("Opening...") if waiting else tr("&Open the records"))

    def forget(self) -> None:
        """Forget what was typed."""
        self.secret.clear()
        for part in self._parts.values():
            part.show_error("")

    def _arrange(self) -> None:
        title = tr("This window is locked") if self._locked else tr("Who works now?")
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(label(title, "title"))
        column.addWidget(self._choice_of_centre())
        column.addWidget(self.people)
        for part in self._parts.values():
            column.addWidget(part)
        column.addWidget(self._forgot)
        self._wait.setRange(0, 0)
        self._wait.setTextVisible(False)
        self._wait.setAccessibleName(tr("The records are being opened"))
        self._wait.hide()
        column.addWidget(self._wait)
        foot = QHBoxLayout()
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._other_way)
        column.addSpacing(GAP)
        column.addLayout(foot)
        column.addWidget(self.another, 0, Qt.AlignmentFlag.AlignRight)
        middle = QWidget()
        middle.setLayout(column)
        middle.setFixedWidth(look().px(_WIDTH))
        column.setContentsMargins(0, 0, 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP_WIDE, GAP_WIDE, GAP_WIDE, GAP_WIDE)
        page = QWidget()
        page.setLayout(centred(middle, 2, 3))
        outer.addWidget(scrolled(page))

    def _choice_of_centre(self) -> QWidget:
        """Hidden where there is only one."""
        self.centre.addItems(titles(self._centres))
        self.centre.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.centre.activated.connect(self._on_centre)
        made = FormField(tr("C&entre"), self.centre)
        if len(self._centres) < 2:
            made.hide()
        return made

    @Slot(int)
    def _on_centre(self, at: int) -> None:
        if at:
            self.centre_chosen.emit(self._centres[at])

    def _join(self) -> None:
        self.people.person_chosen.connect(self._another_person)
        self.people.entered.connect(self._to_secret)
        self.secret.entered.connect(self._try)
        self.secret.edited.connect(self._take_back)
        self.new_passphrase.entered.connect(self._try)
        for field in (self.code, self._recovery()):
            field.setMaxLength(100)
            field.returnPressed.connect(self._to_new)

    def _recovery(self) -> QLineEdit:
        editor = self._parts["recovery"].editor
        assert isinstance(editor, QLineEdit)
        return editor

    def _secret_part(self) -> FormField:
        if self._recovering:
            return self._parts["recovery"]
        return self._parts["code" if self._one_time() else "secret"]

    def _one_time(self) -> bool:
        entry = self.people.entry()
        return entry is not None and entry.one_time

    def _show_parts(self) -> None:
        """A passphrase alone, or a code with a new passphrase."""
        chosen = self._secret_part()
        for name in ("secret", "code", "recovery"):
            self._parts[name].setVisible(self._parts[name] is chosen)
        self._parts["new"].setVisible(chosen is not self._parts["secret"])
        self.setFocusProxy(chosen.editor)
        self._forgot.setVisible(self._recovering)
        self._forgot.setText(
            tr(
                "Another administrator can also give you a one-time code: "
                "then choose your name here and type that code instead."
            )
        )
        self._other_way.setText(tr("&Back to the passphrase") if self._recovering else tr("I &forgot my passphrase"))
        self._other_way.setVisible(self._recovering or not self._one_time())

    @Slot()
    def _another_person(self) -> None:
        self._recovering = False
        self.forget()
        self.code.clear()
        self._recovery().clear()
        self._show_parts()

    @Slot()
    def _take_back(self) -> None:
        self._parts["secret"].show_error("")

    @Slot()
    def _to_secret(self) -> None:
        self._secret_part().editor.setFocus()

    @Slot()
    def _to_new(self) -> None:
        self.new_passphrase.setFocus()

    @Slot()
    def _turn(self) -> None:
        if self._locked and not self._recovering:
            words = tr("An administrator can give you a one-time code: they sign in here and open the page People.")
            self._forgot.setText(words)
            self._forgot.show()
            announce(self, words)
            return
        self._recovering = not self._recovering
        self._show_parts()
        self._to_secret()

    @Slot()
    def _try(self) -> None:
        entry = self.people.entry()
        if entry is None or not self._open.isEnabled():
            return
        part = self._secret_part()
        typed = self.secret.text() if part is self._parts["secret"] else self._typed_code()
        if not typed.strip():
            part.show_error(tr("Type it here first."))
            part.editor.setFocus()
            return
        for each in self._parts.values():
            each.show_error("")
        new = "" if part is self._parts["secret"] else self.new_passphrase.text()
        self.show_waiting(True)
        self.attempted.emit(Attempt(entry.name, typed, new, self._recovering))

    def _typed_code(self) -> str:
        return self._recovery().text() if self._recovering else self.code.text()
