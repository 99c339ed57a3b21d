# SPDX-License-Identifier: Apache-2.0
"""Papers about a whole cohort: who is enrolled by an order, how everybody came out, what the commission decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from app.documents.words import COMPETENT, Words, words
from app.domain import assessing
from app.domain.card_numbers import learner_number
from app.domain.refusals import BadInput, RuleBroken
from app.domain.register import CERTIFICATE
from app.domain.routes import ROUTE_WORDS
from app.domain.standards import Qualification
from app.records.queries import certificates, cohorts, learners, people, standards
from app.records.queries.cohorts import CohortRow
from app.services.eligibility import awards_of, judge_eligibility, standards_of
from app.services.paper_wish import Content, PaperWish, day_of, require_number
from app.translation import later

NOT_YET: Final = later("Not yet competent")
_SO_FAR: Final = later("Not yet competent (units: {n})")
_DECIDED: Final = later("To award the qualification to those whose result is “{competent}”.")
_NOBODY: Final = later("Nobody is in the cohort {cohort}. There is nothing to write.")
_NO_START: Final = later("The order says from which day the learners are enrolled. Give the cohort {cohort} a start.")
_NO_MEMBERS: Final = later("Name the members of the commission, each with a role.")
_MEMBER_FIELDS: Final = ("full_name", "printed_name", "latin_name", "birth_date", "id_number", "route")


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort with those who are in it, in the order of their numbers, and what it is about."""

    row: CohortRow
    learners: tuple[bytes, ...]
    qualification: Qualification | None
    title: str
    language: str


def group_of(connection: Connection, wish: PaperWish) -> Group:
    """The cohort that a paper is about. Raises NotFound, RuleBroken "nobody"."""
    row = cohorts.cohort(connection, wish.cohort)
    members = tuple(one.learner for one in cohorts.members(connection, row.id))
    if not members:
        raise RuleBroken("nobody", _NOBODY, cohort=row.code)
    code = wish.qualification or row.qualification
    if code:
        found = standards.qualification(connection, code)[1]
        return Group(row, members, found, found.title, found.language)
    units = [standards.unit_version(connection, one) for one in row.unit_ids]
    title = row.title or ", ".join(one.title for one in units)
    return Group(row, members, None, title, units[0].language if units else "en")


def enrolment_order(connection: Connection, wish: PaperWish, today: date) -> Content:
    """The order by which the learners of a cohort are enrolled.

    Raises NotFound, BadInput "no-number" or "day", RuleBroken "nobody" or "no-start".
    """
    group, number = group_of(connection, wish), require_number(wish.said)
    if not group.row.start:
        raise RuleBroken("no-start", _NO_START, cohort=group.row.code)
    facts = {**group_facts(connection, group), "decision.number": number, "decision.date": day_of(wish.said.day, today)}
    say, known = words(group.language), learners.fields_of(connection, group.learners, _MEMBER_FIELDS)
    routes = {code: say(route) for code, route in ROUTE_WORDS.items()}
    rows = tuple(
        {**learner_row(one, known[one]), "learner.route": routes.get(known[one]["route"], known[one]["route"])}
        for one in group.learners
    )
    return Content(group.language, _code(group), facts, {"learners": rows})


def grade_sheet(connection: Connection, wish: PaperWish, today: date) -> Content:
    """How everybody in a cohort came out, in one unit or in all that the qualification asks for. Raises NotFound,
    BadInput "day", RuleBroken "nobody"."""
    group = group_of(connection, wish)
    facts = {**group_facts(connection, group), "decision.number": wish.said.number.strip()}
    facts["decision.date"] = day_of(wish.said.day, today)
    if wish.unit:
        _, unit = standards.unit(connection, wish.unit)
        facts["qualification.title"] = f"{unit.code} {unit.title}"
    return Content(group.language, _code(group), facts, {"learners": _results(connection, group, wish.unit)})


def commission_minutes(connection: Connection, wish: PaperWish, today: date) -> Content:
    """What the commission decided about a cohort.

    Raises NotFound, BadInput "no-number", "no-members" or "day", RuleBroken "nobody".
    """
    group, number = group_of(connection, wish), require_number(wish.said)
    say = words(group.language)
    decided = wish.said.text.strip() or say(_DECIDED).format(competent=say(COMPETENT))
    facts = {
        **group_facts(connection, group),
        "decision.number": number,
        "decision.date": day_of(wish.said.day, today),
        "decision.text": decided,
    }
    rows = {"learners": _results(connection, group, ""), "members": member_rows(wish.said.members)}
    return Content(group.language, _code(group), facts, rows)


def member_rows(members: Sequence[tuple[str, str]]) -> tuple[Mapping[str, str], ...]:
    """The members of a commission. Raises BadInput "no-members"."""
    if not members:
        raise BadInput("no-members", _NO_MEMBERS)
    return tuple({"member.name": name, "member.role": role} for name, role in members)


def group_facts(connection: Connection, group: Group) -> dict[str, str]:
    """What papers say of a cohort and of what is learned in it."""
    names = people.names(connection)
    facts = {
        "cohort.code": group.row.code,
        "cohort.start": group.row.start,
        "cohort.end": group.row.end,
        "cohort.assessor": ", ".join(names[one] for one in group.row.assessors if one in names),
        "qualification.title": group.title,
    }
    if group.qualification is not None:
        found = group.qualification
        facts |= {
            "qualification.code": found.code, "qualification.level": found.level, "qualification.sector": found.sector,
        }  # fmt: skip
    return facts


def learner_row(learner: bytes, known: Mapping[str, str]) -> dict[str, str]:
    """Who a learner is, in a table."""
    return {
        "learner.name": known["printed_name"] or known["full_name"],
        "learner.latin_name": known["latin_name"],
        "learner.birth_date": known["birth_date"],
        "learner.birth_year": known["birth_date"][:4],
        "learner.id_number": known["id_number"],
        "learner.number": learner_number(learner),
    }


def _code(group: Group) -> str:
    return group.qualification.code if group.qualification else ""


def _results(connection: Connection, group: Group, unit: str) -> tuple[Mapping[str, str], ...]:
    say, known = words(group.language), learners.fields_of(connection, group.learners, _MEMBER_FIELDS)
    found = _in_unit(connection, group, unit, say) if unit else _in_all(connection, group, say)
    return tuple({**learner_row(one, known[one]), **found[one]} for one in group.learners)


def _in_unit(connection: Connection, group: Group, unit: str, say: Words) -> dict[bytes, dict[str, str]]:
    held = awards_of(connection, group.learners)
    found = {}
    for one in group.learners:
        has = held[one].get(unit)
        outcomes = {row.code: row.outcome for row in learners.results(connection, one)}
        not_yet = say(NOT_YET) if outcomes.get(unit) == assessing.NOT_YET_COMPETENT else "–"
        found[one] = {
            "learner.result": say(COMPETENT) if has else not_yet,
            "learner.date": has.on if has else "",
        }
    return found


def _in_all(connection: Connection, group: Group, say: Words) -> dict[bytes, dict[str, str]]:
    """Where each stands in the qualification, or in all units of a cohort without one, and their certificates."""
    held, code = awards_of(connection, group.learners), _code(group)
    wanted = standards_of(connection, code, group.learners) if code else None
    issued = certificates.issued_to_all(connection, group.learners)
    found = {}
    for one in group.learners:
        asked = wanted(one).qualification.unit_codes() if wanted else group.row.units
        complete = judge_eligibility(wanted(one), held[one]).eligible if wanted else set(asked) <= held[one].keys()
        so_far = sum(each in held[one] for each in asked)
        mine = (row for row in issued.get(one, ()) if row.document == CERTIFICATE and row.counts)
        found[one] = {
            "learner.result": say(COMPETENT) if complete else say(_SO_FAR).format(n=so_far),
            "learner.certificate": next((row.number for row in mine if row.qualification == code), ""),
        }
    return found
