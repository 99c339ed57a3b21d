# SPDX-License-Identifier: Apache-2.0
"""``bench``: figures with what they are held against, and whether the goal is met."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import program
from app.cli.outside import Measured
from tests.cli.command_line import Laptop


def quick() -> Sequence[Measured]:
    return [Measured("quick.first", 1.0, 2.0, 0.5), Measured("quick.second", 3.0, 2.0, 1.5)]


def slow() -> Sequence[Measured]:
    return [Measured("slow", 3.1, 2.0, 1.5)]


@pytest.mark.parametrize(("name", "status", "names"), [("quick", 0, 2), ("slow", 1, 1), ("", 1, 3)])
def test_a_goal_that_is_not_met_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, status: int, names: int
) -> None:
    outside = replace(Laptop(tmp_path).outside({}), benches={"quick": quick, "slow": slow})
    assert program.main(["bench", *([name] if name else []), "--json"], outside) == status
    found = json.loads(capsys.readouterr().out)
    assert len(found) == names
    assert sorted(found[0]) == ["against", "goal", "median", "met", "name", "ratio"]
    assert found[-1]["met"] is (status == 0)
