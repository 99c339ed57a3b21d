# SPDX-License-Identifier: Apache-2.0
"""Where Tab goes.

A page names by its focus proxy where the keyboard begins. Qt's own Tab then leads to that place again and again and
never to what stands before it on the page; so windows with pages walk along the chain themselves.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_BY_TAB = Qt.FocusPolicy.TabFocus
_MARGIN = 50


def go_to_next_stop(window: QWidget, forward: bool) -> bool:
    """Give the keyboard to the next control of the window, or the one before; False when there is no other."""
    here = _with_keyboard(window) or window
    other = _beside(here, forward)
    while other is not None and other is not here:
        if _stops_at(other, window):
            other.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            bring_into_sight(other)
            return True
        other = _beside(other, forward)
    return False


def _with_keyboard(window: QWidget) -> QWidget | None:
    return window.focusWidget()  # None before anything has it, whatever the stub says


def _beside(widget: QWidget, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()


def _stops_at(widget: QWidget, window: QWidget) -> bool:
    takes_it = (widget.focusPolicy() & _BY_TAB) == _BY_TAB and widget.focusProxy() is None
    return takes_it and widget.isEnabled() and widget.isVisibleTo(window)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever is around the widget so that it can be seen."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, _MARGIN, _MARGIN)
        around = around.parentWidget()
