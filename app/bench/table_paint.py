# SPDX-License-Identifier: Apache-2.0
"""In a process of its own: the learners table painted, scrolled and sorted, and the memory that it takes."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView

from app.bench.child import answer
from app.bench.ground import ADMIN, PASSPHRASE, Place
from app.bench.measuring import cpu, in_turn, memory, timed
from app.paths import resources
from app.translation import use_language
from app.ui.application import Application, every_page
from app.ui.background.change_bus import ChangeBus
from app.ui.background.runner import Runner
from app.ui.context import Context
from app.ui.learners.learner_source import LearnerSource
from app.ui.learners.learners_page import LearnersPage
from app.ui.sign_in.sign_in_page import Attempt, SignInPage
from app.ui.theme.apply import apply_theme, use_resources
from app.ui.ui_settings import UiSettings
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.row_source import Order

_SIZE = (1100, 640)
_SHOWN = "SELECT name, latin_name, sex, birth_date, id_number FROM learner ORDER BY sort_name"


def pace(few: Path, most: Path, plain: Path, rounds: int, steps: int) -> dict[str, list[float]]:
    """By what is done, the time that it takes with the longer list and with the shorter one, or the floor."""
    _dressed()
    runner = Runner()
    with ExitStack() as closing:
        short, long = (closing.enter_context(_source(place, runner)) for place in (few, most))
        database = QSqlDatabase.addDatabase("QSQLITE")
        database.setDatabaseName(str(plain))
        database.open()
        # A paint takes milliseconds only, so it is repeated more often than other things.
        first, floor = in_turn(3 * rounds, timed(lambda: _painted(short)), timed(_painted_by_qt))
        grown = in_turn(3 * rounds, timed(lambda: _painted(long)), timed(lambda: _painted(short)))
        tables = [_painted(source) for source in (long, short)]
        for each in tables:
            _settle(each, runner)
        found = {"paint": grown, "floor": [first, floor]}
        for name, act in (("page", _page), ("jump", _jump), ("sort", _sort)):
            found[name] = [median(taken) for taken in _alternately(tables, act, steps)]
        return found


def memory_of(place: Path, steps: int) -> float:
    """Megabytes of a program that shows the table, scrolls and sorts it."""
    _dressed()
    runner = Runner()
    with _source(place, runner) as source:
        shown = _painted(source)
        _settle(shown, runner)
        for act in (_page, _jump, _sort):
            _alternately([shown], act, steps)
        return memory()


def program_memory(path: Path, steps: int) -> float:
    """Megabytes of the running program on the page of learners, after scrolling and searching."""
    place = Place(path)
    program = Application(QApplication(["guildmark"]), place.folder, place.machine, every_page)
    program.start()
    waiting = QEventLoop()
    program.opened.connect(waiting.quit)
    page = program.gate.page()
    assert isinstance(page, SignInPage)
    page.attempted.emit(Attempt(ADMIN, PASSPHRASE))
    waiting.exec()
    assert program.sitting is not None
    window = program.sitting.window
    window.show_page("learners")
    learners = window.page("learners")
    assert isinstance(learners, LearnersPage)
    QApplication.processEvents()
    for act in (_page, _jump, _sort):
        _alternately([learners.table], act, steps)
    for text in ("nguy", "со", "a", "ស"):
        learners.search.asked.emit(text)
        while program.runner.busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return memory()


def _dressed() -> QApplication:
    app = QApplication(["guildmark"])
    use_language("en", resources() / "translations")
    use_resources(resources())
    apply_theme(app)
    return app


@contextmanager
def _source(path: Path, runner: Runner) -> Iterator[LearnerSource]:
    with Place(path).opened() as centre:
        yield LearnerSource(Context(centre, runner, ChangeBus(), UiSettings()))


def _settle(table: DataTable, runner: Runner) -> None:
    """Let the table count its rows, and know its way about after a first far jump, as it does behind one's back."""
    table.rows.count_now()
    table.rows.row(table.rows.rowCount() // 2)
    while runner.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _painted(source: LearnerSource) -> DataTable:
    shown = DataTable("Learners", source, Order("name"))
    shown.resize(*_SIZE)
    shown.grab()
    return shown


def _painted_by_qt() -> QTableView:
    model = QSqlQueryModel()
    model.setQuery(_SHOWN)
    shown = QTableView()
    model.setParent(shown)
    shown.setModel(model)
    shown.resize(*_SIZE)
    shown.grab()
    return shown


def _alternately(
    tables: list[DataTable], act: Callable[[DataTable, random.Random], object], steps: int
) -> list[list[float]]:
    """The times of the same steps of each table, taken in turn."""
    dice = [random.Random(1) for _ in tables]
    taken: list[list[float]] = [[] for _ in tables]
    for _ in range(steps):
        for table, die, times in zip(tables, dice, taken, strict=True):
            times.append(cpu(lambda table=table, die=die: act(table, die)))  # type: ignore[misc]  # bound as defaults
    return taken


def _page(table: DataTable, _die: random.Random) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(bar.value() + bar.pageStep())
    table.grab()


def _jump(table: DataTable, die: random.Random) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(int(bar.maximum() * die.random()))
    table.grab()


def _sort(table: DataTable, _die: random.Random) -> None:
    down = table.rows.order.descending
    table.rows.sort(0 if table.rows.order.column != "name" else 3, _ORDERS[not down])
    table.scrollToTop()
    table.grab()


_ORDERS = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)

if __name__ == "__main__":
    chosen, *words = sys.argv[1:]
    if chosen == "pace":
        answer(pace(Path(words[0]), Path(words[1]), Path(words[2]), int(words[3]), int(words[4])))
    elif chosen == "memory":
        answer(memory_of(Path(words[0]), int(words[1])))
    else:
        answer(program_memory(Path(words[0]), int(words[1])))
