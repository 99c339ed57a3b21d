# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: from a key on the checklist to the painted mark, which comes after the commit."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bench.child import answer
from app.bench.ground import Place
from app.bench.mark import assessed
from app.paths import resources
from app.records.queries.assessing import sheet
from app.services.sample import COHORT
from app.translation import use_language
from app.ui.assess.assess_page import AssessPage
from app.ui.assess.centre_desk import CentreDesk
from app.ui.assess.desk import CellKey
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.context import Context
from app.ui.theme.apply import apply_theme, use_resources
from app.ui.ui_settings import UiSettings

_EACH = 10.0


class _Painted(QObject):
    """Knows when the checklist was first painted with a mark in the cell that is looked at."""

    def __init__(self, page: AssessPage) -> None:
        super().__init__(page)
        self._cells = page.model.cells
        self.look_at(page.presenter.key)
        page.grid.viewport().installEventFilter(self)

    def look_at(self, key: CellKey) -> None:
        """Look at this cell, which is empty."""
        self._key, self.at = key, 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint begins; it ends within the same turn of the loop."""
        if event.type() == QEvent.Type.Paint and not self.at and self._key in self._cells:
            self.at = time.perf_counter()
        return False


def key_to_paint(path: Path, marks: int) -> list[tuple[float, float]]:
    """Seconds of the clock and CPU seconds for each of the keys."""
    app = QApplication(["guildmark"])
    use_language("en", resources() / "translations")
    use_resources(resources())
    apply_theme(app)
    runner, bus = Runner(), ChangeBus()
    with assessed(Place(path)) as at:
        desk, _ = at.cells[0]
        context = Context(at.centre, runner, bus, UiSettings())
        read = at.centre.work.read(sheet, COHORT, desk.unit.code)
        page = AssessPage(CentreDesk(context, read))
        page.resize(1366, 768)
        page.show()
        app.processEvents()
        watch = _Painted(page)
        cells = page.model.rowCount() * page.model.columnCount()
        taken = [_one(page, watch) for _ in range(min(marks, cells))]
        runner.drain(_EACH)
        runner.stop()
    return taken


def _one(page: AssessPage, watch: _Painted) -> tuple[float, float]:
    watch.look_at(page.presenter.key)
    begun, cpu = time.perf_counter(), time.process_time()
    QTest.keyClick(page.grid, Qt.Key.Key_Y)
    while not watch.at:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return time.perf_counter() - begun, time.process_time() - cpu


if __name__ == "__main__":
    answer(key_to_paint(Path(sys.argv[1]), int(sys.argv[2])))
