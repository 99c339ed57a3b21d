# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen, of the real window over the sample centre: ``python packaging/screenshots.py FOLDER``.

Light and dark in English; light in Russian and Khmer. Needs no display.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.domain.assessing import MET, NOT_YET  # noqa: E402
from app.paths import resources  # noqa: E402
from app.records.queries import assessing, cohorts  # noqa: E402
from app.records.unit_of_work import Work  # noqa: E402
from app.services.assessing import Desk, MarkWish, desk, record_marks  # noqa: E402
from app.services.machine import Machine, this_machine  # noqa: E402
from app.services.opening import open_centre  # noqa: E402
from app.services.sample import USERS, Sample, make_sample  # noqa: E402
from app.services.signing import sign  # noqa: E402
from app.store.folder import DataFolder  # noqa: E402
from app.store.keyring import SAMPLE  # noqa: E402
from app.ui.application import Application, every_page  # noqa: E402
from app.ui.first_run.doors import DOORS  # noqa: E402
from app.ui.first_run.first_run_page import FirstRunPage  # noqa: E402
from app.ui.pages import RemembersPlace  # noqa: E402
from app.ui.sign_in.sign_in_page import Attempt  # noqa: E402

SIZE = (1366, 768)
LOOKS = (("light", "en"), ("dark", "en"), ("light", "ru"), ("light", "km"))
SETTLED_MS, WAIT_MS = 150, 60_000
PAGES = (frozenset[str](), frozenset({"home", "assess"}))
"""Which pages are shown of the administrator (all) and of the assessor."""
READY = 4
"""So many learners have everything that a certificate needs."""
NOT_MET = 7
"""One of so many marks of the half-done practical is not yet met."""


def main() -> int:
    """Take all pictures into the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / ".demo" / "screenshots")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(remark)
    app = QApplication(["Guildmark", "-style", "Fusion"])
    with tempfile.TemporaryDirectory() as place:
        machine = replace(this_machine(Path(place) / "state"), cost=SAMPLE)
        for theme, language in LOOKS:
            first_run(app, DataFolder(Path(place) / "none"), machine, Camera(folder, theme, language))
        centre = DataFolder(Path(place) / "centre")
        work_in(centre, machine, make_sample(centre, machine, resources()))
        for user, wanted in zip(USERS[:2], PAGES, strict=True):
            for theme, language in LOOKS:
                camera, who = Camera(folder, theme, language), Attempt(user.name, user.passphrase)
                signed_in(app, DataFolder(Path(place) / "centre"), machine, camera, who, wanted)
    print(f"The pictures are in {folder}")
    return 0


def remark(_kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
    """Pass on what Qt says, except that a window without a display has no frame to be sized."""
    if "propagateSizeHints" not in str(text):
        print(text, file=sys.stderr)


class Camera:
    """Writes pictures of windows, named by what they show and how."""

    def __init__(self, folder: Path, theme: str, language: str) -> None:
        self.folder, self.theme, self.language = folder, theme, language

    def take(self, program: Application, name: str) -> None:
        """A picture of whichever window is shown."""
        settle(program)
        sitting = program.sitting
        window = sitting.window if sitting is not None and sitting.window.isVisible() else program.gate
        window.grab().save(str(self.folder / f"{name}-{self.theme}-{self.language}.png"))


def first_run(app: QApplication, folder: DataFolder, machine: Machine, camera: Camera) -> None:
    """The doors, and the first step behind each."""
    program = started(app, folder, machine, camera)
    camera.take(program, "first-run")
    page = program.gate.page()
    assert isinstance(page, FirstRunPage)
    for door in DOORS:
        page.open_door(door)
        camera.take(program, f"first-run-{door}")
        page.show_doors()
    program.gate.hide()
    program.end()


def signed_in(
    app: QApplication, folder: DataFolder, machine: Machine, camera: Camera, who: Attempt, wanted: frozenset[str]
) -> None:
    """Sign-in, then the wanted pages of the person (all when none is named), and the places on them that matter."""
    program = started(app, folder, machine, camera)
    camera.take(program, "sign-in")
    program.attempt(who)
    wait_until(lambda: program.sitting is not None)
    assert program.sitting is not None
    window = program.sitting.window
    window.resize(*SIZE)
    window.choose_language(camera.language)
    window.choose_theme(camera.theme)
    name = who.name.split()[0].lower()
    for key, place, words in places(program):
        if not wanted or key in wanted:
            window.show_page(key, place)
            page = window.page(key)
            if isinstance(page, RemembersPlace):
                page.go_to(place)
            camera.take(program, "-".join(filter(None, (name, key, words))))
    window.close()


def places(program: Application) -> Iterator[tuple[str, str, str]]:
    """Each page of the person who is signed in, and places on some of them, each with a word for its picture."""
    assert program.sitting is not None
    context = program.sitting.context
    row = context.centre.work.read(cohorts.cohorts)[0]
    learner = context.centre.work.read(cohorts.members, row.id)[0].learner
    inner = {
        "learners": [(learner.hex(), "card")],
        "cohorts": [(row.code, "card"), ("?new", "new"), ("?import", "import")],
        "assess": [(f"{row.code} {row.units[-1]}\n", "practical")],
        "people": [("new", "new")],
    }
    for page in every_page():
        if page.roles and not page.roles & context.centre.work.roles:
            continue
        yield page.key, "", ""
        for place, words in inner.get(page.key, []):
            yield page.key, place, words


def work_in(folder: DataFolder, machine: Machine, sample: Sample) -> None:
    """Units that are signed and a practical that is half done: pictures of an empty centre tell little."""
    assessor = USERS[1]
    centre = open_centre(folder, assessor.name, assessor.passphrase, machine)
    try:
        *done, half = [centre.work.read(desk, sample.cohorts[0].code, unit) for unit in sample.cohorts[0].units]
        learners = [seat.learner for seat in centre.work.read(assessing.sheet, half.cohort, half.unit.code).seats]
        for at in done:
            finish(centre.work, at, learners[:-2])
        finish(centre.work, half, learners[:READY])
        codes = [criterion.code for criterion in half.unit.criteria()]
        cells = [(learner, code) for code in codes[: 2 * len(codes) // 3] for learner in learners[READY:]]
        wishes = [MarkWish(*cell, MET if n % NOT_MET else NOT_YET) for n, cell in enumerate(cells)]
        record_marks(centre.work, half, wishes)
    finally:
        centre.close()


def finish(work: Work, at: Desk, learners: list[bytes]) -> None:
    """Everything met, judged and signed."""
    codes = [criterion.code for criterion in at.unit.criteria()]
    record_marks(work, at, [MarkWish(learner, code, MET) for learner in learners for code in codes])
    sign(work, at, learners, propose=True)


def started(app: QApplication, folder: DataFolder, machine: Machine, camera: Camera) -> Application:
    """The program at its first page, in this look."""
    program = Application(app, folder, machine, every_page)
    program.choose_before(camera.theme, camera.language)
    program.start()
    program.gate.showNormal()
    program.gate.resize(*SIZE)
    return program


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
