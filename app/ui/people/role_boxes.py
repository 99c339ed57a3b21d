# SPDX-License-Identifier: Apache-2.0
"""The roles of a person as boxes to tick, each with what it opens."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.rights import ROLE_WORDS, Role
from app.translation import later, tr
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.texts import label

_OPENS = {
    Role.ADMINISTRATOR: later("Runs the centre: people, standards, cohorts, certificates, laptops."),
    Role.ASSESSOR: later("Marks practicals, judges and signs."),
    Role.VERIFIER: later("Looks over assessors' work and signs."),
    Role.VIEWER: later("Sees everything and changes nothing."),
}


class RoleBoxes(QWidget):
    """``chosen`` carries all roles that are ticked, whenever the person ticks or clears one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {role: QCheckBox(_capital(tr(ROLE_WORDS[role]))) for role in Role}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        for role, box in self.boxes.items():
            box.setAccessibleDescription(tr(_OPENS[role]))
            box.clicked.connect(self._tell)
            hint = label(tr(_OPENS[role]), "caption", wrap=True)
            hint.setContentsMargins(look().px(26), 0, 0, GAP_TINY)
            column.addWidget(box)
            column.addWidget(hint)
        self.setFocusProxy(self.boxes[Role.ADMINISTRATOR])

    def roles(self) -> frozenset[str]:
        """The roles that are ticked."""
        return frozenset(role.value for role, box in self.boxes.items() if box.isChecked())

    def show_roles(self, roles: frozenset[str]) -> None:
        """Tick these."""
        for role, box in self.boxes.items():
            box.setChecked(role.value in roles)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.roles())


def role_words(roles: frozenset[str]) -> str:
    """The roles as one line."""
    return _capital(", ".join(tr(ROLE_WORDS[role]) for role in Role if role.value in roles))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
