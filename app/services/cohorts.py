# SPDX-License-Identifier: Apache-2.0
"""Cohorts: opening them, who is in them, and enrolling them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from app.domain.cohorts import check_dates, clean_code, next_bib
from app.domain.names import clean_text
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.rights import Command
from app.domain.routes import ROUTES, TAUGHT, clean_route
from app.journal.canonical import to_text
from app.journal.operation import ID_BYTES
from app.records.queries import assessing, cohorts, learners, people, standards
from app.records.queries.bases import standing_on
from app.records.queries.cohorts import CohortRow
from app.records.queries.cohorts import cohort as find_cohort
from app.records.unit_of_work import Act, Fact, Work
from app.services.learners import require_living
from app.services.progress import OnProgress
from app.translation import later

LONGEST_TITLE: Final = 200
_STEP: Final = 500
"""So many are put into a cohort before it is told how far it is."""


@dataclass(frozen=True, slots=True)
class CohortWish:
    """A cohort to be opened. ``qualification`` and ``units`` are codes; without units it has the qualification's.

    ``assessors`` are names of people; ``start`` and ``end`` ISO dates or empty.
    """

    code: str
    qualification: str = ""
    units: Sequence[str] = ()
    assessors: Sequence[str] = ()
    start: str = ""
    end: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """How many learners came into a cohort; the command is None when all were in it already."""

    act: bytes | None
    learners: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many learners were enrolled in how many units; the command is None when all were already."""

    act: bytes | None
    learners: int
    units: int


@dataclass(frozen=True, slots=True)
class _Standard:
    """What one is enrolled in: a qualification (empty id for none) and versions of units, by code."""

    qualification: bytes = b""
    units: Mapping[str, bytes] = field(default_factory=dict)


def open_cohort(work: Work, wish: CohortWish) -> bytes:
    """Open a cohort; returns its id. Raises NotAllowed, BadInput, NotFound, RuleBroken "cohort-exists"."""
    work.allow(Command.OPEN_COHORT)
    code, title = clean_code(wish.code), clean_text(wish.title, LONGEST_TITLE)
    check_dates(wish.start, wish.end)
    cohort = work.random(ID_BYTES)
    with work.act() as act:
        _require_free(act.connection, code)
        standard = _standard(act.connection, wish.qualification, wish.units)
        body = {
            "code": code,
            "title": title,
            "start": wish.start,
            "end": wish.end,
            "qualification": to_text(standard.qualification),
            "units": " ".join(map(to_text, standard.units.values())),
            "assessors": " ".join(to_text(people.person(act.connection, name).id) for name in wish.assessors),
        }
        act.write(Fact("cohort.opened", cohort, body))
    return cohort


def set_cohort(work: Work, code: str, fields: Mapping[str, str]) -> bytes | None:
    """Change title, start, end or assessors (names, one a line) of a cohort.

    Returns the id of the command, None where all was so before.

    Raises NotAllowed, NotFound, BadInput.
    """
    work.allow(Command.SET_COHORT)
    with work.act() as act:
        known = find_cohort(act.connection, code)
        changed = _changed(act.connection, known, fields)
        if not changed:
            return None
        base = standing_on(act.connection, known.id, list(changed))
        act.write(Fact("cohort.set", known.id, changed, base=base))
        return act.id


def add_members(work: Work, code: str, ids: Sequence[bytes]) -> Joined:
    """Put learners into a cohort, each with the next bib number; those who are in it stay as they are.

    Raises as above, and RuleBroken "erased".
    """
    work.allow(Command.SET_MEMBERS)
    with work.act() as act:
        for learner in ids:
            require_living(act.connection, learner)
        new = join(act, find_cohort(act.connection, code), ids)
        return Joined(act.id if new else None, new)


def remove_members(work: Work, code: str, ids: Sequence[bytes]) -> bytes:
    """Take learners, one or more, out of a cohort: all of them or none. What was recorded of them stays.

    Returns the id of the command. Raises NotAllowed, NotFound.
    """
    work.allow(Command.SET_MEMBERS)
    with work.act() as act:
        known = find_cohort(act.connection, code)
        standing = cohorts.memberships(act.connection, known.id)
        act.write_all([_leaving(known, learner, standing.get(learner, [])) for learner in dict.fromkeys(ids)])
        return act.id


def enrol_cohort(work: Work, code: str, qualification: str = "", route: str = "") -> Enrolled:
    """Enrol every learner of a cohort in its units, or in those of a qualification; who is enrolled already stays so.

    Without a ``route`` each goes by the one that is written down about them, or is taught.

    Raises NotAllowed, NotFound, BadInput "route", RuleBroken "nothing-to-enrol".
    """
    work.allow(Command.ENROL)
    with work.act() as act:
        known = find_cohort(act.connection, code)
        standard = _standard(act.connection, qualification) if qualification else _of_cohort(known)
        ids = [member.learner for member in cohorts.members(act.connection, known.id)]
        return _enrol(act, ids, standard, route)


def enrol_learner(work: Work, learner: bytes, qualification: str = "", unit: str = "", route: str = "") -> Enrolled:
    """Enrol one learner in a qualification's units or in one unit. Raises as ``enrol_cohort``."""
    work.allow(Command.ENROL)
    with work.act() as act:
        require_living(act.connection, learner)
        return _enrol(act, [learner], _standard(act.connection, qualification, (unit,) if unit else ()), route)


def join(act: Act, cohort: CohortRow, ids: Sequence[bytes], progress: OnProgress = lambda done, of: None) -> int:
    """Put those of the learners into the cohort who are not in it; returns how many."""
    inside = {member.learner for member in cohorts.members(act.connection, cohort.id)}
    new = [learner for learner in dict.fromkeys(ids) if learner not in inside]
    bib = next_bib(cohorts.bibs(act.connection, cohort.id))
    before = cohorts.memberships(act.connection, cohort.id)
    facts = [
        Fact("member.added", learner, {"cohort": to_text(cohort.id), "bib": bib + n},
             base={"slot": assessing.ids_of(before[learner])} if learner in before else {})
        for n, learner in enumerate(new)
    ]  # fmt: skip
    for start in range(0, len(facts), _STEP):
        progress(start, len(facts))
        act.write_all(facts[start : start + _STEP])
    return len(new)


def enrol_in_units_of(act: Act, cohort: CohortRow, ids: Sequence[bytes]) -> int:
    """Enrol these learners in the units of a cohort; returns how many were not yet. Raises RuleBroken
    "nothing-to-enrol"."""
    return _enrol(act, ids, _of_cohort(cohort), "").learners


def _leaving(cohort: CohortRow, learner: bytes, standing: Sequence[Any]) -> Fact:
    if not any(row.value == "in" for row in standing):
        raise NotFound("no-such-member", later("The learner is not in cohort {cohort}."), cohort=cohort.code)
    return Fact("member.removed", learner, {"cohort": to_text(cohort.id)}, base={"slot": assessing.ids_of(standing)})


def _enrol(act: Act, ids: Sequence[bytes], standard: _Standard, route: str) -> Enrolled:
    wanted = clean_route(route) if route else ""
    if not standard.units or not ids:
        raise RuleBroken(
            "nothing-to-enrol", later("There is nobody to enrol, or there are no units. Nothing was changed.")
        )
    enrolled = assessing.enrolments(act.connection, ids)
    own = {} if wanted else learners.routes(act.connection, ids)
    facts = []
    for learner in ids:
        new = [to_text(unit) for unit in standard.units.values() if (learner, unit) not in enrolled]
        if new:
            by = wanted or _usable(own[learner])
            body = {"qualification": to_text(standard.qualification), "units": new, "route": by}
            facts.append(Fact("enrolment.made", learner, body))
    act.write_all(facts)
    return Enrolled(act.id if facts else None, len(facts), len(standard.units))


def _usable(written: str) -> str:
    """The route written down about a learner; taught where it is none, as words from before it was checked may be."""
    return written if written in ROUTES else TAUGHT


def _standard(connection: Connection, qualification: str, units: Sequence[str] = ()) -> _Standard:
    id_, known = b"", {}
    if qualification:
        id_, _ = standards.qualification(connection, qualification)
        known = standards.unit_ids(connection, id_)
    chosen = {code: known[code] if code in known else standards.unit(connection, code)[0] for code in units}
    return _Standard(id_, chosen or known)


def _of_cohort(cohort: CohortRow) -> _Standard:
    return _Standard(cohort.qualification_id, dict(zip(cohort.units, cohort.unit_ids, strict=True)))


def _changed(connection: Connection, known: CohortRow, fields: Mapping[str, str]) -> dict[str, str]:
    unknown = fields.keys() - {"title", "start", "end", "assessors"}
    if unknown:
        sentence = later("A cohort's {field} cannot be changed. There are: title, start, end, assessors.")
        raise BadInput("no-such-field", sentence, field=min(unknown))
    wanted = dict(fields)
    if "title" in wanted:
        wanted["title"] = clean_text(wanted["title"], LONGEST_TITLE)
    if "assessors" in wanted:
        names = filter(None, map(str.strip, wanted["assessors"].splitlines()))
        wanted["assessors"] = " ".join(to_text(people.person(connection, name).id) for name in names)
    check_dates(wanted.get("start", known.start), wanted.get("end", known.end))
    assessors = " ".join(map(to_text, known.assessors))
    before = {"title": known.title, "start": known.start, "end": known.end, "assessors": assessors}
    return {name: value for name, value in wanted.items() if before[name] != value}


def _require_free(connection: Connection, code: str) -> None:
    try:
        known = find_cohort(connection, code)
    except NotFound:
        return
    sentence = later("There is a cohort {cohort} already. Nothing was changed. Choose another code.")
    raise RuleBroken("cohort-exists", sentence, cohort=known.code)
