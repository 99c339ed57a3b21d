# SPDX-License-Identifier: Apache-2.0
"""Codes that a laptop gave out are kept with their answers as long as they count."""

from pathlib import Path

from app.exchange.joining_by_code import new_code
from app.services.join_codes import GivenCode, given_codes, keep_code
from tests.services.centre_samples import computer, founded, opened

DAY_MS = 24 * 3600 * 1000


def test_a_code_keeps_its_answer_and_goes_when_it_counts_no_more(tmp_path: Path) -> None:
    at = computer(tmp_path)
    founded(at)
    first, second, third = (GivenCode(new_code(at.random()), n * DAY_MS) for n in (1, 2, 4))
    answered = GivenCode(first.code, first.until, b"device", b"answer", {"SAMPLE Bolot": "AAAA-BBBB"})
    with opened(at) as centre, centre.work.records.transaction() as batch:
        for one in (first, second, answered):
            keep_code(batch.connection, one)
        kept = {one.code: one for one in given_codes(batch.connection)}
        assert kept == {first.code: answered, second.code: second}
        keep_code(batch.connection, third)
        assert {one.code for one in given_codes(batch.connection)} == {second.code, third.code}
