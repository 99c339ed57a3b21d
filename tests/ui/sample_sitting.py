# SPDX-License-Identifier: Apache-2.0
"""A person of the sample centre at work: real records in a folder of the test, real threads, a window that listens."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.assessing import MET
from app.records.changes import Changes
from app.records.queries import assessing as sheets
from app.records.queries import cohorts
from app.services.assessing import Desk, MarkWish, record_marks
from app.services.machine import Machine
from app.services.opening import OpenCentre, open_centre
from app.services.sample import COHORT, USERS, make_sample
from app.services.signing import sign
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.context import Context
from app.ui.ui_settings import UiSettings
from tests.ui.screen_checks import RESOURCES, dress

ADMINISTRATOR, ASSESSOR, VERIFIER, VIEWER = (user.name for user in USERS)
PASSPHRASES = {user.name: user.passphrase for user in USERS}
PATIENCE = 20.0
Page = TypeVar("Page", bound=QWidget)


@dataclass
class Sitting:
    """What a person of the centre has before them. ``said`` and ``wanted`` are what the window heard."""

    context: Context
    centre: OpenCentre
    said: list[str] = field(default_factory=list)
    undo: list[Any] = field(default_factory=list)
    wanted: list[tuple[str, str]] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)
    pages: list[QWidget] = field(default_factory=list)

    def settle(self) -> None:
        """Until all that was asked is answered and shown."""
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 5 and time.monotonic() < end:
            QCoreApplication.processEvents()
            quiet = 0 if self.context.runner.busy else quiet + 1
            time.sleep(0.001)
        assert not self.failed, self.failed
        assert quiet == 5, "something is still running"

    def show(self, make: Callable[[Context], Page], width: int = 1140, height: int = 720) -> Page:
        """A page of the size that it has in a window of 1366 x 768."""
        page = make(self.context)
        self.pages.append(page)
        page.resize(width, height)
        page.show()
        self.settle()
        return page

    def hear(self, text: str, undo: object) -> None:
        """What the window would show at its foot."""
        self.said.append(text)
        self.undo.append(undo)

    def leave(self) -> None:
        """Take the pages away, as the window does for the next person."""
        for page in self.pages:
            page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@contextmanager
def seated(path: Path, name: str = ADMINISTRATOR) -> Iterator[Sitting]:
    """This person signed in at the sample centre, a copy of it in this folder unless there is one already."""
    dress()
    bus, runner = ChangeBus(), Runner()
    folder = DataFolder(path / "centre")
    if not folder.path.exists():
        shutil.copytree(_made(path.parent / "sample").path, folder.path)
    machine = _machine(path / "state", bus.publish)
    centre = open_centre(folder, name, PASSPHRASES[name], machine)
    here = Sitting(Context(centre, runner, bus, UiSettings()), centre)
    runner.refused.connect(lambda refusal: here.said.append(str(refusal)))
    runner.failed.connect(lambda failure: here.failed.append(failure.error))
    here.context.said.connect(here.hear)
    here.context.page_wanted.connect(lambda key, place: here.wanted.append((key, place)))
    try:
        yield here
        here.settle()
    finally:
        here.leave()
        runner.stop()
        centre.close()


def _machine(state: Path, publish: Callable[[Changes], None] = lambda changes: None) -> Machine:
    return Machine(lambda: time.time_ns() // 1_000_000, os.urandom, state, publish, SAMPLE)


def _made(place: Path) -> DataFolder:
    """The sample centre, made once for all tests of a run."""
    folder = DataFolder(place / "centre")
    if not folder.path.exists():
        make_sample(folder, _machine(place / "state"), RESOURCES)
    return folder


def all_competent(path: Path, learners: int) -> None:
    """The first learners of the sample cohort met every criterion and are signed, in every unit."""
    with seated(path, ASSESSOR) as here:
        work = here.centre.work
        for unit in work.read(cohorts.cohort, COHORT).units:
            sheet = work.read(sheets.sheet, COHORT, unit)
            at = Desk(sheet.unit_id, sheet.unit, COHORT)
            ids = [seat.learner for seat in sheet.seats][:learners]
            record_marks(work, at, [MarkWish(one, known.code, MET) for one in ids for known in sheet.unit.criteria()])
            assert len(sign(work, at, ids, propose=True).signed) == learners


def words(page: QWidget) -> str:
    """All that labels of the page say, as far as they are shown."""
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page) and each.text())
