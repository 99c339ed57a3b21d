# SPDX-License-Identifier: Apache-2.0
"""Who may settle a question: whoever may change the thing that it is about."""

import pytest

from app.domain.rights import Role
from app.records.queries.questions import Kind, Question
from app.services.questions import may_answer


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        ("mark", Role.ASSESSOR, True),
        ("mark", Role.ADMINISTRATOR, False),
        ("judgement", Role.ASSESSOR, True),
        ("judgement", Role.VERIFIER, False),
        ("field", Role.ADMINISTRATOR, True),
        ("field", Role.VIEWER, False),
        ("signature", Role.ADMINISTRATOR, False),
    ],
)
def test_an_answer_is_given_by_whoever_may_change_the_thing(kind: Kind, role: Role, may: bool) -> None:
    assert may_answer(frozenset({role.value}), Question("id", kind, b"", "SAMPLE")) is may
