# SPDX-License-Identifier: Apache-2.0
"""Printing, forms and handing out from the command line, with a script in the place of the printing system."""

import os
import sys
from pathlib import Path

import pytest

from app.documents.preview import page_count
from app.documents.reading import states, text_of
from app.services.sample import COHORT
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR
from tests.cli.print_job import FORMS, SECOND, script_for_lp, with_certificates

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for a program")


def test_a_cohort_is_printed_on_forms_pulled_resumed_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 5)
    spooled = script_for_lp(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)

    def say(line: str, status: int = 0) -> dict[str, object]:
        said = laptop.say(line, ADMINISTRATOR)
        assert said.status == status, said.out
        found: dict[str, object] = said.document
        return found

    say(f"stationery receive '{FORMS}' --first AB-0001 --last AB-0020 --document certificate")
    begun = say(f"print begin --cohort {COHORT} --printer Office --batch '{FORMS}' --part first-page --run 5")
    assert [(one["form"], one["number"]) for one in begun["printing"]] == [  # type: ignore[attr-defined]  # a list
        (f"AB-000{n}", number) for n, number in enumerate(numbers, start=1)
    ]
    assert page_count((spooled / "0.pdf").read_bytes()) == 5
    spoil = f"--last-good 2 --spoiled 3 --reason jam --second '{SECOND}'"
    assert say("print resume --last-good 2 --spoiled 3", 1)["error"]["code"] == "no-reason"  # type: ignore[index]  # a dict
    again = say(f"print resume {str(begun['job'])[:8]} {spoil}")
    assert [(one["sheet"], one["form"]) for one in again["printing"]] == [  # type: ignore[attr-defined]  # a list
        (3, "AB-0004"), (4, "AB-0005"), (5, "AB-0006"),
    ]  # fmt: skip
    text = text_of(spooled / "1.pdf")
    assert [states(text, number) for number in numbers] == [False, False, True, True, True]
    (spooled / "gone").touch()
    gone = say("print resume --last-good 3", 1)
    assert gone["error"]["code"] == "printer-gone"  # type: ignore[index]  # a dict
    assert say("print jobs")["jobs"][0]["left"] == [4, 5]  # type: ignore[index]  # a list
    done = say("print resume --last-good 5")
    assert (done["ended"], say("print jobs")["jobs"]) == ("done", [])
    sheets = {one["form"]: one for one in say(f"stationery list '{FORMS}'")["sheets"]}  # type: ignore[attr-defined]  # a list
    assert [sheets[f"AB-000{n}"]["state"] for n in range(1, 7)] == ["printed"] * 2 + ["spoiled"] + ["printed"] * 3
    assert sheets["AB-0004"]["certificate"] == numbers[2]
    linked = say(f"stationery find {numbers[2]}")["sheets"]
    assert [(one["form"], one["state"]) for one in linked] == [  # type: ignore[attr-defined]  # a list
        ("AB-0003", "spoiled"), ("AB-0004", "printed"),
    ]  # fmt: skip
    report = say(f"stationery report --out '{tmp_path / 'stock.xlsx'}'")["stationery"][0]  # type: ignore[index]  # a list
    assert (report["received"], report["used"], report["spoiled"], report["closing"]) == (20, 5, 1, 14)
    assert (tmp_path / "stock.xlsx").exists()


def test_a_run_is_written_as_a_file_and_moved_by_the_calibration(tmp_path: Path) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 1)
    out = tmp_path / "pages.pdf"
    begin = f"print begin --numbers {numbers[0]} --printer Office --out '{out}'"
    assert laptop.say(begin, ADMINISTRATOR).status == 0
    plain = out.read_bytes()
    assert laptop.say("print calibrate Office 22 21 21 170 257", ADMINISTRATOR).document["dx"] == 2
    assert laptop.say("print calibrate Office 22 21 21 257 170 --lying", ADMINISTRATOR).status == 0
    assert laptop.say(begin, ADMINISTRATOR).status == 0
    assert (page_count(out.read_bytes()), out.read_bytes() == plain) == (2, False)
    assert laptop.say("print calibrate Office 1 1 1 1 1", ADMINISTRATOR).code == "not-measured"
    page = laptop.say(f"print test-page Office --lying --out '{tmp_path / 'test.pdf'}'", ADMINISTRATOR)
    assert page_count(Path(page.document["file"]).read_bytes()) == 1
    assert len(laptop.say("print jobs", ADMINISTRATOR).document["jobs"]) == 2
    stopped = laptop.say("print stop", ADMINISTRATOR).document
    assert (stopped["ended"], stopped["left"]) == ("stopped", [1, 2])
    assert laptop.say(f"print begin --numbers {numbers[0]}", ADMINISTRATOR).status == 2


def test_documents_are_handed_out_and_the_rest_is_listed(tmp_path: Path) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 3)
    said = laptop.say(f"handout record {numbers[0]} --identity passport --digits 77 --proxy 'Uncle SAMPLE'", ASSESSOR)
    assert said.document["numbers"] == numbers[:1]
    waiting = laptop.say(f"handout list --cohort {COHORT}", ASSESSOR).document["documents"]
    assert [row["number"] for row in waiting] == numbers[1:]
    every = laptop.say("handout list --all", ASSESSOR).document["documents"]
    assert [row["taken_by"] for row in every if row["number"] == numbers[0]] == ["Uncle SAMPLE"]
    assert laptop.say(f"handout record {numbers[0]}", ASSESSOR).code == "collected"
    assert laptop.say(f"handout correct {numbers[0]} 2026-01-02", ASSESSOR).status == 0
    assert laptop.say("handout list --all", ASSESSOR).out.count('"collected_on": "2026-01-02"') == 1
    laptop.say(f"handout sheet '{tmp_path / 'list.pdf'}' --cohort {COHORT}", ASSESSOR)
    text = text_of(tmp_path / "list.pdf")
    assert [states(text, number) for number in numbers] == [False, True, True]


def test_forms_are_moved_and_refused_in_words(tmp_path: Path) -> None:
    laptop, _ = with_certificates(tmp_path / "laptop", 1)
    laptop.say("stationery receive Blue --first 1 --last 9", ADMINISTRATOR)
    moves = (f"spoil Blue 1-2 --reason wet --second '{SECOND}'", "lose Blue 3 --reason wind", "load Blue 4")
    for line in (
        *moves,
        "unload Blue 4",
        "return Blue 5 --reason unused",
        f"destroy Blue 1 --reason cut --second '{SECOND}'",
    ):
        assert laptop.say(f"stationery {line}", ADMINISTRATOR).status == 0, line
    (row,) = laptop.say("stationery list", ADMINISTRATOR).document["stationery"]
    assert row["states"] == {"destroyed": 1, "spoiled": 1, "lost": 1, "in-stock": 5, "returned": 1}
    assert laptop.say("stationery spoil Blue 4 --reason wet", ADMINISTRATOR).code == "no-second-person"
    assert laptop.say("stationery lose Blue 1 --reason x", ADMINISTRATOR).code == "no-such-move"
    assert laptop.say("stationery lose Red 1 --reason x", ADMINISTRATOR).code == "no-such-stationery"
    assert laptop.say("stationery receive Red --first 9 --last 1", ADMINISTRATOR).code == "not-a-run"
    assert laptop.say("stationery lose Blue 6 --reason x", ASSESSOR).code == "not-allowed"


def test_what_is_on_the_forms_and_duplicates_are_said_on_the_command_line(tmp_path: Path) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 1)
    file = tmp_path / "out.pdf"

    def say(line: str) -> dict[str, object]:
        said = laptop.say(line, ADMINISTRATOR)
        assert said.status == 0, said.out
        found: dict[str, object] = said.document
        return found

    say(f"stationery receive '{FORMS}' --first AB-0001 --last AB-0020")
    line = f"print begin --numbers {numbers[0]} --batch '{FORMS}' --part first-page --out '{file}'"
    say(line)
    whole = file.read_bytes()
    say("print stop")
    say(f"{line} --stationery")
    assert len(file.read_bytes()) < len(whole)
    say("print resume --last-good 1")
    say("policy set duplicates marked")
    again = say(f"{line} --earlier lost --reason fire --why 'for the employer'")
    assert again["duplicates"] == {numbers[0]: 1}
