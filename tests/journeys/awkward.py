# SPDX-License-Identifier: Apache-2.0
"""Workbooks as tired people make them, about the learners of the sample centre and some others. All are invented."""

from pathlib import Path
from typing import Final

from openpyxl import Workbook

from app.spreadsheets.sample import sample_learners

TITLE: Final = "Список обучающихся SAMPLE, набор 2026"
NEW_NAME: Final = "Асанов Бакыт Эрмекович"
OTHER_NEW: Final = "Токтогулова Айгерим"
WRONG_NAME: Final = "Жумабаева Нургуль"
WRONG_DATE: Final = "31.02.2003"
WRONG_ROW: Final = 8
CHANGED, SAME, LATIN = 7, 6, 9
"""Places in the sample of the learner whose telephone changes, of one who is as known, and of one in Latin letters."""
NEW_PHONE: Final = "+996 000 000 118"
HEADERS: Final = ("№", "Ф.И.О.", "Тип", "Номер", "Дата рождения (дд.мм.гггг)", "Тел.", "Бригада")


def awkward_workbook(path: Path, resources: Path) -> Path:
    """A title above, headers in two rows with a merged cell, dates as text, a hidden sheet, an unknown column; among
    the rows one in Latin letters of somebody known in Cyrillic, one with a new telephone, one with no possible date."""
    known = sample_learners(resources)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Список"
    sheet["A1"] = TITLE
    sheet.merge_cells("A1:G1")
    above = ("№", "Ф.И.О.", "Документ", None, *HEADERS[4:])
    for column, text in enumerate(above, start=1):
        sheet.cell(3, column, text)
    sheet.merge_cells("C3:D3")
    sheet["C4"], sheet["D4"] = "тип", "номер"
    for letter in "ABEFG":
        sheet.merge_cells(f"{letter}3:{letter}4")
    changed, same, latin = (known[place] for place in (CHANGED, SAME, LATIN))
    rows = (
        (NEW_NAME, "паспорт", "0010015", "14.02.2004", "+996 000 000 115", "A"),
        (changed.full_name, changed.id_type, changed.id_number, _dotted(changed.birth_date), NEW_PHONE, "A"),
        (same.full_name, same.id_type, same.id_number, _dotted(same.birth_date), same.phone, "B"),
        (WRONG_NAME, "паспорт", "0010016", WRONG_DATE, "", "B"),
        ("Semionova Aliona Artiomovna", "", "", "", "+996 000 000 120", "B"),
        (OTHER_NEW, "паспорт", "0010017", "9.7.2005", "", "C"),
    )
    assert latin.full_name.startswith("Семёнова")
    for n, row in enumerate(rows, start=1):
        sheet.append([n, *row])
    hidden = book.create_sheet("Служебный")
    hidden.append(["код", "значение"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def doubtful_dates(path: Path) -> Path:
    """A text file from an old program: Windows Cyrillic, semicolons, dates that may be meant either way."""
    lines = ("Ф.И.О.;Дата рождения;Рост", "Иванова Мария SAMPLE;03/04/2005;1,62", "Петров Пётр SAMPLE;05/06/2004;1,80")
    path.write_bytes("\r\n".join(lines).encode("cp1251"))
    return path


def _dotted(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"
