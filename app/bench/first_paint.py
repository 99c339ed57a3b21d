# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: from its start to the first painted window, and from the passphrase to the learners.

Everything is imported where it is needed, so that each start imports in the order of the program itself.
"""

import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.ui.application import Application

SIZE: Final = (1366, 768)
SLOW: Final = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "httpx", "fastapi")
"""Libraries that must not be imported before the first paint."""


def bare() -> None:
    """The floor: one empty window that takes keys, which any window of a program does."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QWidget

    from app.bench.watch import Watch

    app = QApplication(["guildmark"])
    window = QWidget()
    window.resize(*SIZE)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    Watch(window, _tell_start)
    window.show()
    app.exec()


def sign_in(path: Path) -> None:
    """The program, until the sign-in page is painted."""
    program = _program(path)
    from PySide6.QtWidgets import QApplication

    from app.bench.watch import Watch

    page = program.gate.page()
    assert page is not None
    Watch(page, _tell_start)
    QApplication.exec()


def enter(path: Path) -> None:
    """The program, from Enter on the passphrase until the learners are painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.bench.ground import ADMIN, PASSPHRASE
    from app.ui.sign_in.sign_in_page import SignInPage
    from app.ui.ui_settings import UiSettings, save_settings

    save_settings(path / "state", UiSettings(page="learners"), ADMIN)
    program = _program(path)
    QApplication.processEvents()
    while "app.ui.all_pages" not in sys.modules or _is_warming():
        QApplication.processEvents()
        time.sleep(0.01)
    page = program.gate.page()
    assert isinstance(page, SignInPage)
    page.people.choose(ADMIN)
    page.secret.edit.setText(PASSPHRASE)
    before = [0.0]
    program.opened.connect(lambda: _watch_learners(program, before[0]))
    before[0] = time.process_time()
    QTest.keyClick(page.secret.edit, Qt.Key.Key_Return)
    QApplication.exec()


def _is_warming() -> bool:
    """The thread that imports the rest of the program while a person types still runs."""
    return any(one.name.endswith("(_warm_up)") for one in threading.enumerate())


def _program(path: Path) -> "Application":
    """The program as ``bootstrap`` starts it, with the first page shown."""
    from app.cli.arguments import without_command
    from app.cli.outside import Outside  # noqa: F401 - bootstrap imports it before the window
    from app.paths import resources
    from app.services.machine import this_machine
    from app.store.folder import DataFolder
    from app.translation import use_language

    use_language("en", resources() / "translations")
    without_command(["--data", str(path / "data")])
    from app.ui.quick_start import quick_application

    app = quick_application()
    from app.ui.application import Application, every_page

    program = Application(app, DataFolder(path / "data"), this_machine(path / "state"), every_page)
    program.start()
    return program


def _watch_learners(program: "Application", before: float) -> None:
    from app.bench.watch import Watch
    from app.ui.learners.learners_page import LearnersPage

    assert program.sitting is not None
    page = program.sitting.window.page("learners")
    assert isinstance(page, LearnersPage)
    table = page.table
    Watch(table.viewport(), lambda: _tell({"seconds": time.process_time() - before, "rows": table.rows.rowCount()}))


def _tell_start() -> None:
    seconds = time.process_time()
    slow = [name for name in SLOW if name in sys.modules]
    _tell({"seconds": seconds, "slow": slow})


def _tell(document: dict[str, object]) -> None:
    from app.bench.child import answer

    answer(document)


if __name__ == "__main__":
    chosen = sys.argv[1]
    if chosen == "bare":
        bare()
    elif chosen == "sign-in":
        sign_in(Path(sys.argv[2]))
    else:
        enter(Path(sys.argv[2]))
