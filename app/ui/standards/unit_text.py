# SPDX-License-Identifier: Apache-2.0
"""The whole text of a unit, to read and to copy."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.domain.standards import Criterion, Element, Unit
from app.translation import LANGUAGES, tr, trn
from app.ui.theme.look import look
from app.ui.theme.tokens import TYPE_BODY, TYPE_EMPHASIS, TYPE_TITLE


class UnitText(QTextBrowser):
    """Shows one unit with all its elements and criteria; lines break in scripts without spaces too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("The unit in full"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(12)
        self._unit: Unit | None = None

    def show_unit(self, unit: Unit | None) -> None:
        """Show this unit; nothing for None."""
        if unit != self._unit:
            self._unit = unit
            self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Take colours and sizes from the look again when it changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_unit"):
            self._render()

    def _render(self) -> None:
        self.setHtml(unit_html(self._unit) if self._unit else "")


def unit_html(unit: Unit) -> str:
    """The unit as a document: title, facts, then each element with its criteria."""
    title = _line(f"{unit.code}  {unit.title}", TYPE_TITLE, "text", bold=True)
    return title + _line(_facts(unit), TYPE_BODY, "muted") + "".join(map(_element, unit.elements))


def _facts(unit: Unit) -> str:
    facts = [
        LANGUAGES.get(unit.language, unit.language),
        trn("{n} hour", "{n} hours", unit.hours) if unit.hours is not None else "",
        trn("{n} credit", "{n} credits", unit.credits) if unit.credits is not None else "",
        trn("{n} criterion", "{n} criteria", len(unit.criteria())),
    ]
    return " · ".join(fact for fact in facts if fact)


def _element(element: Element) -> str:
    rows = "".join(map(_criterion, element.criteria))
    heading = _line(f"{element.code}  {element.title}", TYPE_EMPHASIS, "text", bold=True, above=16)
    return f'{heading}<table cellspacing="0" cellpadding="4" width="100%">{rows}</table>'


def _criterion(criterion: Criterion) -> str:
    ink, warned = look().colour("muted").name(), look().colour("not_yet").name()
    critical = escape(tr("critical"))
    mark = f' <span style="color:{warned}">◆ {critical}</span>' if criterion.critical else ""
    return (
        f'<tr><td width="{look().px(64)}" style="color:{ink}">{escape(criterion.code)}</td>'
        f"<td>{escape(criterion.text)}{mark}</td></tr>"
    )


def _line(text: str, size: int, colour: str, *, bold: bool = False, above: int = 0) -> str:
    weight = "600" if bold else "400"
    style = f"font-size:{look().px(size)}px; font-weight:{weight}; color:{look().colour(colour).name()}"
    return f'<p style="margin-top:{above}px; margin-bottom:4px; {style}">{escape(text)}</p>'
