# SPDX-License-Identifier: Apache-2.0
"""A document is frozen when it is issued: thawed, it says the same in the same bytes."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from app.credentials.qr_text import envelope_in, facts_in
from app.documents.reading import states, text_of
from app.domain.learners import LearnerDetails
from app.domain.refusals import RuleBroken
from app.domain.standards import Qualification, Unit
from app.journal.operation import OpId
from app.records.queries.people import CentreRow
from app.services.eligibility import Standard, UnitAward
from app.services.papers import Issuer, Paper, as_preview, compose_paper, frozen, pdf_of, pdf_of_all, thawed
from tests.credentials.builders_credentials import key_of

CENTRE = CentreRow(bytes(range(16)), "SAMPLE Centre <b>{x}</b>", "PP01", "KH", "Phnom Penh")
ISSUER = Issuer(CENTRE, "Sokha SAMPLE", key_of(), "2026-09-21")
NUMBER = "KH-PP01-7K3QZ9-000123-45"
DAY = "2026-09-21"


def paper(*codes: str, title: str = "Work safely", learner: LearnerDetails | None = None) -> Paper:
    units = {code: Unit(code, title, (), 40, 4) for code in codes}
    standard = Standard(bytes(16), Qualification("Q1", "Metal work", codes, level="1"), units)
    held = {code: UnitAward(code, DAY, OpId(bytes(16), 1)) for code in codes}
    return compose_paper(NUMBER, learner or LearnerDetails("សុខ ដារា", birth_date="2004-03-17"), standard, held, ISSUER)


def test_what_is_frozen_and_thawed_is_the_same_paper() -> None:
    before = paper("U1", "U2")
    after = thawed(frozen(before, ("because",)))
    assert after == before
    assert pdf_of(after) == pdf_of(before)


def test_what_is_frozen_says_why_it_was_issued_and_to_whom() -> None:
    content = orjson.loads(frozen(paper("U1"), ("All is achieved.",)))
    assert (content["name"], content["title"], content["eligibility"]) == (
        "សុខ ដារា", "Metal work", ["All is achieved."],
    )  # fmt: skip


def test_each_page_has_a_signed_code_of_its_own() -> None:
    both = paper("U1")
    found = [facts_in(envelope_in(page.qr_text).payload) for page in (both.certificate, both.record)]
    assert [one.document_type for one in found] == ["certificate", "record-of-results"]
    assert {(one.number, one.name, one.birth_year) for one in found} == {(NUMBER, "សុខ ដារា", 2004)}


def test_units_are_listed_in_the_order_of_the_qualification_with_their_date() -> None:
    lines = paper("U2", "U1").record.units
    assert [(line.code, line.outcome, line.credits, line.hours) for line in lines] == [
        ("U2", "Competent", 4, 40), ("U1", "Competent", 4, 40),
    ]  # fmt: skip
    assert {line.awarded_on for line in lines} == {DAY}


def test_a_learner_without_a_birth_date_has_no_birth_year() -> None:
    assert paper("U1", learner=LearnerDetails("Pelé")).certificate.facts.birth_year is None


def test_a_preview_says_that_it_is_a_sample(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of(as_preview(paper("U1"))))
    assert states(text_of(path), "SAMPLE")
    assert pdf_of(as_preview(paper("U1"))) != pdf_of(paper("U1"))


def test_many_papers_make_one_file_in_their_order(tmp_path: Path) -> None:
    first, second = paper("U1"), paper("U1", learner=LearnerDetails("Айгүл"))
    path = tmp_path / "all.pdf"
    path.write_bytes(pdf_of_all([first, second]))
    text = text_of(path)
    assert text.index("Айгүл") >= 0
    assert text.index("2004") < text.index("Айгүл")


@pytest.mark.parametrize(("units", "letters", "fits"), [(40, 200, True), (120, 200, False)])
def test_forty_units_with_long_titles_are_kept_and_what_is_too_long_is_refused_in_words(
    units: int, letters: int, fits: bool
) -> None:
    large = paper(*(f"U{n}" for n in range(units)), title="ក" * letters)
    if fits:
        assert thawed(frozen(large, ("because",))) == large
        return
    with pytest.raises(RuleBroken, match="too long to be kept") as refused:
        frozen(large, ("because",))
    assert refused.value.code == "too-long"


def test_a_changed_page_is_another_file() -> None:
    one = paper("U1")
    facts = replace(one.certificate.facts, name="Somebody Else")
    assert pdf_of(Paper(replace(one.certificate, facts=facts), one.record)) != pdf_of(one)
