# SPDX-License-Identifier: Apache-2.0
"""Who took which document, when and on which paper; what still lies in the office; the list to be signed."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.records.queries import handing_out
from app.records.queries.handing_out import HandOutRow
from app.services.handing_out import (
    Collection,
    correct_collection,
    record_collection,
    signature_list,
    write_signature_list,
)
from app.services.merging import merge_learners, preview_merge
from tests.services.centres import (
    ARMENIAN,
    COHORT,
    KHMER,
    VIETNAMESE,
    VIEWER,
    Centre,
    a_centre,
    exchange,
    two_laptops,
)
from tests.services.paper import numbers_of


def row(centre: Centre, number: str) -> HandOutRow:
    return next(one for one in centre.work.read(handing_out.hand_outs) if one.number == number)


def waiting(centre: Centre, cohort: str = "") -> list[str]:
    return [one.number for one in centre.work.read(handing_out.hand_outs, cohort) if not one.collected]


def test_what_was_handed_out_is_known_and_the_rest_waits(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        first, second = numbers_of(centre, KHMER, ARMENIAN)
        record_collection(centre.work, Collection([f" {first.lower()} "], "passport", "A123"))
        assert waiting(centre) == [second]
        taken = row(centre, first)
        assert (taken.day, taken.identity, taken.digits, taken.taken_by, taken.proxy) == (
            centre.work.today().isoformat(), "passport", "A123", "", False,
        )  # fmt: skip
        with pytest.raises(RuleBroken, match="was handed out on"):
            record_collection(centre.work, Collection([second, first]))
        assert waiting(centre, COHORT) == [second]


def test_a_proxy_takes_several_and_is_forgotten_with_the_learner(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre, KHMER, ARMENIAN)
        record_collection(centre.work, Collection(numbers, "id-card", "0042", "Uncle SAMPLE"))
        assert {row(centre, one).taken_by for one in numbers} == {"Uncle SAMPLE"}
        centre.erase(centre.learners[KHMER])
        assert (row(centre, numbers[0]).taken_by, row(centre, numbers[0]).digits) == ("", "")
        assert (row(centre, numbers[0]).collected, row(centre, numbers[0]).proxy) == (True, True)
        assert row(centre, numbers[1]).taken_by == "Uncle SAMPLE"
        assert centre.is_sound()


def test_a_document_of_somebody_erased_can_still_be_handed_out(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (number,) = numbers_of(centre, KHMER)
        centre.erase(centre.learners[KHMER])
        record_collection(centre.work, Collection([number], "known", taken_by="Uncle SAMPLE"))
        assert (row(centre, number).collected, row(centre, number).taken_by) == (True, "")


def test_it_follows_a_merged_learner(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (number,) = numbers_of(centre, KHMER)
        record_collection(centre.work, Collection([number], taken_by="Uncle SAMPLE"))
        both = centre.learners[VIETNAMESE], centre.learners[KHMER]
        chosen = {one.field: one.survivor for one in preview_merge(centre.work, *both).fields}
        merge_learners(centre.work, *both, chosen)
        assert (row(centre, number).learner, row(centre, number).taken_by) == (
            centre.learners[VIETNAMESE], "Uncle SAMPLE",
        )  # fmt: skip
        assert centre.is_sound()


def test_two_laptops_that_handed_out_the_same_are_seen_and_set_right(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        (number,) = numbers_of(office, KHMER)
        exchange(office, workshop)
        before = (office.work.today() - timedelta(days=3)).isoformat()
        record_collection(office.work, Collection([number]))
        record_collection(workshop.work, Collection([number], day=before))
        exchange(office, workshop)
        assert row(office, number).twice and row(workshop, number).twice
        correct_collection(workshop.work, number, before)
        exchange(office, workshop)
        assert [(row(one, number).day, row(one, number).twice) for one in (office, workshop)] == [(before, False)] * 2


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        (number,) = numbers_of(centre, KHMER)
        tomorrow = (centre.work.today() + timedelta(days=1)).isoformat()
        for wish, kind in (
            (Collection([]), BadInput), (Collection(["KH-1"]), NotFound), (Collection([number], "dog tag"), BadInput),
            (Collection([number], digits="12345"), BadInput), (Collection([number], day=tomorrow), BadInput),
            (Collection([number], day="soon"), BadInput),
        ):  # fmt: skip
            with pytest.raises(kind):
                record_collection(centre.work, wish)
        with pytest.raises(RuleBroken):
            correct_collection(centre.work, number, "")
        centre.as_person(VIEWER)
        with pytest.raises(NotAllowed):
            record_collection(centre.work, Collection([number]))


def test_the_list_to_be_signed_names_everybody_whose_document_waits(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        numbers = numbers_of(centre)
        record_collection(centre.work, Collection(numbers[:1]))
        write_signature_list(centre.work, COHORT, "km", tmp_path / "list.pdf")
        text = text_of(tmp_path / "list.pdf")
        assert [states(text, number) for number in numbers] == [False, True, True, True]
        assert states(text, ARMENIAN) and states(text, VIETNAMESE) and not states(text, KHMER)
        assert signature_list(centre.work, "", "en") == signature_list(centre.work, "", "en")
        assert page_count(signature_list(centre.work, COHORT, "ru")) == 1
        with pytest.raises(NotFound):
            signature_list(centre.work, "none", "en")
        record_collection(centre.work, Collection(numbers[1:]))
        with pytest.raises(RuleBroken, match="no document that waits"):
            signature_list(centre.work, COHORT, "en")
