# SPDX-License-Identifier: Apache-2.0
"""What every file of the project keeps to: its first line, its size, its name, and nothing that belongs elsewhere."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST_LINE = "# SPDX-License-Identifier: Apache-2.0"
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

# What the address of a package index, or of a file on one, looks like
INDEX_ADDRESS = re.compile(r"https?://[^\s\"']+(?:/simple\b|\.whl\b|\.tar\.gz\b|\.crate\b|\.deb\b)")
PLACES_OF_A_MACHINE = re.compile(r"(?<![\w.$}*])(?:/(?:root|work|Users|home/\w+)/\w|[A-Z]:\\Users\\)")
TYPE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s*#\s*\S)")
SETTINGS_THAT_LOOK_AWAY = {"ignore_errors", "ignore_missing_imports", "disable_error_code", "follow_imports"}


def listed_files() -> list[Path]:
    """The files that are or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in output.split("\0") if name and (ROOT / name).is_file()]


def python_files(*folders: str) -> list[Path]:
    return [path for path in listed_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def text_of(path: Path) -> str:
    """The text of a file; nothing for a file that is no text."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_every_source_file_says_its_licence_first() -> None:
    sources = python_files("app", "tests", "packaging", "migrations")
    assert sources
    assert names([path for path in sources if not text_of(path).startswith(FIRST_LINE)]) == []


@pytest.mark.parametrize(("folder", "lines"), [("app", 400), ("packaging", 400), ("tests", 500)])
def test_no_file_is_too_long_to_read(folder: str, lines: int) -> None:
    sources = python_files(folder)
    assert sources
    assert names([path for path in sources if text_of(path).count("\n") > lines]) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {path: set(path.relative_to(ROOT).with_suffix("").parts) for path in python_files("app", "packaging")}
    assert names([path for path, found in parts.items() if found & BANNED_NAMES]) == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert names([path for path in listed_files() if PLACES_OF_A_MACHINE.search(text_of(path))]) == []


def test_no_file_names_a_package_index() -> None:
    assert names([path for path in listed_files() if INDEX_ADDRESS.search(text_of(path))]) == []


def test_the_type_checker_looks_everywhere() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)["tool"]["mypy"]
    assert settings["strict"] is True
    assert settings["files"] == ["app", "tests", "packaging"]
    assert "overrides" not in settings
    assert "exclude" not in settings
    assert not SETTINGS_THAT_LOOK_AWAY & settings.keys()


def test_an_ignored_type_error_has_its_code_and_its_reason() -> None:
    sources = python_files("app", "tests", "packaging")
    assert names([path for path in sources if TYPE_IGNORE.search(text_of(path))]) == []


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("x = 1  # type" + ": ignore", True),
        ("x = 1  # type" + ": ignore[arg-type]", True),
        ("x = 1  # type" + ": ignore[arg-type]  # the stub of Qt lacks this form", False),
    ],
)
def test_a_bare_ignore_would_be_seen(line: str, caught: bool) -> None:
    assert bool(TYPE_IGNORE.search(line)) is caught


@pytest.mark.parametrize("place", ["/home/" + "anna/file", "see /work" + "/main", "C:" + "\\Users\\Anna"])
def test_a_place_on_a_machine_would_be_seen(place: str) -> None:
    assert PLACES_OF_A_MACHINE.search(place)
