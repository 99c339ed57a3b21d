# SPDX-License-Identifier: Apache-2.0
"""Icons: Lucide drawings in the colours of the look. An icon follows a change of the look by itself."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from app.paths import resources
from app.ui.theme.look import look


class Icon(StrEnum):
    """Every drawing in ``resources/icons``, by what the program uses it for or by what it shows."""

    ARROW_DOWN = "arrow-down"
    ARROW_UP = "arrow-up"
    AWARD = "award"
    BOOK_OPEN = "book-open"
    BUILDING_2 = "building-2"
    CHECK = "check"
    CHECK_CHECK = "check-check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_HELP = "circle-help"
    CLOCK = "clock"
    CLIPBOARD_CHECK = "clipboard-check"
    COLUMNS_3 = "columns-3"
    COPY = "copy"
    DATABASE_BACKUP = "database-backup"
    DOWNLOAD = "download"
    ELLIPSIS = "ellipsis"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FILE_SPREADSHEET = "file-spreadsheet"
    FOLDER_OPEN = "folder-open"
    FUNNEL = "funnel"
    GRADUATION_CAP = "graduation-cap"
    HOUSE = "house"
    KEY_ROUND = "key-round"
    LANGUAGES = "languages"
    LAPTOP = "laptop"
    LAYOUT_LIST = "layout-list"
    LOCK = "lock"
    LOG_OUT = "log-out"
    MENU = "menu"
    MINUS = "minus"
    PRINTER = "printer"
    REDO_2 = "redo-2"
    REFRESH_CW = "refresh-cw"
    SAVE = "save"
    SEARCH = "search"
    SETTINGS = "settings"
    SHIELD_CHECK = "shield-check"
    SUN_MOON = "sun-moon"
    TRASH_2 = "trash-2"
    TRIANGLE_ALERT = "triangle-alert"
    UNDO_2 = "undo-2"
    UPLOAD = "upload"
    USB = "usb"
    USER = "user"
    USERS = "users"
    USER_PLUS = "user-plus"
    WIFI_OFF = "wifi-off"
    X = "x"


def icon(name: Icon, colour: str = "text", on: str = "") -> QIcon:
    """The icon in the colour of a token; ``on`` is the token of its checked state, the same unless given."""
    return QIcon(_Drawing(name, colour, on or colour))


def pixmap(name: Icon, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing as a square of ``size`` device-independent pixels; read and rendered once for each look."""
    return _rendered(name, look().colour(colour).name(), size, ratio)


def _rendered(name: Icon, paint: str, size: int, ratio: float) -> QPixmap:
    key = f"guildmark/{name}/{paint}/{size}/{ratio}"
    known = QPixmap()
    if QPixmapCache.find(key, known):
        return known
    from PySide6.QtSvg import QSvgRenderer  # on first use: the sign-in page needs few icons or none

    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(svg(name).replace(b"currentColor", paint.encode())).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def svg(name: Icon) -> bytes:
    """The drawing as it lies in the resources, with ``currentColor`` for its ink."""
    return (resources() / "icons" / f"{name}.svg").read_bytes()


class _Drawing(QIconEngine):
    """Draws one icon in whatever look is in use when it is painted."""

    def __init__(self, name: Icon, colour: str, on: str) -> None:
        super().__init__()
        self._name, self._off, self._on = name, colour, on

    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._off, self._on)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        drawn = _rendered(self._name, self._ink(mode, state), side, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.center() - QPoint((side - 1) // 2, (side - 1) // 2), drawn)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = min(size.width(), size.height())
        return _rendered(self._name, self._ink(mode, state), max(1, round(side / scale)), scale)

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return look().tokens.control
        return look().colour(self._on if state == QIcon.State.On else self._off).name()
