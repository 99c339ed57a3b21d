# SPDX-License-Identifier: Apache-2.0
"""``run FILE``: one command a line, one document a line, and a line that fails stops nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, VIEWER, Laptop, sample_laptop

pytestmark = pytest.mark.xdist_group("files-of-commands")  # all of them share one laptop


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    return sample_laptop(tmp_path_factory.mktemp("laptop"))


def script(place: Path, *lines: str) -> str:
    file = place / "commands.txt"
    file.write_text("\n".join(lines), encoding="utf-8", errors="surrogateescape")
    return f"run '{file}'"


def test_a_line_that_fails_says_so_and_the_next_one_is_carried_out(laptop: Laptop, tmp_path: Path) -> None:
    lines = ("learner show 00", "no-such-noun", "cohort list --wrong", "'unclosed", "# remark", "", "cohort list")
    said = laptop.say(script(tmp_path, *lines), ADMINISTRATOR)
    codes = [document.get("error", {}).get("code") for document in said.documents]
    assert codes == ["no-such-learner", "usage", "usage", "usage", None]
    assert said.status == 1
    assert said.documents[-1]["cohorts"][0]["code"] == "WELD-1"


def test_the_person_changes_from_line_to_line_and_back(laptop: Laptop, tmp_path: Path) -> None:
    own = f"GUILDMARK_PASSPHRASE='{PASSPHRASES[VIEWER]}' --as '{VIEWER}'"
    lines = ("learner add Bopha", f"{own} learner add Nobody", f"--as '{VIEWER}' cohort list", "learner add Chan")
    said = laptop.say(script(tmp_path, *lines), ADMINISTRATOR)
    assert [sorted(document) for document in said.documents] == [["id", "name"], ["error"], ["cohorts"], ["id", "name"]]
    assert said.documents[1]["error"]["code"] == "not-allowed"
    assert [act["who"] for act in laptop.say("journal show --limit 1", ADMINISTRATOR).document["acts"]] == [
        ADMINISTRATOR
    ]


def test_a_wrong_passphrase_on_a_line_leaves_the_first_person_at_work(laptop: Laptop, tmp_path: Path) -> None:
    lines = (f"GUILDMARK_PASSPHRASE=wrong-words-here --as '{VIEWER}' cohort list", "user list")
    said = laptop.say(script(tmp_path, *lines), ADMINISTRATOR)
    assert said.documents[0]["error"]["code"] == "wrong-passphrase"
    assert len(said.documents[1]["users"]) == 4


def test_a_line_that_is_no_text_is_refused_and_nothing_else(laptop: Laptop, tmp_path: Path) -> None:
    lines = ("learner add 'D\udcff'", "cohort open D\udcff", "cohort list")
    said = laptop.say(script(tmp_path, *lines), ADMINISTRATOR)
    assert [document.get("error", {}).get("code") for document in said.documents] == ["not-text", "cohort-code", None]


def test_a_file_of_commands_does_not_call_another_one(laptop: Laptop, tmp_path: Path) -> None:
    said = laptop.say(script(tmp_path, "run other.txt", "--help"), ADMINISTRATOR)
    assert [document["error"]["code"] for document in said.documents] == ["run-in-run", "usage"]


def test_records_are_opened_once_for_all_lines(laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.services import opening

    opened = []
    real = opening.open_centre

    def counted(*args: object) -> object:
        opened.append(args)
        return real(*args)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(opening, "open_centre", counted)
    said = laptop.say(script(tmp_path, *["cohort list"] * 5), ADMINISTRATOR)
    assert (len(said.documents), len(opened)) == (5, 1)


def test_a_file_may_go_from_one_folder_to_another_and_back(laptop: Laptop, tmp_path: Path) -> None:
    other = f"--data '{tmp_path / 'other'}'"
    lines = ("learner add Bopha", f"sample {other}", f"learner list {other}", "learner find bopha")
    *_, there, here = laptop.say(script(tmp_path, *lines), ADMINISTRATOR).documents
    assert len(there["learners"]) == 12
    assert "Bopha" in {one["name"] for one in here["learners"]}


def test_the_real_program_reads_commands_from_its_standard_input(laptop: Laptop) -> None:
    variables = {
        **os.environ,
        "GUILDMARK_DATA": str(laptop.place / "centre"),
        "GUILDMARK_STATE": str(laptop.place / "state"),
        "GUILDMARK_PASSPHRASE": PASSPHRASES[ASSESSOR],
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from app.bootstrap import main; sys.exit(main())",
            "--as",
            ASSESSOR,
            "run",
            "-",
        ],
        input="cohort list\nlearner add 'ចាន់ សុភាព'\n",
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=variables,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "ចាន់ សុភាព" in done.stdout.splitlines()[1]
