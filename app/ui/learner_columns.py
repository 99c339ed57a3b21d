# SPDX-License-Identifier: Apache-2.0
"""What is written down about learners as columns of a list, and how its cells are changed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, QObject

from app.domain.rights import Command, allowed
from app.domain.routes import ROUTE_WORDS
from app.services.learner_cells import CellsAhead, differences_of, set_learners
from app.spreadsheets.cohort_columns import HEADERS, LEARNER_ID
from app.translation import language, later, tr, trn
from app.ui.context import Context
from app.ui.tables.editing import Editable, Wishes
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.row_source import CellKind, Coded, Column, cell_text

SEX_WORDS: Final = {"F": later("Female"), "M": later("Male"), "X": later("Other")}
CHOICES: Final[dict[str, Mapping[str, str]]] = {"sex": SEX_WORDS, "route": ROUTE_WORDS}
FIELDS: Final = tuple(field for field in HEADERS if field not in (LEARNER_ID, "full_name"))
"""Everything that the template asks for besides the name, in its order."""
SHOWN: Final = ("latin_name", "sex", "birth_date", "id_number")
"""The fields that the register shows before anybody chose others."""
_WIDTHS: Final = {"latin_name": 200, "sex": 90, "birth_date": 130, "id_number": 170}
_SORTED: Final = frozenset({"birth_date", "id_number"})


def field_column(field: str, *, hidden: bool = False, sortable: bool = True) -> Column:
    """The column of a field, titled in the language in use."""
    kind = CellKind.DATE if field == "birth_date" else CellKind.TEXT
    return Column(field, tr(HEADERS[field]), _WIDTHS.get(field, 150), kind, field == "latin_name", sortable, hidden)


def register_columns() -> list[Column]:
    """The columns of every list of the register: those that are shown at first, then the others."""
    first = [field_column(field, sortable=field in _SORTED) for field in SHOWN]
    rest = [field_column(field, hidden=True, sortable=False) for field in FIELDS if field not in SHOWN]
    return [Column("name", tr("Name"), 240, grows=True), *first, *rest]


def field_cell(field: str, text: str) -> object:
    """A field as a cell: a day with the month in words, the word of a choice, all else as it is."""
    if field == "birth_date":
        return Coded(text, shown_date(text))
    words = CHOICES.get(field)
    return Coded(text, tr(words[text]) if text in words else text) if words is not None else text


def shown_date(iso: str) -> str:
    """An ISO date with the month in words, so that no country reads it otherwise; anything else as it is."""
    day = QLocale(language()).toDate(iso, "yyyy-MM-dd")
    return QLocale(language()).toString(day, "d MMM yyyy") if day.isValid() else iso


def field_words(field: str) -> str:
    """The words for a field, in the language in use."""
    return tr("Picture") if field == "photo" else tr(HEADERS[field])


def field_text(field: str, text: str) -> str:
    """What a field keeps, in the words in which lists show it."""
    if field == "photo":
        return tr("a picture") if text else ""
    return cell_text(field_cell(field, text))


def let_edit(table: DataTable, context: Context) -> None:
    """Let the cells of a list of learners be changed, where the person may do that."""
    if not allowed(context.centre.work.roles, Command.SET_LEARNER):
        return
    columns = {column.key for column in table.rows.columns}
    fields = {field: field for field in FIELDS if field in columns} | {"name": "full_name"}
    table.make_editable(
        Editable(fields, field_words, field_text, partial(_look_ahead, context, table), partial(_apply, context))
    )


def _look_ahead(context: Context, owner: QObject, wishes: Wishes, then: Callable[[CellsAhead], object]) -> None:
    today = context.centre.work.today()
    context.read(differences_of, wishes, today, then=then, key="learners.cells", owner=owner)


def _apply(context: Context, wishes: Wishes) -> None:
    n = sum(map(len, wishes.values()))
    done = trn("{n} cell is changed.", "{n} cells are changed.", n)
    context.do(lambda _: set_learners(context.centre.work, wishes), done=done, undo=True)
