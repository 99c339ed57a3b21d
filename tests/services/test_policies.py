# SPDX-License-Identifier: Apache-2.0
"""Rules of issuing are set for all qualifications or for one, and taken back."""

from pathlib import Path

import pytest

from app.domain.refusals import BadInput, NotAllowed, NotFound, RuleBroken
from app.records.queries.questions import questions
from app.services.policies import set_policy, show_policies, unset_policy
from app.services.questions import resolve
from tests.services.centres import ASSESSOR, QUALIFICATION, Centre, a_centre, exchange, two_laptops


def counts(centre: Centre, key: str, qualification: str = QUALIFICATION) -> tuple[str, bool]:
    """What counts, and whether it was set for this qualification."""
    return next((row.value, row.special) for row in show_policies(centre.work, qualification) if row.key == key)


def test_what_was_set_for_one_qualification_is_again_as_for_all(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        set_policy(centre.work, "template-certificate", "certificate-registry")
        for key, special in (("template-certificate", ""), ("clock-days", "10"), ("model", "claim")):
            set_policy(centre.work, key, special, QUALIFICATION)
            assert counts(centre, key) == (special, True)
            assert unset_policy(centre.work, key, QUALIFICATION) is not None
            assert unset_policy(centre.work, key, QUALIFICATION) is None
        assert counts(centre, "template-certificate") == ("certificate-registry", False)
        set_policy(centre.work, "clock-days", "20")
        assert counts(centre, "clock-days") == ("20", False)
        assert unset_policy(centre.work, "clock-days") is not None
        assert counts(centre, "clock-days") == ("30", False)
        set_policy(centre.work, "clock-days", "15", QUALIFICATION)
        assert counts(centre, "clock-days") == ("15", True)
        assert centre.is_sound()


def test_what_is_no_rule_is_not_taken_back_and_roles_are_asked(tmp_path: Path) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(BadInput, match="There is no rule “speed”"):
            unset_policy(centre.work, "speed")
        with pytest.raises(NotFound):
            unset_policy(centre.work, "model", "Q9")
        centre.as_person(ASSESSOR)
        with pytest.raises(NotAllowed):
            unset_policy(centre.work, "model")


@pytest.mark.parametrize("value", ["logo.png", "x" * 64, "A" * 64, "0" * 63])
def test_a_picture_is_named_by_its_sum(tmp_path: Path, value: str) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(BadInput, match="is no value of logo"):
            set_policy(centre.work, "logo", value)
        set_policy(centre.work, "logo", "0" * 64)
        set_policy(centre.work, "logo", "")


@pytest.mark.parametrize("value", ["ftp://x y", "check.example.org", f"https://{'x' * 60}.org", "https://a.org/?n="])
def test_an_address_that_no_code_can_link_to_is_refused_when_it_is_set(tmp_path: Path, value: str) -> None:
    with a_centre(tmp_path) as centre:
        with pytest.raises(RuleBroken, match="cannot stand in a code"):
            set_policy(centre.work, "address", value)
        set_policy(centre.work, "address", "https://check.example.org")
        set_policy(centre.work, "address", "")


def test_a_laptop_that_takes_back_and_one_that_sets_are_asked(tmp_path: Path) -> None:
    with two_laptops(tmp_path) as (office, workshop):
        set_policy(office.work, "clock-days", "20", QUALIFICATION)
        exchange(office, workshop)
        unset_policy(office.work, "clock-days", QUALIFICATION)
        set_policy(workshop.work, "clock-days", "40", QUALIFICATION)
        exchange(office, workshop)
        (question,) = office.work.read(questions)
        said = {choice.text: choice.op for choice in question.choices}
        assert said.keys() == {"as for all qualifications", "40"}
        resolve(workshop.work, question.id, said["as for all qualifications"])
        exchange(office, workshop)
        for centre in (office, workshop):
            assert centre.work.read(questions) == []
            assert counts(centre, "clock-days") == ("30", False)
