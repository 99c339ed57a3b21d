# SPDX-License-Identifier: Apache-2.0
"""Every document that the program brings a template for, in six scripts and as awkward as they come, can be printed."""

import pytest

from app.documents.faults import faults
from app.documents.layout import sides
from app.documents.starting import starting_keys, starting_template
from tests.documents.specimens import CASES, PLACES, specimen


@pytest.mark.parametrize("key", starting_keys())
def test_whatever_stands_on_a_document_finds_room(key: str) -> None:
    template = starting_template(key)
    found = {
        (who, case, fault.element, fault.words)
        for case in CASES
        for who in PLACES
        for fault in faults(template, specimen(template, who, case))
        if fault.code != "fact-missing"
    }
    assert found == set()


@pytest.mark.parametrize("key", ["statement-of-attainment", "record-of-results", "grade-sheet"])
@pytest.mark.parametrize("who", PLACES)
def test_hardly_any_row_stands_alone_on_the_page_that_is_signed(key: str, who: str) -> None:
    template = starting_template(key)
    [table] = sides(template, specimen(template, who, "much"))[-1].flows.values()
    rows = [len(page) for page in table.pages]
    assert sum(rows) == 40
    assert len(rows) > 1
    assert rows[-1] >= 3
