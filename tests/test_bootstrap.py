# SPDX-License-Identifier: Apache-2.0
"""Where the program starts: the right door for what was said, nothing slow before it is needed, a self-test."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLOW = "click sqlalchemy alembic reportlab openpyxl httpx fastapi PySide6"
WATCHED_WINDOW = f"""
import sys
from app import bootstrap

def watched(data):
    print(data.name, [name for name in "{SLOW}".split() if name in sys.modules])
    return 7

bootstrap._open_window = watched
sys.exit(bootstrap.main())
"""
PROGRAM = "import sys; from app.bootstrap import main; sys.exit(main())"


def python(code: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A new Python that runs the code with these words on its command line."""
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def test_without_a_command_the_window_opens_and_nothing_slow_was_imported_on_the_way() -> None:
    done = python(WATCHED_WINDOW, "--data", "here")
    assert (done.returncode, done.stdout, done.stderr) == (7, "here []\n", "")


def test_the_environment_names_the_folder_where_the_line_does_not() -> None:
    assert python(WATCHED_WINDOW, GUILDMARK_DATA="there").stdout == "there []\n"


def test_with_a_command_no_window_opens() -> None:
    done = python(WATCHED_WINDOW, "trust", "list", "--json", GUILDMARK_DATA="nowhere")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"issuers": [], "roots": []})


def test_any_script_is_printed_whatever_the_console_speaks(tmp_path: Path) -> None:
    variables = {"PYTHONIOENCODING": "ascii", "GUILDMARK_STATE": str(tmp_path)}
    done = python(PROGRAM, "certificate", "reprint", "ខ្មែរ", "--data", str(tmp_path / "none"), **variables)
    assert done.returncode == 3
    done = python(PROGRAM, "ខ្មែរ", "--json", **variables)
    assert "ខ្មែរ" in json.loads(done.stdout)["error"]["message"]


def test_this_copy_of_the_program_passes_its_self_test(tmp_path: Path) -> None:
    done = python(PROGRAM, "self-test", "--json", GUILDMARK_STATE=str(tmp_path / "state"))
    found = json.loads(done.stdout)
    assert [step["name"] for step in found["steps"] if step["fault"]] == []
    assert (found["ok"], done.returncode) == (True, 0)
    assert [step["name"] for step in found["steps"]] == ["sample", "window", "workbook", "certificate", "upgrade"]
