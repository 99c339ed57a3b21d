# SPDX-License-Identifier: Apache-2.0
"""What bringing in a workbook from before would do: each row is new, changes what is known, says nothing new, or is
refused at its cell."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.credentials.facts import CERTIFICATE
from app.credentials.numbers import number_key
from app.domain.brought import unit_key
from app.journal.operation import OpId
from app.records.queries import brought, certificates, learners, people, standards
from app.services.import_plan import State
from app.services.whose import Known, Whose
from app.translation import later, tr

if TYPE_CHECKING:
    from app.spreadsheets.brought_reading import BroughtRow, BroughtSheet
    from app.spreadsheets.cells import CellProblem

_NEEDED: Final = later("The cell must not be empty.")
_UNKNOWN_UNIT: Final = later("The unit {unit} is not in the standards. Write its title too; it is kept as text.")
_UNKNOWN_TITLE: Final = later("No qualification {qualification} is in the standards. Write the title too.")
_NO_NUMBER: Final = later("{found} holds no letter and no figure.")
_ISSUED_HERE: Final = later("This number was given to a certificate that was issued here. One of the two is wrong.")
_ANOTHERS: Final = later("{name} has a certificate of this number in the register. One of the two is wrong.")
_TWICE: Final = later("The same number stands in row {row}; one of the two rows is wrong.")
_TWICE_RESULT: Final = later(
    "Row {row} says something about the same unit. Give each its number in the source, or keep one of the rows."
)


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One row of a sheet from before: whose, the version of its unit or qualification that is known here (empty: none),
    all that it says, and the entries that it replaces. ``refused`` are sentences by field."""

    row: int
    state: State
    learner: Known = b""
    known: bytes = b""
    said: Mapping[str, str] | None = None
    replaces: tuple[OpId, ...] = ()
    refused: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """All rows of one sheet."""

    sheet: "BroughtSheet"
    entries: tuple[PlannedEntry, ...]

    @property
    def refused(self) -> "tuple[CellProblem, ...]":
        """The cells that keep the workbook out, from top to bottom."""
        found = [(one.row, name, why) for one in self.entries for name, why in (one.refused or {}).items()]
        return tuple(self.sheet.problem(row, name, why) for row, name, why in found)

    def of(self, *states: State) -> tuple[PlannedEntry, ...]:
        """The rows of these states."""
        return tuple(one for one in self.entries if one.state in states)


class _Refused(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


_Slot = tuple[object, ...]
_Judge = Callable[["BroughtRow", Known], tuple[_Slot, PlannedEntry]]


def plan_results(connection: Connection, sheet: "BroughtSheet", whose: Whose) -> PlannedSheet:
    """What the rows of a sheet of results come to."""
    units = _by_code_and_title((row.id, row.code, row.title) for row in standards.units(connection))
    known = _known_results(connection, sheet.rows, whose)

    def judge(row: "BroughtRow", learner: Known) -> tuple[_Slot, PlannedEntry]:
        unit, code, title = _standard(row.said, units)
        if not (code or title):
            raise _Refused("code", tr(_NEEDED))
        if not title:
            raise _Refused("title", tr(_UNKNOWN_UNIT, unit=code))
        slot = (learner, unit_key(code, title), row.said.get("entry", ""))
        before = known.get(slot)
        texts = {name: row.said.get(name, "") for name in ("outcome", "achieved_on", "source", "note", "assessed_by")}
        said = {**texts, "code": code, "title": title, "entry": slot[2]}
        if before is None:
            _require(row, ("outcome", "achieved_on"))
            return slot, PlannedEntry(row.row, State.NEW, learner, unit, said)
        stood = {name: str(getattr(before, name)) for name in said}
        said = {name: text or stood[name] for name, text in said.items()}
        same = said == stood and unit == before.unit_id and not before.contested
        state = State.UNCHANGED if same else State.CHANGED
        return slot, PlannedEntry(row.row, state, learner, unit, said, before.ids)

    return PlannedSheet(sheet, tuple(_entries(sheet.rows, whose, judge, ("code", _TWICE_RESULT))))


def plan_certificates(connection: Connection, sheet: "BroughtSheet", whose: Whose) -> PlannedSheet:
    """What the rows of a sheet of certificates come to."""
    listed = standards.qualifications(connection)
    qualifications = _by_code_and_title((row.id, row.code, row.title) for row in listed)
    numbers = [number_key(row.said.get("number", "")) for row in sheet.rows]
    issued, owners = certificates.issued_numbers(connection, numbers), brought.learners_with(connection, numbers)
    names = learners.names(connection, sorted(set().union(*owners.values())))
    centre = people.centre(connection).name
    known = {(one.learner, one.named): one for one in brought.all_certificates(connection)} if owners else {}

    def judge(row: "BroughtRow", learner: Known) -> tuple[_Slot, PlannedEntry]:
        _require(row, ("number",))
        named = number_key(row.said["number"])
        others = owners.get(named, set()) - {learner}
        if not named:
            raise _Refused("number", tr(_NO_NUMBER, found=row.said["number"]))
        if named in issued:
            raise _Refused("number", tr(_ISSUED_HERE))
        if others:
            raise _Refused("number", tr(_ANOTHERS, name=names.get(min(others)) or tr("Another learner")))
        id_, code, title = _standard(row.said, qualifications, keep_title=True)
        before = known.get((learner, named)) if isinstance(learner, bytes) else None
        texts = {
            name: row.said.get(name, "") for name in ("number", "document", "name", "issued_on", "issuer", "source")
        }
        said = {**texts, "code": code, "title": title}
        if before is None:
            _require(row, ("issued_on",))
            if not title:
                raise _Refused("title", tr(_UNKNOWN_TITLE, qualification=code) if code else tr(_NEEDED))
            defaults = {"document": CERTIFICATE, "issuer": centre, "name": row.learner.full_name}
            said = {name: text or defaults.get(name, "") for name, text in said.items()}
            return (named,), PlannedEntry(row.row, State.NEW, learner, id_, said)
        stood = {name: str(getattr(before, name)) for name in said}
        said = {name: text or stood[name] for name, text in said.items()}
        kept = id_ or (before.qualification_id if said["code"] == before.code else b"")
        state = State.UNCHANGED if said == stood and kept == before.qualification_id else State.CHANGED
        return (named,), PlannedEntry(row.row, state, learner, kept, said, before.ids)

    return PlannedSheet(sheet, tuple(_entries(sheet.rows, whose, judge, ("number", _TWICE))))


def _entries(
    rows: "Sequence[BroughtRow]", whose: Whose, judge: _Judge, twice: tuple[str, str]
) -> Iterable[PlannedEntry]:
    first: dict[_Slot, int] = {}
    for row in rows:
        found = whose.find(row.learner_id, row.learner)
        who = {found.field: found.refused} if found.refused and not row.refused else {}
        if row.refused or who:
            yield PlannedEntry(row.row, State.REFUSED, refused={**who, **row.refused})
            continue
        try:
            slot, entry = judge(row, found.learner)
            if first.setdefault(slot, row.row) != row.row:
                raise _Refused(twice[0], tr(twice[1], row=first[slot]))
            yield entry
        except _Refused as reason:
            yield PlannedEntry(row.row, State.REFUSED, refused={reason.field: str(reason)})


def _require(row: "BroughtRow", names: Sequence[str]) -> None:
    for name in names:
        if not row.said.get(name):
            raise _Refused(name, tr(_NEEDED))


_Standards = tuple[dict[str, tuple[bytes, str, str]], dict[str, tuple[bytes, str, str]]]


def _by_code_and_title(rows: Iterable[tuple[bytes, str, str]]) -> _Standards:
    """The newest version of each by its code; and by its title, where no other one has it."""
    listed = list(rows)
    titles = [unit_key("", title) for _, _, title in listed]
    times = Counter(titles)
    by_title = {key: row for key, row in zip(titles, listed, strict=True) if times[key] == 1}
    return {unit_key(row[1], ""): row for row in listed}, by_title


def _standard(said: Mapping[str, str], known: _Standards, keep_title: bool = False) -> tuple[bytes, str, str]:
    """The version that is known here of what a row names, its code and title; without an id as the row has them."""
    code, title = said.get("code", ""), said.get("title", "")
    by_code, by_title = known
    named = unit_key("", title)
    found = by_code.get(unit_key(code, "")) if code else by_title.get(named) or by_code.get(named)
    if found is None:
        return b"", code, title
    return found[0], found[1], title if keep_title and title else found[2]


def _known_results(
    connection: Connection, rows: "Sequence[BroughtRow]", whose: Whose
) -> dict[_Slot, brought.BroughtResult]:
    """What is in the records of the learners of these rows, by learner, unit and number in the source."""
    found = (whose.find(row.learner_id, row.learner).learner for row in rows)
    wanted = {one for one in found if isinstance(one, bytes) and one}
    listed = brought.results_of(connection, wanted)
    return {(who, one.named, one.entry): one for who, several in listed.items() for one in several}
