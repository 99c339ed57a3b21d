# SPDX-License-Identifier: Apache-2.0
"""A copy of the program that lacks something says so and fails."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import program
from app.services.machine import Machine
from tests.cli.command_line import Laptop


def test_a_window_that_cannot_be_painted_fails_the_self_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(data: Path, machine: Machine) -> None:
        raise RuntimeError("no fonts")

    outside = replace(Laptop(tmp_path).outside({}), try_window=broken)
    assert program.main(["self-test"], outside) == 1
    assert "window\tRuntimeError: no fonts\nworkbook\tworks\n" in capsys.readouterr().out


def test_nothing_more_is_tried_without_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = replace(Laptop(tmp_path).outside({}), resources=tmp_path / "empty")
    assert program.main(["self-test"], outside) == 1
    assert capsys.readouterr().out.startswith("sample\t")
