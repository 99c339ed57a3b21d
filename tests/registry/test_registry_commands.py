# SPDX-License-Identifier: Apache-2.0
"""What staff of a registry do at the keyboard."""

import shlex
from pathlib import Path

import pytest

from app.credentials.claims import read_answer
from tests.cli.command_line import Laptop, Said
from tests.registry.registry_samples import a_registry, enrolled
from tests.registry.test_claims_and_numbers import CLAIM, claim, issued_by_the_registry
from tests.registry.test_judging import ids, signed_off


@pytest.fixture
def keyboard(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def said(keyboard: Laptop, line: str, **variables: str) -> Said:
    return keyboard.say(f"--data {shlex.quote(str(keyboard.place / 'registry'))} registry {line}", **variables)


def test_a_claim_is_seen_answered_with_a_number_and_carried_as_a_file(keyboard: Laptop) -> None:
    server = a_registry(keyboard.place / "registry")
    desk = enrolled(server)
    issued_by_the_registry(desk)
    signed_off(desk)
    claim(desk)
    key, learner = server.card.sign_key, desk.laptop.read(ids)[0].hex()
    server.close()
    (waiting,) = said(keyboard, "claim list").document["claims"]
    assert (waiting["centre"], waiting["claim"], waiting["on"]) == ("ONE", CLAIM.hex(), "2026-11-24")
    assert waiting["learners"] == [{"id": learner, "name": "SAMPLE Learner A", "why_not": ""}]
    assert said(keyboard, f"claim answer ONE {CLAIM.hex()}").code == "no-numbers"
    assert said(keyboard, "numbers N-001 N-100").document == {"first": "N-001", "last": "N-100"}
    assert said(keyboard, f"claim answer ONE {bytes(16).hex()}").code == "no-such-claim"
    assert said(keyboard, f"claim answer TWO {CLAIM.hex()}").code == "no-such-centre"
    file = keyboard.place / "answer.json"
    answer = said(keyboard, f"claim answer ONE {CLAIM.hex()} --out {shlex.quote(str(file))}").document
    (row,) = answer["learners"]
    assert (row["id"], row["outcome"], row["number"]) == (learner, "accepted", "N-001")
    assert read_answer(file.read_bytes(), [key]).rows[0].number == "N-001"
    assert said(keyboard, "claim list").document == {"claims": []}


def test_staff_refuse_at_the_keyboard_and_let_the_rules_answer(keyboard: Laptop) -> None:
    server = a_registry(keyboard.place / "registry")
    desk = enrolled(server)
    signed_off(desk)
    claim(desk)
    learner = desk.laptop.read(ids)[0].hex()
    server.close()
    done = said(keyboard, f"claim answer ONE {CLAIM.hex()} --refuse {learner} 'The fee is not paid.'").document
    assert [(row["outcome"], row["reason"]) for row in done["learners"]] == [("refused", "The fee is not paid.")]
    assert said(keyboard, "claim by rules").document == {"answered_by": "rules"}
    assert said(keyboard, "claim by nobody").status == 2


def test_staff_are_let_in_to_the_pages_at_the_keyboard(keyboard: Laptop) -> None:
    a_registry(keyboard.place / "registry").close()
    secret = {"GUILDMARK_NEW_PASSPHRASE": "four easy words here"}
    assert said(keyboard, "staff add 'SAMPLE Anahit'").code == "secret-needed"
    assert said(keyboard, "staff add 'SAMPLE Anahit'", **secret).document == {"name": "SAMPLE Anahit"}
    assert said(keyboard, "staff add 'sample anahit'", **secret).code == "staff-known"
    assert said(keyboard, "staff list").document == {"staff": [{"name": "SAMPLE Anahit"}]}
    assert said(keyboard, "staff passphrase 'SAMPLE Nobody'", **secret).code == "no-such-staff"
    assert said(keyboard, "staff remove 'SAMPLE Anahit'").document == {"name": "SAMPLE Anahit", "removed": True}
    assert said(keyboard, "staff list").document == {"staff": []}
