# SPDX-License-Identifier: Apache-2.0
"""Importing thousands of rows: the window goes on, and whatever is under way can be stopped."""

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import COLLECTED_AFTER
from app.records.queries import learners
from app.ui.file_drop import FileDrop
from app.ui.importing import PAGE
from app.ui.importing.import_page import ImportPage
from app.ui.take_back import Looking, TakeBack
from tests.ui.sample_sitting import Sitting, seated, words
from tests.ui.screen_checks import dress, press

MANY = 10_000
STILL_S = 1.0
"""A window that does not answer for so long seems to hang; a quiet machine takes a fifth of it."""
SYLLABLES = ("ba", "do", "ke", "lu", "mi", "na", "po", "ra", "su", "ti")


@pytest.fixture(autouse=True)
def keeps_house_as_the_program() -> Iterator[None]:
    """The search for rubbish as the program sets it: seldom, and never in what was there before the work began."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def many_rows(path: Path, rows: int) -> Path:
    """Invented people, all new, as a text file that is known."""
    names = ("".join(SYLLABLES[int(figure)] for figure in f"{n:04}") for n in range(rows))
    lines = [f"{name.title()} {name[::-1].title()} SAMPLE,{n:09}" for n, name in enumerate(names)]
    path.write_text("\n".join(["Full name,ID number", *lines]), encoding="utf-8")
    return path


def longest_silence(job: Callable[[], object], done: Callable[[], bool], patience: float = 90.0) -> float:
    """Seconds for which the window did not turn while the job went on."""
    longest, last = 0.0, time.monotonic()

    def tick() -> None:
        nonlocal longest, last
        now = time.monotonic()
        longest, last = max(longest, now - last), now

    clock = QTimer()
    clock.timeout.connect(tick)
    clock.start(5)
    job()
    end = time.monotonic() + patience
    while not done() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.001)
    tick()
    clock.stop()
    assert done(), "it did not come to an end"
    return longest


def stop_button(page: ImportPage) -> QPushButton:
    return next(each for each in page.waiting.findChildren(QPushButton) if each.text() == "Cancel")


def shown(here: Sitting) -> ImportPage:
    page = here.show(PAGE.make)
    assert isinstance(page, ImportPage)
    return page


def test_the_window_never_stops_while_ten_thousand_rows_are_read_planned_and_shown(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = many_rows(tmp_path / "many.csv", MANY)
    with seated(tmp_path) as here:
        page = shown(here)
        told: list[bool] = []

        def is_planned() -> bool:
            told.append(page.waiting.progress.isVisible())
            return page.plan.plan is not None and len(page.plan.table.plan.rows) == MANY

        assert longest_silence(lambda: page.take_file(path), is_planned) < STILL_S
        assert told[0], "progress is shown from the beginning"
        before = page.plan.plan

        def is_looked_at_again() -> bool:
            return page.plan.plan is not before and page.plan.go.isEnabled()

        assert longest_silence(lambda: page.plan.leave_out([5], True), is_looked_at_again) < STILL_S


def test_planning_ends_within_a_second_of_cancel(qtbot: QtBot, tmp_path: Path) -> None:
    path = many_rows(tmp_path / "many.csv", MANY)
    with seated(tmp_path) as here:
        page = shown(here)
        page.take_file(path)
        qtbot.waitUntil(lambda: page.draft is not None, timeout=20_000)
        pressed = time.monotonic()
        stop_button(page).click()
        here.settle()
        assert time.monotonic() - pressed < STILL_S
        assert page.steps.currentWidget() is page.start


def test_an_import_that_is_cancelled_writes_nothing_and_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    path = many_rows(tmp_path / "some.csv", 2_000)
    with seated(tmp_path) as here:
        before = here.centre.work.read(learners.count)
        page = shown(here)
        page.take_file(path)
        here.settle()
        page.plan.go.click()
        qtbot.waitUntil(lambda: stop_button(page).isVisible(), timeout=5_000)
        stop_button(page).click()
        here.settle()
        assert here.centre.work.read(learners.count) == before
        assert "Cancelled: nothing was imported." in words(page.plan)
        assert page.plan.plan is not None
        taken = len(page.plan.plan.taken)
        page.plan.go.click()
        here.settle()
        assert here.centre.work.read(learners.count) == before + taken


def test_a_look_back_at_a_huge_import_tells_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.take_back._PATIENCE_MS", 0)
    path = many_rows(tmp_path / "some.csv", 1_500)
    with seated(tmp_path) as here:
        before = here.centre.work.read(learners.count)
        page = shown(here)
        page.take_file(path)
        here.settle()
        page.plan.go.click()
        here.settle()
        count = here.centre.work.read(learners.count)
        assert count > before

        def looking() -> Looking:
            qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(Looking)), timeout=5_000)
            return next(each for each in page.findChildren(Looking) if each.isVisible())

        page.done.back.click()
        shares: set[int] = set()
        bar = looking().findChild(QProgressBar)
        assert bar is not None
        bar.valueChanged.connect(shares.add)
        qtbot.waitUntil(lambda: len(shares) > 2, timeout=20_000)
        press(looking(), Qt.Key.Key_Escape)
        here.settle()
        assert page.findChild(TakeBack) is None
        page.done.back.click()
        here.settle()
        asked = page.findChild(TakeBack)
        assert asked is not None
        asked.take.click()
        press(looking(), Qt.Key.Key_Escape)
        here.settle()
        assert here.centre.work.read(learners.count) == count
        page.done.back.click()
        here.settle()
        next(each for each in page.findChildren(TakeBack) if each.isVisible()).take.click()
        here.settle()
        assert here.centre.work.read(learners.count) == before


def test_only_the_latest_decision_counts(qtbot: QtBot, tmp_path: Path) -> None:
    path = many_rows(tmp_path / "some.csv", 300)
    with seated(tmp_path) as here:
        page = shown(here)
        page.take_file(path)
        here.settle()
        for row in range(2, 22):
            page.plan.leave_out([row], True)
        assert not page.plan.go.isEnabled()
        here.settle()
        assert page.plan.go.text() == "&Import 280 learners; 20 rows stay out"


def test_a_look_that_takes_too_long_is_stopped_and_the_last_decision_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    path = many_rows(tmp_path / "many.csv", 4_000)
    with seated(tmp_path) as here:
        page = shown(here)
        page.take_file(path)
        here.settle()
        before = page.plan.go.text()
        page.plan.leave_out([5], True)
        assert page.plan.table.plan.index(3, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
        qtbot.waitUntil(page.plan.progress.isVisible, timeout=10_000)
        next(each for each in page.plan.progress.findChildren(QPushButton)).click()
        here.settle()
        assert page.plan.choices.left_out == frozenset()
        assert page.plan.go.text() == before
        assert page.plan.go.isEnabled()


def held(path: Path) -> QMimeData:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    return content


def test_a_file_is_dropped_anywhere_on_the_window_even_on_a_field(qtbot: QtBot, tmp_path: Path) -> None:
    dress()
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    drop = FileDrop(window, ("csv", "xlsx"))
    taken: list[list[Path]] = []
    drop.dropped.connect(taken.append)
    window.resize(600, 400)
    window.show()
    handle = window.windowHandle()
    at, plain = QPoint(300, 200), Qt.KeyboardModifier.NoModifier

    def hold(content: QMimeData) -> bool:
        event = QDragEnterEvent(at, Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, plain)
        QCoreApplication.sendEvent(handle, event)
        return event.isAccepted()

    def cover() -> bool:
        return any(each.property("role") == "dropping" and each.isVisible() for each in window.findChildren(QFrame))

    table = held(tmp_path / "List.CSV")
    assert hold(table)
    assert cover()
    QCoreApplication.sendEvent(handle, QDragLeaveEvent())
    assert not cover()
    hold(table)
    let_go = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, table, Qt.MouseButton.LeftButton, plain)
    QCoreApplication.sendEvent(handle, let_go)
    assert not cover()
    assert taken == [[tmp_path / "List.CSV"]]
    assert field.text() == ""
    picture = held(tmp_path / "photo.png")
    hold(picture)
    assert not cover()
