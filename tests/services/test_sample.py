# SPDX-License-Identifier: Apache-2.0
"""The sample centre: made by the same services as any centre, and ready for the main job."""

from pathlib import Path

import pytest

from app.domain.refusals import StorageTrouble
from app.domain.rights import Role
from app.paths import resources
from app.records.queries import certificates as register
from app.records.queries import cohorts, people, standards
from app.records.queries.questions import questions
from app.services import assessing
from app.services.assessing import desk
from app.services.certificates import IssueWish, issue
from app.services.opening import open_centre
from app.services.sample import CENTRE, COHORT, QUALIFICATION, USERS, make_sample
from app.services.signing import sign
from app.services.upkeep import check
from app.services.verifying import read_trust, verify
from app.spreadsheets.sample import sample_learners
from app.store.keyring import STRONG
from app.store.unlocking import WrongPassphrase
from tests.services.centre_samples import Computer, computer


def made(path: Path) -> Computer:
    at = computer(path)
    sample = make_sample(at.folder, at.machine, resources())
    assert (sample.centre, sample.users) == (CENTRE, USERS)
    assert [(row.code, row.qualification, len(row.units), row.learners) for row in sample.cohorts] == [
        (COHORT, QUALIFICATION, 4, 12)
    ]
    return at


def test_from_the_sample_to_a_checked_certificate(tmp_path: Path) -> None:
    at = made(tmp_path)
    centre = open_centre(at.folder, USERS[1].name, USERS[1].passphrase, at.machine)
    try:
        assert centre.notices == ()
        work = centre.work
        assert work.read(standards.totals)[:2] == (3, 12)
        assert all(len(work.read(standards.unit, code)[1].criteria()) == 25 for code in ("MEF201-EN", "MEF201-KM"))
        group = work.read(cohorts.cohort, COHORT)
        members = work.read(cohorts.members, group.id)
        assert [one.name for one in members] == [one.full_name for one in sample_learners(resources())]
        assert all(one.enrolled for one in members)
        for unit in group.units[:3]:
            at_desk = work.read(desk, COHORT, unit)
            assessing.record_remaining(work, at_desk, [one.learner for one in members[:2]], allow_critical=True)
            assert len(sign(work, at_desk, propose=True).signed) == 2
        centre.enter(USERS[0].name, USERS[0].passphrase)
        done = issue(centre, IssueWish(COHORT, out=tmp_path / "out"))
        assert [row.name for row in done.issued] == [one.name for one in members[:2]]
        for row in done.issued:
            assert verify(str(row.file), read_trust(at.folder.trust), centre.work.today()).result == "genuine"
        assert len(centre.work.read(register.register)) == 2
        assert centre.work.read(questions) == []
        assert check(centre) == ()
    finally:
        centre.close()


def test_its_people_have_one_role_each_and_sign_in_with_what_is_printed(tmp_path: Path) -> None:
    at = made(tmp_path)
    centre = open_centre(at.folder, USERS[0].name, USERS[0].passphrase, at.machine)
    try:
        assert {row.name: row.roles for row in centre.work.read(people.people)} == {
            user.name: frozenset(user.roles) for user in USERS
        }
        assert {role for user in USERS for role in user.roles} == set(Role)
        for user in USERS:
            assert centre.enter(user.name, user.passphrase).roles == frozenset(user.roles)
        with pytest.raises(WrongPassphrase):
            centre.enter(USERS[0].name, USERS[1].passphrase)
    finally:
        centre.close()


def test_everything_in_it_says_that_it_is_a_sample() -> None:
    assert "SAMPLE" in CENTRE
    assert all("SAMPLE" in user.name for user in USERS)
    assert all("SAMPLE" in learner.notes for learner in sample_learners(resources()))


def test_it_is_quick_to_try_even_on_a_machine_with_strong_keys(tmp_path: Path) -> None:
    from dataclasses import replace

    at = computer(tmp_path)
    make_sample(at.folder, replace(at.machine, cost=STRONG), resources())
    open_centre(at.folder, USERS[3].name, USERS[3].passphrase, replace(at.machine, cost=STRONG)).close()


def test_it_never_takes_the_place_of_records(tmp_path: Path) -> None:
    at = made(tmp_path)
    before = at.folder.database.read_bytes()
    with pytest.raises(StorageTrouble):
        make_sample(at.folder, at.machine, resources())
    assert at.folder.database.read_bytes() == before
