# SPDX-License-Identifier: Apache-2.0
"""Who may do what, stated a second time in plain letters."""

import pytest

from app.domain.refusals import NotAllowed
from app.domain.rights import KINDS, RIGHTS, ROLE_WORDS, Command, Role, allowed, require

STATED = """
    command              administrator assessor verifier viewer
    found_centre         yes           no       no       no
    set_centre           yes           no       no       no
    add_person           yes           no       no       no
    set_person           yes           no       no       no
    add_key              yes           yes      yes      yes
    reset_passphrase     yes           no       no       no
    admit_device         yes           no       no       no
    revoke_device        yes           no       no       no
    join_registry        yes           no       no       no
    import_standards     yes           no       no       no
    add_learner          yes           yes      no       no
    set_learner          yes           yes      no       no
    merge_learners       yes           no       no       no
    erase_learner        yes           no       no       no
    open_cohort          yes           no       no       no
    set_cohort           yes           no       no       no
    set_members          yes           yes      no       no
    import_cohort        yes           no       no       no
    export_cohort        yes           yes      yes      no
    export_results       yes           yes      yes      no
    export_register      yes           yes      yes      no
    enrol                yes           yes      no       no
    open_session         no            yes      no       no
    record_mark          no            yes      no       no
    write_note           no            yes      no       no
    set_absence          no            yes      no       no
    import_marks         no            yes      no       no
    judge                no            yes      no       no
    sign                 no            yes      yes      no
    issue_certificate    yes           no       no       no
    revoke_certificate   yes           no       no       no
    appeal               yes           yes      yes      no
    decide_appeal        yes           no       no       no
    reprint              yes           no       no       no
    claim                yes           no       no       no
    lease_block          yes           no       no       no
    set_policy           yes           no       no       no
    publish_template     yes           no       no       no
    set_signatory        yes           no       no       no
    import_legacy        yes           no       no       no
    keep_stationery      yes           no       no       no
    print_documents      yes           no       no       no
    hand_out             yes           yes      yes      no
    make_paper           yes           yes      yes      no
    undo                 yes           yes      yes      no
    export_bundle        yes           yes      yes      no
    read_bundle          yes           yes      yes      no
    backup               yes           yes      yes      no
    view                 yes           yes      yes      yes
"""

HEAD, *ROWS = [line.split() for line in STATED.strip().splitlines()]
CASES = [(row[0], role, answer == "yes") for row in ROWS for role, answer in zip(HEAD[1:], row[1:], strict=True)]


@pytest.mark.parametrize(("command", "role", "may"), CASES)
def test_each_role_may_do_exactly_what_is_stated(command: str, role: str, may: bool) -> None:
    assert allowed([role], command) is may


def test_every_command_and_every_role_is_stated_once() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(Command)
    assert HEAD[1:] == list(Role) == list(ROLE_WORDS)
    assert set(RIGHTS) == set(Command)


def test_a_person_with_two_roles_may_do_what_either_may() -> None:
    both = [Role.VIEWER, Role.ASSESSOR]
    assert allowed(both, Command.RECORD_MARK)
    assert not allowed(both, Command.ISSUE_CERTIFICATE)


def test_a_person_without_roles_or_with_an_unknown_one_may_do_nothing() -> None:
    for command in Command:
        assert not allowed([], command)
        assert not allowed(["owner"], command)


def test_an_unknown_command_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="fly"):
        allowed([Role.ADMINISTRATOR], "fly")


def test_a_refusal_names_the_roles_that_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require([Role.VIEWER], Command.SIGN)
    assert refusal.value.code == "not-allowed"
    assert "assessor or internal verifier" in str(refusal.value)


def test_a_refusal_for_a_command_of_one_role_names_just_that_one() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require([Role.ASSESSOR], "issue_certificate")
    assert "the role administrator." in str(refusal.value)


def test_what_is_allowed_passes_in_silence() -> None:
    require([Role.ASSESSOR], Command.JUDGE)


def test_each_kind_of_fact_stands_behind_a_command_of_the_table() -> None:
    assert set(KINDS.values()) <= set(RIGHTS)
    assert KINDS["mark.made"] is Command.RECORD_MARK
    assert KINDS["signoff.made"] is Command.SIGN
    assert KINDS["subject.erased"] is Command.ERASE_LEARNER
    assert KINDS["certificate.issued"] is Command.ISSUE_CERTIFICATE
    assert KINDS["result.brought"] is KINDS["certificate.brought"] is Command.IMPORT_LEGACY
    assert len(KINDS) == 44
