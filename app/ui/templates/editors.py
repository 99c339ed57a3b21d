# SPDX-License-Identifier: Apache-2.0
"""One control for each kind of property: it shows a value, and tells the value that somebody gives it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.documents.properties import COLOURS, Choice, Colour, Flag, Known, Number, Plain, Property, Texts, Whole
from app.translation import LANGUAGES, tr
from app.ui.templates.property_words import COLOUR_WORDS, choice_words
from app.ui.theme.look import look
from app.ui.theme.tokens import GAP_TINY
from app.ui.widgets.number_box import number_box

_Box = TypeVar("_Box", bound=QWidget)
Tell = Callable[[Any], None]
_ANOTHER = "another"
_SHORT_LIST = 14


@dataclass(frozen=True, slots=True)
class Editor:
    """A control, what shows a value in it, and whether it needs the whole width."""

    widget: QWidget
    show: Callable[[Any], None]
    wide: bool = False


def editor_for(what: Property, tell: Tell, words: Callable[[str], str], colour: Callable[[str], str]) -> Editor | None:
    """The control for a property; None for what is not changed here. ``words`` calls a fact by its name, ``colour``
    gives a colour of the template as #rrggbb."""
    if isinstance(what, Number | Whole):
        return _number(what, tell)
    if isinstance(what, Flag):
        box = QCheckBox()
        box.clicked.connect(lambda on: tell(bool(on)))
        return Editor(box, box.setChecked, wide=True)
    if isinstance(what, Choice):
        return chosen([(word, choice_words(word)) for word in what.words], tell, wide=True)
    if isinstance(what, Known):
        names = sorted(((name, words(name)) for name in what.names), key=lambda one: one[1].casefold())
        return chosen([*([("", tr("none"))] if what.optional else []), *names], tell, wide=True)
    if isinstance(what, Colour):
        return _colour(tell, colour)
    if isinstance(what, Texts):
        return _texts(tell)
    return _plain(tell) if isinstance(what, Plain) else None


def chosen(values: Sequence[tuple[str, str]], tell: Tell, wide: bool = False) -> Editor:
    """A list of values with their words."""
    box = combo()
    for value, words in values:
        box.addItem(words, value)
    box.activated.connect(lambda at: tell(box.itemData(at)))

    def show(value: Any) -> None:
        box.setCurrentIndex(box.findData(value))
        box.setToolTip(box.currentText())

    return Editor(box, show, wide)


class _Still(QObject):
    """Keeps the wheel that scrolls a form from changing what the pointer happens to be over."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel pass on where the control has not the keyboard."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _stilled(box: _Box) -> _Box:
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_Still(box))
    return box


def combo() -> QComboBox:
    """A list that is no wider than its place, and that the wheel scrolls past."""
    box = _stilled(QComboBox())
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    box.setMaxVisibleItems(_SHORT_LIST)
    return box


def _number(what: Number | Whole, tell: Tell) -> Editor:
    if isinstance(what, Whole):
        whole = _stilled(number_box(QSpinBox()))
        whole.setRange(what.low, what.high)
        whole.setKeyboardTracking(False)
        whole.valueChanged.connect(lambda value: tell(int(value)))
        return Editor(whole, _quietly(whole, whole.setValue))
    box = _stilled(number_box(QDoubleSpinBox()))
    box.setRange(what.low, what.high)
    box.setDecimals(2)
    box.setSingleStep(0.5 if what.high > 5 else 0.05)
    box.setKeyboardTracking(False)
    box.valueChanged.connect(lambda value: tell(float(value)))
    return Editor(box, _quietly(box, box.setValue))


def _quietly(widget: QWidget, show: Callable[[Any], None]) -> Callable[[Any], None]:
    def shown(value: Any) -> None:
        with QSignalBlocker(widget):
            show(value)

    return shown


def _plain(tell: Tell) -> Editor:
    line = QLineEdit()
    line.editingFinished.connect(lambda: tell(line.text()))
    return Editor(line, line.setText, wide=True)


def _texts(tell: Tell) -> Editor:
    """A line for each language of the program; texts in others stay as they are."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_TINY)
    lines = {code: QLineEdit() for code in LANGUAGES}
    kept: dict[str, str] = {}

    def told() -> None:
        texts = kept | {code: line.text() for code, line in lines.items()}
        tell(tuple((code, text) for code, text in texts.items() if text))

    def show(value: Any) -> None:
        kept.clear()
        kept.update(value)
        for code, line in lines.items():
            line.setText(kept.get(code, ""))

    for code, line in lines.items():
        line.setPlaceholderText(LANGUAGES[code])
        line.setAccessibleName(LANGUAGES[code])
        line.editingFinished.connect(told)
        column.addWidget(line)
    frame.setFocusProxy(lines["en"])
    return Editor(frame, show, wide=True)


def _colour(tell: Tell, colour: Callable[[str], str]) -> Editor:
    box = combo()

    def show(value: Any) -> None:
        box.clear()
        for name in ("", *COLOURS, *([value] if value not in ("", *COLOURS) else [])):
            box.addItem(swatch(colour(name)) if name else QIcon(), tr(COLOUR_WORDS.get(name, name)), name)
        box.addItem(tr("Another colour..."), _ANOTHER)
        box.setCurrentIndex(box.findData(value))

    def told(at: int) -> None:
        if box.itemData(at) != _ANOTHER:
            tell(box.itemData(at))
            return
        asked = QColorDialog(box)
        asked.colorSelected.connect(lambda found: tell(found.name()))
        asked.finished.connect(asked.deleteLater)
        asked.open()

    box.activated.connect(told)
    return Editor(box, show, wide=True)


def swatch(colour: str) -> QIcon:
    """A small field of a colour (#rrggbb)."""
    side = look().px(14)
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor(colour))
    painter = QPainter(pixmap)
    painter.setPen(look().colour("control"))
    painter.drawRect(0, 0, side - 1, side - 1)
    painter.end()
    return QIcon(pixmap)
