# SPDX-License-Identifier: Apache-2.0
"""The supplement of a certificate: what its qualification is, for whoever does not know the country's."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from app.documents.words import Words, words
from app.domain.refusals import BadInput, RuleBroken
from app.domain.standards import Qualification, Unit
from app.records.queries import certificates, people, policies, standards
from app.services.paper_wish import Content, PaperWish, Said
from app.translation import later

_SKILLS = later("What the holder can do")
_UNITS = later("What these units ask for, each with its parts:")
_OCCUPATIONS = later("Work that the certificate prepares for")
_ENTRY = later("Who is admitted")
_WAY = later("How the certificate is earned")
_RESULTS = later("Results")
_NEXT = later("What the holder can go on to")
_AWARDED_BY = later("Who awards it")
_CHECK = later("How a certificate is checked")
_ALL_OF = later("All of these units: {codes}.")
_SOME_OF = later("{title}: {n} of {codes}.")
_EACH = later(
    "Each unit is assessed against its criteria; the result is competent or not yet competent. All units that count "
    "must be achieved. An assessor signs each result."
)
_BY_CODE = later("By the signed code on it, with no network; whoever issues it publishes its keys in a trust list.")
_BY_ADDRESS = later("By the signed code on it, with no network, or at {address}.")
_HOURS = later("{n} h")
_CREDITS = later("credits: {n}")


def supplement(connection: Connection, wish: PaperWish) -> Content:
    """The supplement to the certificate of a number, in the version of the qualification that it was issued for; or to
    certificates of a qualification, in its newest version.

    Raises NotFound, BadInput "no-qualification", RuleBroken "no-qualification" for a document about one unit.
    """
    id_, found = _subject(connection, wish)
    units, say = standards.units_of(connection, id_), words(found.language)
    codes = [code for code in found.unit_codes() if code in units]
    facts = {
        "qualification.title": found.title,
        "qualification.code": found.code,
        "qualification.level": found.level,
        "qualification.sector": found.sector,
    }
    if not found.groups:  # with electives it depends on what is chosen
        facts["qualification.credits"] = _sum([units[code].credits for code in codes])
        facts["qualification.hours"] = _sum([units[code].hours for code in codes])
    rows = [*_skills([units[code] for code in codes], say), *_around(connection, found, wish.said, say)]
    return Content(found.language, found.code, facts, {"sections": tuple(rows)})


def _subject(connection: Connection, wish: PaperWish) -> tuple[bytes, Qualification]:
    if wish.certificate:
        row = certificates.certificate(connection, wish.certificate)
        if not row.qualification_id:
            sentence = later("{number} is for one unit. A supplement describes a qualification.")
            raise RuleBroken("no-qualification", sentence, number=row.number)
        return row.qualification_id, standards.qualification_version(connection, row.qualification_id)
    if not wish.qualification:
        raise BadInput("no-qualification", later("Name the certificate or the qualification of the supplement."))
    return standards.qualification(connection, wish.qualification)


def _sum(numbers: list[int | None]) -> str:
    known = [one for one in numbers if one is not None]
    return str(sum(known)) if known and len(known) == len(numbers) else ""


def _skills(units: list[Unit], say: Words) -> Iterator[Mapping[str, str]]:
    """A row for each unit: its parts, and how large it is."""
    yield {"section.title": say(_SKILLS), "section.text": say(_UNITS)}
    for unit in units:
        size = [say(_HOURS).format(n=unit.hours)] if unit.hours else []
        size += [say(_CREDITS).format(n=unit.credits)] if unit.credits else []
        parts = "; ".join(element.title for element in unit.elements)
        text = unit.title + (f" ({', '.join(size)})" if size else "")
        yield {"section.title": unit.code, "section.text": f"{text}: {parts}" if parts else text}


def _around(connection: Connection, found: Qualification, said: Said, say: Words) -> Iterator[Mapping[str, str]]:
    centre, address = people.centre(connection), policies.policies(connection, found.code).address
    ways = [say(_ALL_OF).format(codes=", ".join(found.mandatory))] if found.mandatory else []
    ways += [
        say(_SOME_OF).format(title=one.title, n=one.choose, codes=", ".join(one.units)) for one in found.groups
    ]  # fmt: skip
    sections = (
        (_OCCUPATIONS, said.occupations),
        (_ENTRY, said.entry),
        (_WAY, " ".join(ways)),
        (_RESULTS, say(_EACH)),
        (_NEXT, said.next_level),
        (_AWARDED_BY, ", ".join(filter(None, (centre.name, centre.place)))),
        (_CHECK, say(_BY_ADDRESS).format(address=address) if address else say(_BY_CODE)),
    )
    for title, text in sections:
        if text.strip():
            yield {"section.title": say(title), "section.text": " ".join(text.split())}
