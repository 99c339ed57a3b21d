# SPDX-License-Identifier: Apache-2.0
"""Pictures of every state of every screen, of the real window over the sample centre.

``python packaging/screenshots.py FOLDER [--look LOOK] [--scene WORDS]``. Needs no display.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import (  # noqa: E402 - after the path is set
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app.services.machine import Machine, this_machine  # noqa: E402
from app.services.sample import USERS  # noqa: E402
from app.store.folder import DataFolder  # noqa: E402
from app.store.keyring import SAMPLE  # noqa: E402
from app.ui.application import Application, every_page  # noqa: E402
from app.ui.theme.tokens import Mode  # noqa: E402
from app.ui.ui_settings import UiSettings, save_settings  # noqa: E402
from tests.journeys import scenes  # noqa: E402
from tests.journeys.scenes import Scenes, Stage  # noqa: E402

SIZE = (1366, 768)
SETTLED_MS, WAIT_MS = 120, 60_000


@dataclass(frozen=True, slots=True)
class Look:
    """How the program is shown; its name ends the name of each picture."""

    theme: str
    language: str
    scale: int = 100

    @property
    def name(self) -> str:
        """Such as ``light-en`` or ``light-ru-150``."""
        return f"{self.theme}-{self.language}" + (f"-{self.scale}" if self.scale != 100 else "")


LOOKS = (
    Look("light", "en"),
    Look("dark", "en"),
    Look("light", "km"),
    Look("dark", "ru"),
    Look("light", "vi"),
    Look("high_contrast", "en"),
    Look("light", "ru", 150),
)


def main() -> int:
    """Take the pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / ".demo" / "screenshots")
    parser.add_argument("--look", action="append", choices=[look.name for look in LOOKS], help="only this look")
    parser.add_argument("--scene", default="", help="only scenes whose name holds these words")
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(remark)
    app = QApplication(["Guildmark", "-style", "Fusion"])
    with tempfile.TemporaryDirectory() as place:
        studio = Studio(app, Path(place), wish.folder, wish.scene)
        for look in LOOKS:
            if not wish.look or look.name in wish.look:
                studio.take_all(look)
    print(f"The pictures are in {wish.folder}")
    return 0


def remark(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    """Pass on what Qt says, except what a window without a display has not got."""
    if "This plugin does not support" not in str(text):
        print(text, file=sys.stderr)


class Studio:
    """Goes through the scenes of each person in a look, on a laptop that is set back to the sample before."""

    def __init__(self, app: QApplication, place: Path, pictures: Path, wanted: str) -> None:
        self._app, self._pictures, self._wanted = app, pictures, wanted
        self._now, self._kept = place / "now", place / "kept"
        self._machine: Machine = replace(this_machine(self._now / "state"), cost=SAMPLE)
        self._now.mkdir()
        scenes.work_in(DataFolder(self._now / "centre"), self._machine)
        shutil.copytree(self._now, self._kept)

    def take_all(self, look: Look) -> None:
        """Every scene in this look."""
        self._go_through(look, "none", scenes.first_start)
        self._go_through(look, "centre", scenes.sign_in)
        for user, shown in zip(USERS, scenes.OF_ROLES, strict=True):
            self._go_through(look, "centre", partial(scenes.of_person, user=user, shown=shown), user.roles[0])

    def _go_through(self, look: Look, folder: str, shown: Callable[[Stage], Scenes], who: str = "") -> None:
        shutil.rmtree(self._now)
        shutil.copytree(self._kept, self._now)
        save_settings(
            self._now / "state", UiSettings(Mode(look.theme), look.scale, language=look.language, page="sign_in")
        )
        program = Application(self._app, DataFolder(self._now / folder), self._machine, every_page)
        program.start()
        program.gate.showNormal()
        program.gate.resize(*SIZE)
        for scene in shown(Stage(program, self._now, lambda: settle(program))):
            name = "-".join(filter(None, (who, scene)))
            settle(program)
            if self._wanted in name:
                picture(front(program)).save(str(self._pictures / f"{name}-{look.name}.png"))
        front(program).close()
        program.deleteLater()


def front(program: Application) -> QWidget:
    """The window that is shown: that of the person who has signed in, or the one before."""
    sitting = program.sitting
    return sitting.window if sitting is not None and sitting.window.isVisible() else program.gate


def picture(window: QWidget) -> QPixmap:
    """The window with the dialogs and menus that lie over it."""
    shown = window.grab()
    painter = QPainter(shown)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            painter.drawPixmap(other.pos() - window.pos(), other.grab())
    painter.end()
    return shown


def settle(program: Application) -> None:
    """Let everything arrive that was asked for, and be painted."""
    wait_until(lambda: not program.runner.busy)
    pause(SETTLED_MS)
    wait_until(lambda: not program.runner.busy)


def wait_until(holds: Callable[[], bool]) -> None:
    """Let the program work until this holds; gives up loudly."""
    deadline = QDeadlineTimer(WAIT_MS)
    while not holds():
        if deadline.hasExpired():
            raise TimeoutError("the program did not get there")
        pause(10)


def pause(milliseconds: int) -> None:
    """Let the program work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
