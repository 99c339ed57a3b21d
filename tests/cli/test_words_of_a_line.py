# SPDX-License-Identifier: Apache-2.0
"""Which words of a line every command understands, and when the window is meant."""

import pytest

from app.cli.arguments import NotUnderstood, Shared, split, without_command


@pytest.mark.parametrize(
    "line",
    [
        ["--data", "here", "--as", "Sokha", "--json", "cohort", "list"],
        ["cohort", "--json", "list", "--as=Sokha", "--data=here"],
        ["cohort", "list", "--data", "here", "--as", "Sokha", "--json"],
    ],
)
def test_the_shared_options_may_stand_anywhere(line: list[str]) -> None:
    assert split(line) == (Shared("here", "Sokha", json=True), ["cohort", "list"])


def test_what_was_said_before_holds_until_it_is_said_again() -> None:
    before = Shared("here", "Sokha", json=True)
    assert split(["--as", "Bolot", "undo"], before) == (Shared("here", "Bolot", json=True), ["undo"])


def test_words_after_two_hyphens_are_left_alone() -> None:
    assert split(["learner", "find", "--", "--json"]) == (Shared(), ["learner", "find", "--", "--json"])


@pytest.mark.parametrize("line", [["cohort", "--data"], ["--as="]])
def test_an_option_without_its_value_is_not_understood(line: list[str]) -> None:
    with pytest.raises(NotUnderstood):
        split(line)


def test_a_line_without_a_command_means_the_window() -> None:
    assert without_command([]) == Shared()
    assert without_command(["--data", "here"]) == Shared("here")


@pytest.mark.parametrize("line", [["cohort"], ["--help"], ["--json"], ["--data"]])
def test_any_other_line_does_not_mean_the_window(line: list[str]) -> None:
    assert without_command(line) is None
