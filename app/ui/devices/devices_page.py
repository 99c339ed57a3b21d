# SPDX-License-Identifier: Apache-2.0
"""This laptop, its safety, and the other laptops of the centre."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.rights import Command, allowed
from app.records.queries.people import DeviceRow, devices
from app.services.carried import Safety, safety
from app.translation import later, tr
from app.ui.background.change_bus import Changes
from app.ui.context import Context
from app.ui.devices.admit_card import AdmitCard
from app.ui.devices.backup_card import BackupCard
from app.ui.devices.check_card import CheckCard
from app.ui.devices.laptop_list import LaptopList
from app.ui.pages import Page
from app.ui.theme.icons import Icon
from app.ui.theme.tokens import GAP_WIDE
from app.ui.widgets.page_body import page_layout, scrolled
from app.ui.widgets.page_header import PageHeader


class DevicesPage(QWidget):
    """Cards for what can be done here, and the list of laptops beneath."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        roles = context.centre.work.roles
        self.header = PageHeader(tr("This laptop"))
        self.backup = BackupCard(context)
        self.check = CheckCard(context)
        self.admit = AdmitCard(context)
        self.backup.setEnabled(allowed(roles, Command.BACKUP))
        self.laptops = LaptopList(context)
        self._stale = False
        self._arrange()
        self.setFocusProxy(self.backup.backup_button)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _arrange(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_WIDE)
        may_admit = allowed(self._context.centre.work.roles, Command.ADMIT_DEVICE)
        for n, each in enumerate((self.backup, self.check)):
            grid.addWidget(each, 0, n)
        grid.addWidget(self.admit, 1, 0, 1, 2)
        self.admit.setVisible(may_admit)
        grid.addWidget(self.laptops, 2, 0, 1, 2)
        grid.setRowStretch(2, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        page = page_layout(self)
        page.addWidget(self.header)
        page.addWidget(scrolled(inside), 1)

    def _read(self) -> None:
        self._stale = False
        device = self._context.centre.work.records.device
        self._context.read(devices, device, then=self._show_laptops, key="devices.list")
        self._context.read(safety, device, then=self._show_safety, key="devices.safety")

    @Slot(object)
    def _show_laptops(self, laptops: Sequence[DeviceRow]) -> None:
        self.header.set_subtitle(next((laptop.name for laptop in laptops if laptop.own), ""))
        self.laptops.show_laptops(laptops, self._context.centre.machine.wall())

    @Slot(object)
    def _show_safety(self, known: Safety) -> None:
        self.backup.show_safety(known, self._context.centre.machine.wall())

    @Slot(object)
    def _on_changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._read()
        else:
            self._stale = True


def devices_page(context: Context) -> QWidget:
    """The page of this laptop."""
    return DevicesPage(context)


PAGE = Page("devices", later("This laptop"), Icon.LAPTOP, devices_page, at_foot=True)
