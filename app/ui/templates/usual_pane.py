# SPDX-License-Identifier: Apache-2.0
"""What centres normally change: logo and seal, who signs, and where everything stands."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from app.records.queries import policies
from app.records.queries.policies import SignatoryRow
from app.services.policies import set_policy
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
from app.ui.widgets.number_box import number_box
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.pdf_pages import PageView
from app.ui.widgets.texts import label

_SIDE = 350
_FURTHEST = 100.0


class UsualPane(QWidget):
    """Logo and seal count for all templates at once, and so does who signs, which is set among the rules; the position
    for the template that is shown. ``changed`` tells that the centre's own facts are others now."""

    changed = Signal()

    def __init__(self, context: Context, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._draft = context, draft
        self.view = PageView(tr("The page as it is printed"))
        self.logo = button(tr("Choose the &logo..."), lambda: self.ask_picture("logo"))
        self.no_logo = button(tr("No logo"), lambda: self._keep_policy("logo", ""))
        self.seal = button(tr("Choose the s&eal..."), lambda: self.ask_picture("seal"))
        self.no_seal = button(tr("No seal"), lambda: self._keep_policy("seal", ""))
        self.signing = label("", wrap=True)
        self.signers_button = button(tr("Who si&gns..."), lambda: context.show_page("certificates", "rules"))
        self.across, self.down = number_box(QDoubleSpinBox()), number_box(QDoubleSpinBox())
        self.move_button = button(tr("&Move everything"), self.move_all)
        self._arrange()

    def read(self) -> None:
        """Ask who signs."""
        self._context.read(policies.signatories, then=self._on_signing, key="templates.signing")

    def ask_picture(self, what: str) -> None:
        """Let the person choose a picture: "logo" or "seal"."""
        ask_picture(self, lambda path: self.take_picture(what, path))

    def take_picture(self, what: str, path: Path) -> None:
        """Keep this picture as the logo or the seal."""
        centre = self._context.centre

        def carry_out() -> None:
            set_policy(centre.work, what, keep_picture(centre, read_picture(path), path.name))

        self._context.do(lambda _: carry_out(), self._on_kept, tr("{file} is kept.", file=path.name))

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
        self.changed.emit()

    @Slot(object)
    def _on_signing(self, rows: Sequence[SignatoryRow]) -> None:
        lines = [" · ".join(filter(None, (row.signatory.name, row.signatory.role))) for row in rows]
        self.signing.setText("\n".join(lines) or tr("Nobody is named yet: the sample shows invented people."))

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_SMALL, 0)
        column.setSpacing(GAP)
        for title, hint, parts in (
            (tr("Logo and seal"), tr("For all templates that show them."),
             (Flow(self.logo, self.no_logo), Flow(self.seal, self.no_seal))),
            (tr("Who signs"), tr("In the order of their names."), (self.signing, Flow(self.signers_button))),
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
