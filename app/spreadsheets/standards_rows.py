# SPDX-License-Identifier: Apache-2.0
"""A standards pack from the rows of three tables; whatever does not fit is a complaint about a cell."""

from app.domain.standards import Criterion, Element, Qualification, StandardsPack, Unit, UnitGroup
from app.spreadsheets.tables import Table, TableRow
from app.translation import tr

_YES = frozenset({"y", "yes", "true", "1", "x", "да", "д"})
_NO = frozenset({"", "n", "no", "false", "0", "нет", "н"})

Choice = tuple[str, str]
"""A qualification and the title of one of its groups."""


def build_pack(qualifications: Table, units: Table, criteria: Table) -> StandardsPack:
    """The pack; rows that are wrong are complained about in their table and left out."""
    heads = _heads(qualifications)
    unit_rows = _unit_rows(units, heads)
    elements = _elements(criteria, set(unit_rows))
    return StandardsPack(
        units=tuple(
            _unit(units, row, heads, tuple(elements.get(code, {}).values())) for code, row in unit_rows.items()
        ),
        qualifications=_qualifications(units, heads),
    )


def _heads(table: Table) -> dict[str, Qualification]:
    """The qualifications by code, with no units yet."""
    heads: dict[str, Qualification] = {}
    for row in table.rows:
        code, title = table.needed(row, "Code"), table.needed(row, "Title")
        if code in heads:
            table.complain(row, "Code", tr("The code {found} stands twice.", found=code))
            continue
        language = row.text("Language") or "en"
        heads[code] = Qualification(code, title, (), (), row.text("Level"), row.text("Sector"), language)
    return heads


def _unit_rows(table: Table, heads: dict[str, Qualification]) -> dict[str, TableRow]:
    """The first row of each unit; further rows put the same unit into other qualifications."""
    first: dict[str, TableRow] = {}
    placed: set[tuple[str, str]] = set()
    for row in table.rows:
        code, qualification = table.needed(row, "Code"), row.text("Qualification")
        if qualification and qualification not in heads:
            table.complain(row, "Qualification", tr("There is no qualification {found}.", found=qualification))
        if (qualification, code) in placed:
            table.complain(row, "Code", tr("The code {found} stands twice.", found=code))
        placed.add((qualification, code))
        if first.setdefault(code, row) is row:
            table.needed(row, "Title")
            continue
        _compare(table, row, first[code], ("Title", "Hours", "Credits", "Language"))
    return first


def _compare(table: Table, row: TableRow, first: TableRow, columns: tuple[str, ...]) -> None:
    for column in columns:
        if row.text(column) and row.text(column) != first.text(column):
            table.complain(row, column, tr("Row {row} says something else.", row=first.number + 1))


def _unit(table: Table, row: TableRow, heads: dict[str, Qualification], elements: tuple[Element, ...]) -> Unit:
    head = heads.get(row.text("Qualification"))
    return Unit(
        code=row.text("Code"),
        title=row.text("Title"),
        elements=elements,
        hours=table.number(row, "Hours"),
        credits=table.number(row, "Credits"),
        language=row.text("Language") or (head.language if head else "en"),
    )


def _qualifications(table: Table, heads: dict[str, Qualification]) -> tuple[Qualification, ...]:
    mandatory: dict[str, list[str]] = {code: [] for code in heads}
    groups: dict[Choice, list[TableRow]] = {}
    for row in table.rows:
        qualification, group = row.text("Qualification"), row.text("Group")
        if group:
            groups.setdefault((qualification, group), []).append(row)
        elif qualification in mandatory:
            mandatory[qualification].append(row.text("Code"))
    return tuple(
        Qualification(
            head.code,
            head.title,
            tuple(mandatory[code]),
            tuple(_group(table, title, rows) for (owner, title), rows in groups.items() if owner == code),
            head.level,
            head.sector,
            head.language,
        )
        for code, head in heads.items()
    )


def _group(table: Table, title: str, rows: list[TableRow]) -> UnitGroup:
    for row in rows[1:]:
        _compare(table, row, rows[0], ("Choose",))
    choose = table.number(rows[0], "Choose") or 0
    if not 1 <= choose <= len(rows):
        table.complain(
            rows[0], "Choose", tr("Write how many of the {count} units of this group are needed.", count=len(rows))
        )
    return UnitGroup(title, choose, tuple(row.text("Code") for row in rows))


def _elements(table: Table, units: set[str]) -> dict[str, dict[str, Element]]:
    """The elements of each unit by code, with their criteria in the order of the rows."""
    elements: dict[str, dict[str, Element]] = {}
    seen: set[tuple[str, str]] = set()
    for row in table.rows:
        unit, code, title = table.needed(row, "Unit"), table.needed(row, "Element"), row.text("Element title")
        if unit and unit not in units:
            table.complain(row, "Unit", tr("There is no unit {found} on the sheet Units.", found=unit))
        known = elements.setdefault(unit, {})
        element = known.setdefault(code, Element(code, title, ()))
        if title and title != element.title:
            table.complain(row, "Element title", tr("The element {found} has another title above.", found=code))
        criterion = _criterion(table, row, seen)
        if criterion:
            known[code] = Element(code, element.title, (*element.criteria, criterion))
    return elements


def _criterion(table: Table, row: TableRow, seen: set[tuple[str, str]]) -> Criterion | None:
    """The criterion of the row; None for a row that only names an element."""
    if not (row.text("Criterion") or row.text("Text")):
        return None
    code, text = table.needed(row, "Criterion"), table.needed(row, "Text")
    critical = row.text("Critical").casefold()
    if critical not in _YES | _NO:
        table.complain(row, "Critical", tr("Write Y for a critical criterion, or leave the cell empty."))
    if (row.text("Unit"), code) in seen:
        table.complain(row, "Criterion", tr("The code {found} stands twice.", found=code))
    seen.add((row.text("Unit"), code))
    return Criterion(code, text, critical in _YES)
