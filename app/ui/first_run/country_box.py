# SPDX-License-Identifier: Apache-2.0
"""Choosing a country by its name, in English or in its own language."""

import unicodedata
from functools import cache

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.domain.countries import COUNTRIES

_SCRIPTS = {"LATIN", "CYRILLIC", "KHMER", "ARMENIAN", "GREEK"}


class CountryBox(QComboBox):
    """``code()`` is the country's two letters (ISO 3166-1), or what was typed when that is no country's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for name, code in countries():
            self.addItem(name, code)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        here = QLocale.territoryToCode(QLocale.system().territory())
        self.setCurrentIndex(max(-1, self.findData(here)))
        if self.currentIndex() < 0:
            self.clearEditText()

    def code(self) -> str:
        """The two letters of the country."""
        typed = self.currentText().strip()
        at = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(at)) if at >= 0 else typed


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(name, two letters) of every country, as far as Qt knows it, by name."""
    found: dict[str, str] = {}
    for locale in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        territory = locale.territory()
        code = QLocale.territoryToCode(territory)
        if code in COUNTRIES:
            found.setdefault(code, _name(territory))
    return tuple(sorted((name, code) for code, name in found.items()))


def _name(territory: QLocale.Country) -> str:
    english = QLocale.territoryToString(territory)
    own = QLocale(QLocale.Language.AnyLanguage, territory).nativeTerritoryName()
    return english if own in ("", english) or not _bundled(own) else f"{english} ({own})"


def _bundled(name: str) -> bool:
    """The program's own fonts hold these letters."""
    return all(unicodedata.name(letter, "").split(" ")[0] in _SCRIPTS for letter in name if letter.isalpha())
