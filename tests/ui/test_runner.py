# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread: order, answers, errors, cancelling, closing."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from threading import Event, current_thread
from time import monotonic, sleep

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.refusals import RuleBroken
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.background.task import Control, Ears, Failure


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.drain(2)
    assert made.stop()


def test_an_answer_arrives_in_the_gui_thread(qtbot: QtBot, runner: Runner) -> None:
    seen: list[tuple[str, str]] = []
    runner.command(lambda: current_thread().name, Ears(on_done=lambda name: seen.append((name, current_thread().name))))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("writer-0", "MainThread")]


def test_a_command_goes_before_long_work_and_between_its_slices(qtbot: QtBot, runner: Runner) -> None:
    order: list[str] = []
    begun, go_on = Event(), Event()

    def arriving(control: Control) -> Generator[None, None, str]:
        for n in range(3):
            order.append(f"slice {n}")
            begun.set()
            go_on.wait(2)
            control.progress(n + 1, 3)
            yield
        return "all"

    ended: list[str] = []
    runner.slices(arriving, Ears(on_done=ended.append))
    runner.long(lambda control: order.append("long"))
    begun.wait(2)
    runner.command(lambda: order.append("mark"))
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert order[:2] == ["slice 0", "mark"]
    assert sorted(order[2:]) == ["long", "slice 1", "slice 2"]
    assert ended == ["all"]


def test_a_refusal_reaches_its_caller_as_a_sentence(qtbot: QtBot, runner: Runner) -> None:
    def refuse() -> None:
        raise RuleBroken("full", "The cohort {cohort} is full.", cohort="W1")

    heard: list[str] = []
    runner.command(refuse, Ears(on_refused=lambda refusal: heard.append(str(refusal))))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["The cohort W1 is full."]


def test_an_unforeseen_error_is_told_once_and_the_writer_works_on(qtbot: QtBot, runner: Runner) -> None:
    failures: list[Failure] = []
    runner.failed.connect(failures.append)
    runner.command(lambda: 1 // 0)
    answers: list[int] = []
    runner.command(lambda: 2, Ears(on_done=answers.append))
    qtbot.waitUntil(lambda: bool(answers))
    assert [type(failure.error) for failure in failures] == [ZeroDivisionError]


def test_cancelled_work_ends_between_rows_and_says_so(qtbot: QtBot, runner: Runner) -> None:
    rows: list[int] = []
    first_row = Event()
    go_on = Event()

    def work(control: Control) -> None:
        for n in range(1000):
            rows.append(n)
            first_row.set()
            go_on.wait(2)
            control.progress(n, 1000)

    ended: list[str] = []
    task = runner.long(work, Ears(on_cancelled=lambda: ended.append("cancelled")))
    first_row.wait(2)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert rows == [0]


def test_progress_of_a_fast_job_does_not_flood_the_window(qtbot: QtBot, runner: Runner) -> None:
    told: list[tuple[int, int]] = []

    def work(control: Control) -> None:
        for n in range(10_000):
            control.progress(n + 1, 10_000)

    task = runner.long(work)
    task.progress.connect(lambda n, m: told.append((n, m)))
    with qtbot.waitSignal(task.finished):
        pass
    assert 1 <= len(told) < 5_000


def test_only_the_newest_question_of_a_key_is_answered(qtbot: QtBot, runner: Runner) -> None:
    hold = Event()
    answers: list[str] = []

    def slow() -> str:
        hold.wait(2)
        return "n"

    runner.read(slow, Ears(on_done=answers.append), key="find")
    runner.read(lambda: "ng", Ears(on_done=answers.append), key="find")
    qtbot.waitUntil(lambda: answers == ["ng"])
    hold.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert answers == ["ng"]


def test_nobody_is_told_when_the_owner_has_gone(qtbot: QtBot, runner: Runner) -> None:
    owner = QObject()
    go_on = Event()
    told: list[object] = []
    runner.command(lambda: go_on.wait(2), Ears(on_done=told.append, owner=owner))
    owner.deleteLater()
    qtbot.wait(1)
    go_on.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert told == []


def test_closing_runs_every_command_and_ends_long_work(qtbot: QtBot) -> None:
    runner = Runner()
    written: list[int] = []
    begun = Event()

    def endless(control: Control) -> Generator[None, None, None]:
        while True:
            begun.set()
            yield

    runner.slices(endless)
    begun.wait(2)
    for n in range(20):
        runner.command(lambda n=n: written.append(n))  # type: ignore[misc]  # a default binds the number now
    assert runner.drain(2)
    assert written == list(range(20))
    assert runner.stop()


def test_closing_says_when_work_does_not_end_in_time(qtbot: QtBot) -> None:
    runner = Runner()
    hold = Event()
    runner.command(lambda: hold.wait(2))
    assert not runner.drain(0.05)
    hold.set()
    assert runner.drain(2)
    assert runner.stop()


@dataclass(frozen=True)
class Changed:
    tables: frozenset[str]

    def touches(self, table: str) -> frozenset[bytes]:
        return frozenset()


def test_changes_made_on_the_writer_thread_are_told_in_the_gui_thread(qtbot: QtBot, runner: Runner) -> None:
    bus = ChangeBus()
    heard: list[tuple[frozenset[str], str]] = []
    bus.changed.connect(lambda changes: heard.append((changes.tables, current_thread().name)))
    runner.command(lambda: bus.publish(Changed(frozenset({"learner"}))))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(frozenset({"learner"}), "MainThread")]


def test_a_report_tells_how_far_it_is_beside_the_writer(qtbot: QtBot, runner: Runner) -> None:
    seen: list[tuple[int, int]] = []
    done: list[str] = []
    go_on = Event()

    def report(control: Control) -> str:
        control.progress(1, 2)
        go_on.wait(2)
        return current_thread().name

    task = runner.report(report, Ears(on_done=done.append))
    task.progress.connect(lambda n, m: seen.append((n, m)))
    qtbot.waitUntil(lambda: bool(seen))
    go_on.set()
    qtbot.waitUntil(lambda: bool(done))
    assert seen == [(1, 2)]
    assert done[0].startswith("reader")


def test_the_window_gets_its_turn_at_once_while_a_thread_computes(qtbot: QtBot, runner: Runner) -> None:
    begun, stopped = Event(), Event()

    def compute(_: Control) -> int:
        begun.set()
        turns = 0
        while not stopped.is_set():
            turns += sum(range(1000))
        return turns

    runner.report(compute)
    assert begun.wait(2)
    start = monotonic()
    for _ in range(200):
        sleep(0)  # as each question that Qt asks Python does: the interpreter is given away and wanted again
    took = monotonic() - start
    stopped.set()
    qtbot.waitUntil(lambda: not runner.busy, timeout=2_000)
    assert took < 0.5, "painting one table would take as long"
