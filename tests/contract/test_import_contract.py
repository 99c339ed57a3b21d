# SPDX-License-Identifier: Apache-2.0
"""The import contract holds, and it is alive: each kind of violation, planted in a copy of the tree, is caught."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
# Screens share these; every other folder of app/ui is a screen
SHARED_BY_SCREENS = {"background", "tables", "theme", "widgets"}


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract on a tree; what it says is in ``stdout``."""
    return subprocess.run(
        [str(LINT_IMPORTS), "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        check=False,
        capture_output=True,
        text=True,
    )


def contracts() -> list[dict[str, object]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        found: list[dict[str, object]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return found


def contract(name: str) -> dict[str, object]:
    return next(found for found in contracts() if found["name"] == name)


def rooms() -> set[str]:
    return {path.stem for path in (ROOT / "app").iterdir() if path.stem not in {"__init__", "__pycache__"}}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_keeps_its_import_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("path", "line", "broken"),
    [
        ("app/domain/planted.py", "from PySide6.QtCore import QDate", "Qt only in ui"),
        ("app/domain/planted.py", "import app.records.tables", "Rooms import only the rooms below them"),
        ("app/store/planted.py", "import app.documents", "Rooms import only the rooms below them"),
        ("app/brand_new/__init__.py", "", "Rooms import only the rooms below them"),
        ("app/ui/planted.py", "import sqlalchemy", "SQLAlchemy only from records upwards, never in ui or cli"),
        ("app/services/planted.py", "import reportlab", "ReportLab only in documents"),
        ("app/services/planted.py", "import openpyxl", "Workbook libraries only in spreadsheets"),
    ],
)
def test_a_planted_violation_is_caught(tree: Path, path: str, line: str, broken: str) -> None:
    planted = tree / path
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(f"{line}\n", encoding="utf-8")
    result = lint(tree)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{broken} BROKEN" in result.stdout


def test_a_screen_that_imports_another_screen_is_caught(tree: Path) -> None:
    for screen in ("assess", "learners"):
        package = tree / "app" / "ui" / screen / "__init__.py"
        package.parent.mkdir(exist_ok=True)
        package.touch()
    (tree / "app/ui/assess/planted.py").write_text("import app.ui.learners\n", encoding="utf-8")
    assert "Screens do not import each other BROKEN" in lint(tree).stdout


def test_every_screen_folder_is_named_in_the_contract() -> None:
    (layer,) = _texts(contract("Screens do not import each other")["layers"])
    named = {screen.strip().strip("()") for screen in layer.split("|")}
    folders = {path.parent.name for path in (ROOT / "app" / "ui").glob("*/*.py")}
    assert folders - SHARED_BY_SCREENS <= named


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("Qt only in ui", {"ui", "bootstrap", "bench"}),
        ("ReportLab only in documents", {"documents", "bench"}),
        ("Workbook libraries only in spreadsheets", {"spreadsheets", "bench"}),
    ],
)
def test_every_room_is_under_the_contract_of_a_library(name: str, free: set[str]) -> None:
    bound = {room.removeprefix("app.") for room in _texts(contract(name)["source_modules"])}
    assert rooms() - free <= bound


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(item) for item in value]
