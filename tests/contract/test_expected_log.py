# SPDX-License-Identifier: Apache-2.0
"""A warning that a test did not expect fails it; one that it expected and that did not come fails it too."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
TESTS = """
import logging

log = logging.getLogger("app.x")

def test_quiet():
    log.info("disk is slow")

def test_warned(expected_log):
    expected_log("is slow")
    log.warning("disk is %s", "slow")

def test_failed(expected_log):
    expected_log("is slow", logging.ERROR)
    log.error("disk is slow")

def test_surprise():
    log.warning("disk is full")

def test_missing(expected_log):
    expected_log("is late")

def test_worse_than_expected(expected_log):
    expected_log("is gone")
    log.error("disk is gone")
"""


def test_what_is_logged_must_be_what_was_expected(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(TESTS)
    # In a process of its own: here its warnings would reach the fixture of this very test
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:xdist")
    result.assert_outcomes(passed=6, errors=3)
    for said in (
        "unexpected WARNING of app.x: disk is full",
        "expected and not logged: 'is late' (WARNING)",
        "unexpected ERROR of app.x: disk is gone",
    ):
        assert said in result.stdout.str()
