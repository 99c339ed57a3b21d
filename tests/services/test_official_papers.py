# SPDX-License-Identifier: Apache-2.0
"""The papers around certificates say what the records say, and cards prove it."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.credentials.trust import TrustList
from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.documents.starting import starting_template
from app.domain.card_numbers import holder_of
from app.domain.documents import DOCUMENT_TYPES, OFFICIAL_PAPERS
from app.domain.refusals import BadInput, NotFound, RuleBroken
from app.domain.register import DOCUMENTS
from app.services.cohorts import set_cohort
from app.services.official_papers import MadePaper, make_paper, write_paper
from app.services.paper_wish import PaperWish, Said
from app.services.policies import set_policy
from app.services.revoking import revoke
from app.services.stationery import MoveWish, move_sheets
from app.services.templates import keep_template, use_template
from app.services.trusting import lists_now
from app.services.verifying import read_trust, verify
from tests.services.centre_samples import ADMIN
from tests.services.centres import (
    ARMENIAN,
    ASSESSOR,
    COHORT,
    KHMER,
    LEARNERS,
    QUALIFICATION,
    SAFETY,
    SINGLE,
    VIETNAMESE,
    Centre,
    a_centre,
)
from tests.services.paper import FORMS, SECOND, numbers_of, with_forms

DECIDED = Said(number="12-K", day="2026-03-02", members=(("Anna SAMPLE", "Chair"), ("Dara SAMPLE", "Member")))


def words_of(folder: Path, made: MadePaper) -> str:
    path = folder / "paper.pdf"
    path.write_bytes(made.pages)
    return text_of(path)


def trust_of(centre: Centre) -> tuple[TrustList, ...]:
    return tuple(one for one in read_trust(centre.open.folder.trust) if isinstance(one, TrustList))


def test_every_type_of_document_is_either_issued_or_made_here() -> None:
    assert set(DOCUMENTS) | set(OFFICIAL_PAPERS) == set(DOCUMENT_TYPES)


def test_a_card_for_each_learner_says_who_they_are_and_its_code_proves_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers_of(centre, KHMER)  # so that there is a list of keys
        everybody = make_paper(centre.open, PaperWish("learner-card", COHORT))
        assert (everybody.documents, everybody.without_photo, page_count(everybody.pages)) == (4, 4, 8)
        path = tmp_path / "card.pdf"
        one = PaperWish("learner-card", learners=[centre.learners[KHMER]], said=Said(valid_until="2030-01-31"))
        assert write_paper(centre.open, one, path).documents == 1
        found = verify(str(path), trust_of(centre), centre.work.today())
        assert (found.result, found.name) == ("genuine", KHMER)
        assert found.facts is not None
        assert (found.facts.document_type, found.facts.valid_until) == ("learner-card", "2030-01-31")
        assert all(states(text_of(path), said) for said in (KHMER, COHORT, found.number, "31 January 2030"))


def test_a_lost_card_is_revoked_by_its_number_and_the_next_one_is_genuine(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        lost, new = tmp_path / "lost.pdf", tmp_path / "new.pdf"
        wish = PaperWish("learner-card", learners=[centre.learners[KHMER]])
        write_paper(centre.open, wish, lost)
        number = verify(str(lost), lists_now(centre.open), centre.work.today()).number
        assert holder_of(number) == centre.learners[KHMER][:6]
        revoke(centre.open, number, "The card was lost")
        with pytest.raises(RuleBroken, match="is revoked"):
            revoke(centre.open, number, "error")
        with pytest.raises(NotFound, match="not in the records"):
            revoke(centre.open, "C-000000000000-20260921", "error")
        write_paper(centre.open, wish, new)
        trust, today = trust_of(centre), centre.work.today()
        found = verify(str(new), trust, today)
        assert (found.result, found.number) == ("genuine", f"{number}-2")
        assert verify(str(lost), trust, today).result == "revoked"
        assert [verify(typed, trust, today).result for typed in (number.lower(), found.number)] == [
            "revoked", "unknown-issuer",
        ]  # fmt: skip
        assert centre.is_sound()


def test_a_card_that_says_another_name_than_its_code_is_altered(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers_of(centre, KHMER)
        path = tmp_path / "card.pdf"
        write_paper(centre.open, PaperWish("learner-card", learners=[centre.learners[KHMER]]), path)
        template = starting_template("learner-card")
        without = tuple(one for one in template.pages[0].elements if getattr(one, "bind", "") != "learner.name")
        changed = replace(template, pages=(replace(template.pages[0], elements=without), template.pages[1]))
        keep_template(centre.open, replace(changed, key="nameless"))
        wish = PaperWish("learner-card", learners=[centre.learners[KHMER]], template="nameless")
        write_paper(centre.open, wish, path)
        assert verify(str(path), trust_of(centre), centre.work.today()).result == "altered"


def test_an_induction_card_about_a_unit_is_for_those_who_are_competent_in_it(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wish = PaperWish("induction-card", COHORT, unit=SAFETY)
        with pytest.raises(RuleBroken, match="Nobody of these learners"):
            make_paper(centre.open, wish)
        centre.award(centre.learners[ARMENIAN], SAFETY)
        centre.as_person(ADMIN)
        made = make_paper(centre.open, wish)
        text = words_of(tmp_path, made)
        assert made.documents == 1
        assert states(text, ARMENIAN)
        assert states(text, "Work safely")


def test_a_card_is_never_valid_before_it_is_issued(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre, pytest.raises(RuleBroken, match="later last day"):
        make_paper(centre.open, PaperWish("learner-card", COHORT, said=Said(valid_until="2020-01-01")))


def test_an_order_of_enrolment_names_everybody_from_the_first_day_of_the_cohort(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        wish = PaperWish("enrolment-order", COHORT, said=DECIDED)
        with pytest.raises(RuleBroken, match="a start"):
            make_paper(centre.open, wish)
        set_cohort(centre.work, COHORT, {"start": "2026-03-09"})
        with pytest.raises(BadInput, match="Say its number"):
            make_paper(centre.open, replace(wish, said=Said()))
        text = words_of(tmp_path, make_paper(centre.open, wish))
        said = ("12-K", "2 March 2026", "9 March 2026", "17 March 2004", *(one.full_name for one in LEARNERS))
        assert [one for one in said if not states(text, one)] == []


def test_a_grade_sheet_says_how_everybody_came_out_in_all_or_in_one_unit(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers_of(centre, KHMER)
        centre.award(centre.learners[VIETNAMESE], SAFETY)
        centre.judge(centre.learners[SINGLE], outcome="not-yet-competent")
        whole = words_of(tmp_path, make_paper(centre.open, PaperWish("grade-sheet", COHORT)))
        lines = [line.strip() for line in whole.splitlines()]
        assert lines.count("Competent") == 1
        assert [states(whole, f"(units: {n})") for n in (0, 1, 2)] == [True, True, False]
        unit = words_of(tmp_path, make_paper(centre.open, PaperWish("grade-sheet", COHORT, unit=SAFETY)))
        lines = [line.strip() for line in unit.splitlines()]
        assert (lines.count("Competent"), lines.count("Not yet competent"), lines.count("–")) == (2, 1, 1)
        assert states(unit, ASSESSOR)


def test_minutes_name_results_certificates_and_members(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER, SINGLE)
        wish = PaperWish("commission-minutes", COHORT, said=DECIDED)
        with pytest.raises(BadInput, match="members"):
            make_paper(centre.open, replace(wish, said=replace(DECIDED, members=())))
        text = words_of(tmp_path, make_paper(centre.open, wish))
        said = (*numbers, "Anna SAMPLE", "Chair", "Dara SAMPLE", "12-K", "To award the qualification")
        assert [one for one in said if not states(text, one)] == []
        other = words_of(tmp_path, make_paper(centre.open, replace(wish, said=replace(DECIDED, text="To wait."))))
        assert states(other, "To wait.")


def test_the_record_of_destroyed_forms_comes_from_the_ledger(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with_forms(centre)
        wish = PaperWish("destruction-act", batch=FORMS, said=Said(number="3", day="2026-03-31"))
        with pytest.raises(RuleBroken, match="nothing to record"):
            make_paper(centre.open, wish)
        move_sheets(centre.work, MoveWish(FORMS, "4401-4402", "spoiled", "misprint", SECOND))
        move_sheets(centre.work, MoveWish(FORMS, "4402", "destroyed", "shredded", SECOND))
        move_sheets(centre.work, MoveWish(FORMS, "4405", "lost", "wind"))
        text = words_of(tmp_path, make_paper(centre.open, wish))
        assert [states(text, f"AB-00440{n}") for n in (1, 2, 5)] == [True, True, False]
        assert all(states(text, one) for one in ("misprint", "shredded", SECOND, "31 March 2026"))


def test_a_supplement_describes_the_qualification_and_names_nobody(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        number = numbers_of(centre, KHMER)[0]
        set_policy(centre.work, "address", "https://check.example.org")
        said = Said(occupations="Metal worker in a small workshop")
        text = words_of(tmp_path, make_paper(centre.open, PaperWish("supplement", certificate=number, said=said)))
        shown = ("Metal work, level 1 (SAMPLE)", "U1", "Prepare; Clean up", "Cut or bend: 1 of U2, U3.",
                 said.occupations, "https://check.example.org")  # fmt: skip
        assert [one for one in shown if not states(text, one)] == []
        assert not states(text, KHMER)
        newest = make_paper(centre.open, PaperWish("supplement", qualification=QUALIFICATION, said=said))
        assert words_of(tmp_path, newest) == text
        with pytest.raises(BadInput, match="Name the certificate"):
            make_paper(centre.open, PaperWish("supplement"))


def test_a_record_of_results_is_made_once_more_as_it_was_issued(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        number = numbers_of(centre, KHMER)[0]
        path = tmp_path / "record.pdf"
        write_paper(centre.open, PaperWish("record-of-results", certificate=number), path)
        assert page_count(path.read_bytes()) == 1
        found = verify(str(path), trust_of(centre), centre.work.today())
        assert (found.result, found.number) == ("genuine", number)


def test_a_paper_is_made_in_the_template_of_the_rule(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        plain = starting_template("grade-sheet")
        paper = replace(plain.paper, size="Letter")
        keep_template(centre.open, replace(plain, key="marks", paper=paper))
        use_template(centre.work, "marks")
        before = make_paper(centre.open, PaperWish("grade-sheet", COHORT, template="grade-sheet"))
        now = make_paper(centre.open, PaperWish("grade-sheet", COHORT))
        assert now.pages != before.pages
        assert now.pages == make_paper(centre.open, PaperWish("grade-sheet", COHORT, template="marks")).pages
        with pytest.raises(NotFound, match="no template"):
            set_policy(centre.work, "template-grade-sheet", "supplement")


def test_what_is_no_paper_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(BadInput, match="no paper that is made here"):
            make_paper(centre.open, PaperWish("certificate", COHORT))
        with pytest.raises(BadInput, match="Write the day"):
            make_paper(centre.open, PaperWish("grade-sheet", COHORT, said=Said(day="tomorrow")))
