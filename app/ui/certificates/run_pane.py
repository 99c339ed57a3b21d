# SPDX-License-Identifier: Apache-2.0
"""The sheets of one run: on their way, then asked about; or put in one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.records.queries.print_jobs import PrintJob
from app.services.job_forms import RunSheet
from app.services.printing import Answer
from app.translation import tr, trn
from app.ui.certificates.second_person import ReasonFields
from app.ui.context import Context
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP
from app.ui.widgets.buttons import button
from app.ui.widgets.flow import Flow
from app.ui.widgets.form import FormField
from app.ui.widgets.page_body import card, scrolled
from app.ui.widgets.texts import announce, label


class RunPane(QWidget):
    """``answered`` carries an ``Answer`` about the run, ``put_in`` says that the sheet lies ready, ``stop_wanted`` that
    the job shall end here."""

    answered = Signal(object)
    put_in = Signal()
    stop_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Sequence[RunSheet] = ()
        self._forms = False
        self.title = label("", "title", wrap=True)
        self.told = label("", wrap=True)
        self.printer = label("", "muted", wrap=True)
        self.last = QComboBox()
        self.last.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.last.setMinimumContentsLength(24)
        self.spoiled = QListWidget()
        self.spoiled.setFixedHeight(look().px(132))
        self.why = ReasonFields(context)
        self.wrong = label("", "error", wrap=True)
        self.ready = button(tr("&Print on this sheet"), self.put_in.emit, kind="primary")
        self.good = button(tr("It came out &well"), self._on_good, kind="primary")
        self.bad = button(tr("It is &spoiled"), self._on_bad)
        self.go_on = button(tr("&Go on"), self._on_go_on, kind="primary")
        self.stop = button(tr("S&top the job..."), self.stop_wanted.emit)
        self._last_field = FormField(tr("Which was the last good sheet?"), self.last)
        self._spoiled_field = FormField(tr("Tick sheets that came out badly"), self.spoiled)
        self._arrange()
        self.spoiled.itemChanged.connect(self._show_why)

    def ask_for_sheet(self, job: PrintJob, sheet: RunSheet) -> None:
        """One by one: say which sheet to put in, and for whom."""
        self._begin(job, [sheet])
        if sheet.form:
            title = tr("Put in form No. {form} for {name}", form=sheet.form, name=sheet.name)
        else:
            title = tr("Put in a sheet for {name}", name=sheet.name)
        self._say(title, tr("{number}. Press Enter when it lies ready.", number=sheet.number))
        self._show(self.ready)
        self.ready.setFocus()

    def wait(self, job: PrintJob, run: Sequence[RunSheet]) -> None:
        """These sheets are on their way."""
        self._begin(job, run)
        words = trn("{n} sheet goes to {printer}", "{n} sheets go to {printer}", len(run), printer=job.printer)
        self._say(words, _ends(run))
        self._show()

    def ask(self, job: PrintJob, run: Sequence[RunSheet]) -> None:
        """These sheets were sent: how did they come out?"""
        self._begin(job, run)
        self.why.begin()
        if len(run) == 1 and job.manual:
            self._say(tr("Did the sheet for {name} come out well?", name=run[0].name), _ends(run))
            self._show(self.good, self.bad)
            self.good.setFocus()
            return
        done = tr("{n} of {m} sheets are done.", n=len(job.good), m=len(job.sheets))
        self._say(tr("Look at the sheets from {printer}", printer=job.printer), f"{_ends(run)} {done}")
        self._fill(run)
        self._show(self._last_field, self._spoiled_field, self.go_on)
        self.last.setFocus()

    def show_printer(self, sentence: str) -> None:
        """What the printer says of the sheets that were sent."""
        self.printer.setText(sentence)
        self.printer.setVisible(bool(sentence))

    def show_wrong(self, sentence: str) -> None:
        """Say why it cannot go on so."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        announce(self, sentence)

    @Slot()
    def _on_go_on(self) -> None:
        ticked = {self._run[at].place for at in range(self.spoiled.count()) if self._is_ticked(at)}
        self.answered.emit(Answer(len(self._run), int(self.last.currentData()), ticked, *self.why.said()))

    @Slot()
    def _on_good(self) -> None:
        self.answered.emit(Answer(1, self._run[0].place))

    @Slot()
    def _on_bad(self) -> None:
        """With a form the reason is asked first; the button is pressed again when it is given."""
        if self._forms and self.why.isHidden():
            self.why.need_second(True)
            self.why.show()
            self.why.reason.setFocus()
            return
        self.answered.emit(Answer(1, 0, {self._run[0].place}, *self.why.said()))

    @Slot()
    def _show_why(self) -> None:
        self.why.setVisible(self._forms and any(map(self._is_ticked, range(self.spoiled.count()))))

    def _is_ticked(self, at: int) -> bool:
        return self.spoiled.item(at).checkState() == Qt.CheckState.Checked

    def _begin(self, job: PrintJob, run: Sequence[RunSheet]) -> None:
        self._run, self._forms = run, bool(job.stationery)
        self.show_printer("")
        self.show_wrong("")

    def _fill(self, run: Sequence[RunSheet]) -> None:
        self.last.clear()
        self.last.addItem(tr("All of them came out well"), run[-1].place)
        for sheet in reversed(run[:-1]):
            self.last.addItem(_words(sheet), sheet.place)
        self.last.addItem(tr("None of them came out well"), 0)
        self.spoiled.blockSignals(True)
        self.spoiled.clear()
        for sheet in run:
            item = QListWidgetItem(_words(sheet), self.spoiled)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.spoiled.setCurrentRow(0)
        self.spoiled.blockSignals(False)

    def _say(self, title: str, told: str) -> None:
        self.title.setText(title)
        self.told.setText(told)
        announce(self, f"{title}. {told}")

    def _show(self, *parts: QWidget) -> None:
        all_parts = (self._last_field, self._spoiled_field, self.why, self.ready, self.good, self.bad, self.go_on)
        for part in all_parts:
            part.setVisible(part in parts)

    def _arrange(self) -> None:
        frame, column = card()
        parts = (self.title, self.told, self.printer, self._last_field, self._spoiled_field, self.why, self.wrong)
        for part in parts:
            column.addWidget(part)
        column.addWidget(Flow(self.ready, self.good, self.bad, self.go_on, self.stop))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(scrolled(frame))
        self._show()


def _words(sheet: RunSheet) -> str:
    said = (tr("Sheet {n}", n=sheet.place), sheet.form, sheet.name or sheet.number)
    return " · ".join(filter(None, said))


def _ends(run: Sequence[RunSheet]) -> str:
    """The first and the last sheet of a run."""
    if len(run) == 1:
        return _words(run[0])
    return tr("From {first} to {last}.", first=_words(run[0]), last=_words(run[-1]))
