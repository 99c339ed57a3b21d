# SPDX-License-Identifier: Apache-2.0
"""A person at the open sample centre, with real records and real threads, and somebody who listens for the window."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.records.changes import Changes
from app.services.machine import Machine, this_machine
from app.services.opening import OpenCentre, open_centre
from app.services.sample import USERS, make_sample
from app.store.folder import DataFolder
from app.store.keyring import SAMPLE
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.background.task import Failure
from app.ui.context import Context
from app.ui.ui_settings import UiSettings
from tests.ui.screen_checks import RESOURCES

ADMIN, ASSESSOR, VERIFIER, VIEWER = range(4)
T = TypeVar("T", bound=QWidget)
PATIENCE = 20.0
"""Seconds after which something that did not come will not come any more; busy machines are slow."""


def quick_machine(place: Path, publish: Callable[[Changes], None] = lambda changes: None) -> Machine:
    """This computer, with passphrases that are quick to try, and its notes in this place."""
    real = this_machine(place / "state", publish)
    return Machine(real.wall, real.random, real.state, real.publish, SAMPLE)


def made_sample(place: Path) -> Path:
    """The sample centre, in ``place / "centre"``."""
    make_sample(DataFolder(place / "centre"), quick_machine(place), RESOURCES)
    return place


def copied(sample: Path, place: Path) -> DataFolder:
    """A copy of the sample centre for one test."""
    shutil.copytree(sample / "centre", place / "centre")
    return DataFolder(place / "centre")


@dataclass(slots=True)
class Room:
    """The context of a person, and what the window was asked for."""

    context: Context
    centre: OpenCentre
    bot: QtBot
    said: list[str] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[tuple[str, object]] = field(default_factory=list)

    def show(self, page: T) -> T:
        """Show a page and let it read what it wants to show."""
        self.bot.addWidget(page)
        page.resize(1150, 700)
        page.show()
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until everything that was asked for has been answered and told."""
        quiet, end = 0, time.monotonic() + PATIENCE
        while quiet < 3:
            assert time.monotonic() < end, "something is still running"
            self.bot.wait(1)
            quiet = 0 if self.context.runner.busy else quiet + 1


@contextmanager
def sitting(sample: Path, place: Path, bot: QtBot, who: int = ADMIN) -> Iterator[Room]:
    """One of the sample's people at a copy of the sample centre."""
    bus = ChangeBus()
    folder = copied(sample, place)
    centre = open_centre(folder, USERS[who].name, USERS[who].passphrase, quick_machine(place, bus.publish))
    centre.notices = ()  # a copy is noticed; that is tested elsewhere
    runner = Runner()
    context = Context(centre, runner, bus, UiSettings())
    room = Room(context, centre, bot)
    failures: list[Failure] = []
    runner.failed.connect(failures.append)
    context.said.connect(lambda text, undo: room.said.append(text))
    context.page_wanted.connect(lambda key, place: room.shown.append((key, place)))
    context.choice_wanted.connect(lambda what, value: room.chosen.append((what, value)))
    try:
        yield room
    finally:
        end = time.monotonic() + 10
        while not runner.drain(1.0) and time.monotonic() < end:
            continue
        runner.stop()
        centre.close()
        for thing in (context, bus, runner):
            QObject.deleteLater(thing)
    for failure in failures:
        raise failure.error
