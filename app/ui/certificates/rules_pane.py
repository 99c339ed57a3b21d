# SPDX-License-Identifier: Apache-2.0
"""How the centre issues, for all qualifications or for one, and who signs: for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.issuing import POLICIES
from app.domain.refusals import Refused
from app.records.queries import policies, standards
from app.records.queries.policies import SignatoryRow, TemplateRow
from app.records.queries.standards import QualificationRow
from app.services.policies import PolicyRow, set_policy, show_policies, unset_policy
from app.translation import tr
from app.ui.background.change_bus import Changes
from app.ui.background.task import Ears
from app.ui.certificates.rule_field import RuleField, StillBox
from app.ui.certificates.signatories import Signatories
from app.ui.context import Context
from app.ui.theme.tokens import GAP
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.tab_stops import bring_into_sight

_TOUCHING: Final = frozenset({"policy", "signatory", "template", "qualification"})
_TEMPLATE: Final = "template-certificate"


@dataclass(frozen=True, slots=True)
class _Rules:
    rows: tuple[PolicyRow, ...]
    templates: Sequence[TemplateRow]
    signatories: Sequence[SignatoryRow]


class RulesPane(QWidget):
    """Rules at the left, each kept as soon as it is changed; who signs at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self.qualification = StillBox()
        self.qualification.setSizeAdjustPolicy(StillBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.qualification.setMinimumContentsLength(24)
        self.fields = {key: RuleField(context, one) for key, one in POLICIES.items()}
        self.signatories = Signatories(context)
        self._arrange()
        self.qualification.activated.connect(self._read)
        for field in self.fields.values():
            field.changed.connect(self.set_rule)
            field.cleared.connect(self.clear_rule)
        context.bus.changed.connect(self._on_changed)

    @property
    def code(self) -> str:
        """The code of the qualification that the rules are for, empty for all."""
        return str(self.qualification.currentData() or "")

    def go_to(self, key: str) -> None:
        """Go to this rule; to the template where none is named."""
        field = self.fields.get(key or _TEMPLATE)
        if field is not None:
            self.setFocusProxy(field.editor)
            field.editor.setFocus()
            bring_into_sight(field)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first shown, and what changed since."""
        super().showEvent(event)
        if self._stale:
            self._context.read(standards.qualifications, then=self._on_qualifications, key="rules.qualifications")

    @Slot(str, str)
    def set_rule(self, key: str, value: str) -> None:
        """Keep this value for what is chosen."""
        work, code = self._context.centre.work, self.code

        def refused(refusal: Refused) -> None:
            self.fields[key].show_error(str(refusal))

        done = tr("The rule is set.")
        self._context.do(lambda _: set_policy(work, key, value, code), done=done, refused=refused, owner=self)

    @Slot(str)
    def clear_rule(self, key: str) -> None:
        """Let this rule be for the chosen qualification as for all."""
        work, code = self._context.centre.work, self.code
        self.fields[key].editor.setFocus()  # the button goes away
        self._context.do(lambda _: unset_policy(work, key, code), done=tr("The rule is taken back."))

    @Slot()
    def _read(self) -> None:
        self._stale = False
        work, code = self._context.centre.work, self.code

        def ask() -> _Rules:
            rows = show_policies(work, code)
            return _Rules(rows, work.read(policies.templates), work.read(policies.signatories))

        self._context.runner.read(ask, Ears(self._on_rules, owner=self), key="rules.rules")

    @Slot(object)
    def _on_qualifications(self, rows: Sequence[QualificationRow]) -> None:
        wanted = self.code
        self.qualification.clear()
        self.qualification.addItem(tr("All qualifications"), "")
        for row in rows:
            self.qualification.addItem(f"{row.code} · {row.title}", row.code)
        self.qualification.setCurrentIndex(max(0, self.qualification.findData(wanted)))
        self._read()

    @Slot(object)
    def _on_rules(self, rules: _Rules) -> None:
        for row in rules.rows:
            field = self.fields[row.key]
            field.offer([one.name for one in rules.templates if f"template-{one.document}" == row.key])
            field.show_row(row, bool(self.code))
        self.signatories.show_rows(rules.signatories)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.tables.isdisjoint(_TOUCHING):
            return
        self._stale = True
        if self.isVisible():
            self._read()

    def _arrange(self) -> None:
        frame, column = card()
        column.addWidget(FormField(tr("These rules are for"), self.qualification))
        for field in self.fields.values():
            column.addWidget(field)
        column.addStretch(1)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, GAP, 0)
        inner.addWidget(frame)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, GAP, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(scrolled(inside), 5)
        line.addWidget(self.signatories, 3)
