# SPDX-License-Identifier: Apache-2.0
"""Every state of the import, one after the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from app.paths import resources
from app.services.import_plan import State
from app.ui.importing.import_page import ImportPage
from tests.journeys.awkward import awkward_workbook, doubtful_dates

_ROWS = {State.NEW: "new", State.CHANGED: "changed", State.DOUBTFUL: "doubtful", State.REFUSED: "refused"}


def importing(page: ImportPage, place: Path, settle: Callable[[], None]) -> Iterator[str]:
    """From the empty page to what was imported and taken back."""
    page.begin()
    yield "import"
    (place / "photo.xlsx").write_bytes(b"no workbook")
    page.take_file(place / "photo.xlsx")
    yield "import-no-workbook"
    page.show_step(page.password)
    page.password.ask("learners.xlsx", "")
    yield "import-password"
    page.take_file(doubtful_dates(place / "list.csv"))
    yield "import-columns-dates"
    page.strip.otherwise.click()
    yield "import-text-form"
    _close_dialogs()
    page.take_file(awkward_workbook(place / "Список.xlsx", resources()))
    yield "import-columns"
    page.columns.remember.setChecked(False)
    page.columns.confirm()
    settle()
    for state, name in _ROWS.items():
        page.plan.numbers.choose(state)
        yield f"import-plan-{name}"
    page.plan.numbers.choose(None)
    page.plan.go.click()
    yield "imported"
    page.done.back.click()
    yield "import-take-back"
    _close_dialogs()
    page.writing.take_back()
    yield "import-taken-back"
    page.begin()


def _close_dialogs() -> None:
    for each in QApplication.topLevelWidgets():
        if isinstance(each, QDialog) and each.isVisible():
            each.reject()
