# SPDX-License-Identifier: Apache-2.0
"""What stands beside a learner's details: the picture, the cohorts, the units with their results."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.assessing import COMPETENT, NOT_YET_COMPETENT
from app.domain.brought import from_before
from app.records.queries.brought import BroughtCertificate, BroughtResult
from app.records.queries.learners import UnitResult
from app.translation import later, tr, trn
from app.ui.learner_columns import shown_date
from app.ui.theme.icons import Icon, pixmap
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP, GAP_SMALL, GAP_TINY, RADIUS_CARD
from app.ui.widgets.buttons import button
from app.ui.widgets.page_body import card
from app.ui.widgets.pill import Pill, State
from app.ui.widgets.record_header import ElidedLabel
from app.ui.widgets.texts import label
from app.ui.widgets.ticks import Legend, Tick

_SIDE: Final = 112
_OUTCOMES: Final[dict[str, tuple[str, State]]] = {
    COMPETENT: (later("Competent"), "met"),
    NOT_YET_COMPETENT: (later("Not yet competent"), "not_yet"),
}


class PhotoSide(QWidget):
    """The learner's picture. ``choose_wanted`` and ``remove_wanted`` tell of its buttons."""

    choose_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._picture.setFixedSize(look().px(_SIDE), look().px(_SIDE))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button(tr("Choose a picture..."), self.choose_wanted.emit)
        self.remove = button(tr("Remove the picture"), self.remove_wanted.emit, kind="quiet")
        frame, column = card()
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.choose)
        column.addWidget(self.remove)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_photo(self, base64: str, editable: bool) -> None:
        """Show this picture, or a drawing where there is none."""
        self.choose.setVisible(editable)
        self.remove.setVisible(editable and bool(base64))
        shown = round_picture(base64, self._picture.size(), self.devicePixelRatioF())
        self._picture.setPixmap(shown or pixmap(Icon.USER, "muted", look().px(_SIDE // 2), self.devicePixelRatioF()))
        self._picture.setAccessibleName(tr("Picture") if shown else tr("No picture yet"))


def round_picture(base64: str, size: QSize, ratio: float) -> QPixmap | None:
    """The middle of the picture, filling the size, with rounded corners; None where there is no usable picture."""
    loaded = QPixmap()
    try:
        usable = bool(base64) and loaded.loadFromData(b64decode(base64))
    except NotBase64:
        usable = False
    if not usable:
        return None
    room = size * ratio
    whole = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    scaled = loaded.scaled(room, whole, Qt.TransformationMode.SmoothTransformation)
    drawn = QPixmap(room)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = QPainterPath()
    edge.addRoundedRect(drawn.rect(), RADIUS_CARD * ratio, RADIUS_CARD * ratio)
    painter.setClipPath(edge)
    painter.drawPixmap((room.width() - scaled.width()) // 2, (room.height() - scaled.height()) // 2, scaled)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


class CohortSide(QWidget):
    """The cohorts that the learner is in, as pills under each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = _side(self, tr("Cohorts"))

    def show_cohorts(self, codes: Sequence[str]) -> None:
        """Show these codes."""
        _empty(self._column)
        for code in codes:
            self._column.addWidget(Pill(code, "accent"))
        if not codes:
            self._column.addWidget(label(tr("In no cohort yet."), "muted", wrap=True))


class ResultSide(QWidget):
    """Each unit that the learner is enrolled in, with how it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = _side(self, tr("Units and results"))

    def show_results(self, results: Sequence[UnitResult], ticks: Mapping[bytes, str]) -> None:
        """Show these, each with how far its marks and signatures have come."""
        _empty(self._column)
        for result in results:
            self._column.addWidget(_result(result, ticks.get(result.unit_id, "")))
        if not results:
            self._column.addWidget(label(tr("Not enrolled in any unit yet."), "muted", wrap=True))
        if ticks:
            self._column.addWidget(Legend())


class BeforeSide(QWidget):
    """What was brought in from before: results and certificates, each marked with where it is from; hidden where there
    is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = _side(self, tr("From before Guildmark"))
        self.hide()

    def show_before(self, results: Sequence[BroughtResult], papers: Sequence[BroughtCertificate]) -> None:
        """Show these."""
        _empty(self._column)
        for result in results:
            self._column.addWidget(_brought(result))
        for paper in papers:
            said = " · ".join(filter(None, (paper.title, paper.issuer, day_in_one_piece(paper.issued_on))))
            made = _part(paper.number, Pill(tr("Not signed here"), "neutral"), said, from_before(paper.source))
            self._column.addWidget(made)
        self.setVisible(bool(results or papers))


def _brought(result: BroughtResult) -> QWidget:
    words = outcome_before(result)
    said = " · ".join(filter(None, (result.title if result.code else "", day_in_one_piece(result.achieved_on))))
    marks = [from_before(result.source)]
    if result.replaced:
        marks.append(tr("the unit is signed here now"))
    if result.contested:
        marks.append(tr("in question: it was brought in differently"))
    return _part(result.code or result.title, Pill(words, "neutral"), said, "; ".join(marks))


def outcome_before(result: BroughtResult) -> str:
    """What the register from before says of a unit."""
    return tr(_OUTCOMES[result.outcome][0]) if result.outcome in _OUTCOMES else result.outcome


def day_in_one_piece(iso: str) -> str:
    """A day in words that stay on one line."""
    return shown_date(iso).replace(" ", "\N{NO-BREAK SPACE}")


def standing(result: UnitResult) -> tuple[str, State]:
    """How a unit stands, in words, and the kind of its pill. A judgement counts when it is signed."""
    if result.outcome in _OUTCOMES:
        words, kind = _OUTCOMES[result.outcome]
        return (tr(words), kind) if result.signed else (tr("{outcome}, to be signed", outcome=tr(words)), "warn")
    return tr("Not judged yet"), "neutral"


def _result(result: UnitResult, tick: str) -> QWidget:
    words, kind = standing(result)
    code = result.code
    if result.attempt > 1:
        code = f"{code} · " + trn("attempt {n}", "attempt {n}", result.attempt)
    return _part(code, Pill(words, kind), result.title, tick=tick)


def _part(name: str, state: Pill, sentence: str, mark: str = "", tick: str = "") -> QWidget:
    """A name with its state, over a line about it; ``mark`` says in whole words where it is from, ``tick`` how far it
    has come."""
    made = QWidget()
    head = QHBoxLayout()
    head.setSpacing(GAP_SMALL)
    head.addWidget(ElidedLabel(name, "field"))
    head.addStretch(1)
    head.addWidget(state)
    if tick:
        head.addWidget(Tick(tick))
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_TINY)
    column.addLayout(head)
    column.addWidget(label(sentence, wrap=True) if mark else ElidedLabel(sentence))
    if mark:
        column.addWidget(label(mark, "muted", wrap=True))
    return made


def _side(widget: QWidget, title: str) -> QVBoxLayout:
    frame, column = card()
    column.addWidget(label(title, "heading"))
    rows = QVBoxLayout()
    rows.setSpacing(GAP)
    column.addLayout(rows)
    outer = QVBoxLayout(widget)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(frame)
    return rows


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
