# SPDX-License-Identifier: Apache-2.0
"""The lock files: every package by one version and its hashes, no addresses, and what is shipped is what is tested."""

import re
from pathlib import Path

import pytest

LOCKS = Path(__file__).resolve().parents[2] / "packaging" / "locks"
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+)((?: ; .+?)?) \\$", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    text = (LOCKS / name).read_text(encoding="ascii")
    return {package: version for package, version, _ in PINNED.findall(text)}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "package.txt"])
def test_a_lock_holds_versions_and_hashes_and_nothing_else(name: str) -> None:
    lines = (LOCKS / name).read_text(encoding="ascii").splitlines()
    others = [line for line in lines if not PINNED.match(line) and not line.startswith("    --hash=sha256:")]
    assert pinned(name)
    assert others == []


def test_what_is_shipped_is_what_is_tested() -> None:
    tested = pinned("dev.txt").items()
    assert pinned("run.txt").items() <= tested
    assert pinned("package.txt").items() <= tested


def test_no_tool_of_the_developers_is_shipped() -> None:
    assert (
        not {"pytest", "hypothesis", "mypy", "ruff", "pyinstaller", "pyside6", "pyside6-addons"}
        & pinned("run.txt").keys()
    )
