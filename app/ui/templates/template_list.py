# SPDX-License-Identifier: Apache-2.0
"""The templates by type of document: which are used, which are the centre's own, which are changed and not kept."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.documents import DOCUMENT_TYPES
from app.services.templates import TemplateEntry
from app.translation import tr
from app.ui.theme.icons import Icon, icon
from app.ui.theme.look import look

_KEY = Qt.ItemDataRole.UserRole


class TemplateList(QListWidget):
    """``picked`` carries the key of the template that is chosen."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Templates"))
        self.setWordWrap(True)
        self.setSpacing(1)
        self.setIconSize(QSize(look().px(16), look().px(16)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)

    def show_entries(self, entries: Sequence[TemplateEntry], changed: Collection[str], chosen: str) -> None:
        """Show these and choose one."""
        with QSignalBlocker(self):
            self.clear()
            document = ""
            for one in entries:
                if one.document != document:
                    document = one.document
                    self._add_heading(tr(DOCUMENT_TYPES[document].words))
                self._add_entry(one, one.key in changed)
                if one.key == chosen:
                    self.setCurrentRow(self.count() - 1)

    def template_keys(self) -> list[str]:
        """The templates in the order in which they stand here."""
        found = (self.item(row).data(_KEY) for row in range(self.count()))
        return [str(key) for key in found if key]

    def choose(self, key: str) -> None:
        """Choose the template of this key, as a person would."""
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)

    def mark_changed(self, key: str, changed: bool) -> None:
        """Say whether a template is changed and not kept."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_KEY) == key:
                font = item.font()
                if font.italic() != changed:
                    font.setItalic(changed)
                    item.setFont(font)
                    item.setToolTip(tr("Changed, not kept yet") if changed else "")

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(look().colour("muted"))
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.addItem(item)

    def _add_entry(self, one: TemplateEntry, changed: bool) -> None:
        words = tr("{name} (your own)", name=one.name) if one.own else one.name
        item = QListWidgetItem(words)
        item.setData(_KEY, one.key)
        item.setIcon(icon(Icon.CIRCLE_CHECK, "met") if one.used else _no_icon(self.iconSize()))
        if one.used:
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tr("in use"))
        self.addItem(item)
        self.mark_changed(one.key, changed)

    @Slot(QListWidgetItem)
    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_KEY):
            self.picked.emit(item.data(_KEY))


def _no_icon(size: QSize) -> QIcon:
    """Room for one, so that all names begin at the same place."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)
