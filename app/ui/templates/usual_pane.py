# SPDX-License-Identifier: Apache-2.0
"""What centres normally change: logo and seal, who signs, and where everything stands."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.signatories import Signatory
from app.records.queries import policies
from app.records.queries.policies import SignatoryRow
from app.services.policies import add_signatory, set_policy, set_signatory
from app.services.templates import keep_picture
from app.translation import tr
from app.ui.context import Context
from app.ui.templates.choosing import ask_picture, read_picture
from app.ui.templates.draft import Draft
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.pdf_pages import PageView
from app.ui.widgets.texts import label

_SIDE = 350
_FURTHEST = 100.0


class UsualPane(QWidget):
    """Logo, seal and signatories count for all templates at once; the position for the template that is shown.
    ``changed`` tells that the centre's own facts are others now."""

    changed = Signal()

    def __init__(self, context: Context, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._draft = context, draft
        self._signing: list[SignatoryRow] = []
        self.view = PageView(tr("The page as it is printed"))
        self.logo = button(tr("Choose the &logo..."), lambda: self.ask_picture("logo"))
        self.no_logo = button(tr("No logo"), lambda: self._keep_policy("logo", ""))
        self.seal = button(tr("Choose the s&eal..."), lambda: self.ask_picture("seal"))
        self.no_seal = button(tr("No seal"), lambda: self._keep_policy("seal", ""))
        self.who, self.name, self.role = QComboBox(), QLineEdit(), QLineEdit()
        self.keep_button = button(tr("&Write it down"), self.keep_signatory)
        self.signature = button(tr("Choose the si&gnature..."), lambda: self.ask_picture("signature"))
        self.across, self.down = QDoubleSpinBox(), QDoubleSpinBox()
        self.move_button = button(tr("&Move everything"), self.move_all)
        self._arrange()
        self.who.currentIndexChanged.connect(self._on_who)

    def read(self) -> None:
        """Ask who signs."""
        self._context.read(policies.signatories, then=self._on_signing, key="templates.signing")

    def ask_picture(self, what: str) -> None:
        """Let the person choose a picture: "logo", "seal" or "signature" of the one who is chosen."""
        ask_picture(self, lambda path: self.take_picture(what, path))

    def take_picture(self, what: str, path: Path) -> None:
        """Keep this picture as the logo, the seal or the signature."""
        centre, row_ = self._context.centre, self._chosen()

        def carry_out() -> None:
            kept = keep_picture(centre, read_picture(path), path.name)
            if what != "signature":
                set_policy(centre.work, what, kept)
            elif row_ is not None:
                set_signatory(centre.work, row_.id, {"picture": kept})

        self._context.do(lambda _: carry_out(), self._on_kept, tr("{file} is kept.", file=path.name))

    @Slot()
    def keep_signatory(self) -> None:
        """Write down who signs: a new person, or other words for the one who is chosen."""
        work, row_ = self._context.centre.work, self._chosen()
        name, role = self.name.text(), self.role.text()

        def carry_out() -> object:
            if row_ is None:
                return add_signatory(work, Signatory(name, role))
            return set_signatory(work, row_.id, {"name": name, "role": role})

        self._context.do(lambda _: carry_out(), self._on_kept, tr("Written down."))

    @Slot()
    def move_all(self) -> None:
        """Move everything on the template that is shown."""
        if self._draft.history is not None:
            self._draft.move_all(self.across.value(), self.down.value())
            self.across.setValue(0)
            self.down.setValue(0)

    def _keep_policy(self, name: str, value: str) -> None:
        work = self._context.centre.work
        self._context.do(lambda _: set_policy(work, name, value), self._on_kept)

    @Slot(object)
    def _on_kept(self, _: object) -> None:
        self.read()
        self.changed.emit()

    @Slot(object)
    def _on_signing(self, rows: Sequence[SignatoryRow]) -> None:
        chosen = self.who.currentIndex()
        self._signing = list(rows)
        self.who.clear()
        for each in rows:
            self.who.addItem(each.signatory.name)
        self.who.addItem(tr("Somebody new"))
        self.who.setCurrentIndex(min(max(0, chosen), self.who.count() - 1))
        self._on_who()

    def _chosen(self) -> SignatoryRow | None:
        at = self.who.currentIndex()
        return self._signing[at] if 0 <= at < len(self._signing) else None

    @Slot()
    def _on_who(self) -> None:
        chosen = self._chosen()
        self.name.setText(chosen.signatory.name if chosen else "")
        self.role.setText(chosen.signatory.role if chosen else "")
        self.signature.setEnabled(chosen is not None)

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_SMALL, 0)
        column.setSpacing(GAP)
        for title, hint, parts in (
            (tr("Logo and seal"), tr("For all templates that show them."),
             (Flow(self.logo, self.no_logo), Flow(self.seal, self.no_seal))),
            (tr("Who signs"), tr("In the order of their names."),
             (FormField(tr("Signatory"), self.who), FormField(tr("Name"), self.name), FormField(tr("Role"), self.role),
              Flow(self.keep_button, self.signature))),
            (tr("Position"), tr("Everything on this template, in millimetres. The page keeps all that is on it."),
             (self._distances(), Flow(self.move_button))),
        ):  # fmt: skip
            frame, body = card()
            body.addWidget(label(title, "heading"))
            body.addWidget(label(hint, "caption", wrap=True))
            for part in parts:
                body.addWidget(part)
            column.addWidget(frame)
        column.addStretch(1)
        area = scrolled(inside)
        area.setFixedWidth(look().px(_SIDE))
        both = QHBoxLayout(self)
        both.setContentsMargins(0, GAP, 0, 0)
        both.setSpacing(GAP)
        both.addWidget(area)
        both.addWidget(self.view, 1)
        self.setFocusProxy(self.logo)

    def _distances(self) -> QWidget:
        for box in (self.across, self.down):
            box.setRange(-_FURTHEST, _FURTHEST)
            box.setSingleStep(0.5)
            box.setDecimals(1)
        frame = QWidget()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(FormField(tr("Further right"), self.across))
        inner.addWidget(FormField(tr("Further down"), self.down))
        return frame
