# SPDX-License-Identifier: Apache-2.0
"""How commands end: documents and words, exit statuses 0, 1, 2 and 3, and never a traceback."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import click
import pytest

from app.cli import program
from app.cli.nouns import nouns
from app.services import opening
from app.store.folder import DataFolder
from app.store.lock import hold
from app.ui.reports import write_report
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, VIEWER, Laptop, sample_laptop

pytestmark = pytest.mark.xdist_group("how-commands-end")  # all of them share one laptop


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    return sample_laptop(tmp_path_factory.mktemp("laptop"))


def test_the_sample_tells_its_people_and_cohorts(tmp_path: Path) -> None:
    made = Laptop(tmp_path).say("sample").document
    assert {one["name"]: one["passphrase"] for one in made["users"]}.items() >= PASSPHRASES.items()
    (cohort,) = made["cohorts"]
    assert (cohort["code"], cohort["qualification"], cohort["learners"], len(cohort["units"])) == (
        "WELD-1",
        "MEF2-EN",
        12,
        4,
    )


def test_a_new_centre_gives_its_recovery_code_and_opens(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, {"GUILDMARK_PASSPHRASE": "four easy words here"})
    made = laptop.say("init --centre 'Ош борбору' --code OSH1 --country kg --admin 'Айгүл SAMPLE'").document
    assert len(made["centre"]) == 32
    assert len(made["recovery_code"]) > 20
    assert laptop.say("user list").document["users"][0]["name"] == "Айгүл SAMPLE"
    assert laptop.say("init --centre X --code OSH1 --country KG --admin Y").status == 3


@pytest.mark.parametrize(
    ("line", "status", "code"),
    [
        ("no-such-noun", 2, "usage"),
        ("cohort", 2, "usage"),
        ("cohort open", 2, "usage"),
        ("enrol 00 --qualification A --unit B", 2, "usage"),
        ("cohort list --data", 2, "usage"),
        ("cohort import missing.xlsx", 1, "no-such-file"),
        ("cohort open 'A B'", 1, "cohort-code"),
        ("undo xyz", 1, "not-an-id"),
        ("learner show 12", 1, "no-such-learner"),
        ("missing 12 NONE", 1, "no-such-learner"),
        ("certificate reprint NONE", 1, "no-such-certificate"),
        ("bench nothing", 1, "no-such-bench"),
        ("--data nowhere cohort list", 3, "no-records"),
    ],
)
def test_what_cannot_be_done_says_so_in_a_document_and_in_words(
    laptop: Laptop, line: str, status: int, code: str
) -> None:
    said = laptop.say(line, ADMINISTRATOR)
    assert (said.status, said.code) == (status, code)
    assert said.err.strip().endswith(said.document["error"]["message"])


def test_without_json_there_are_words_only(laptop: Laptop) -> None:
    variables = {"GUILDMARK_PASSPHRASE": PASSPHRASES[VIEWER]}
    listed = laptop.words(["--as", VIEWER, "cohort", "list"], **variables)
    assert (listed.status, listed.out.startswith("WELD-1\t"), listed.err) == (0, True, "")
    refused = laptop.words(["--as", VIEWER, "learner", "add", "X"], **variables)
    assert (refused.status, refused.out) == (1, "")
    assert "administrator" in refused.err


def test_records_that_are_in_use_are_storage_trouble(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "hold", partial(hold, wait_seconds=0))
    with hold(DataFolder(laptop.place / "centre")):
        said = laptop.say("cohort list", ADMINISTRATOR)
    assert (said.status, said.code) == (3, "in-use")
    assert laptop.say("cohort list", ADMINISTRATOR).status == 0


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path)
    database = DataFolder(tmp_path / "centre").database
    database.write_bytes(b"not a database at all" * 1000)
    before = database.read_bytes()
    assert laptop.say("cohort list", ADMINISTRATOR).status == 3
    assert database.read_bytes() == before


@pytest.mark.parametrize("place", ["all", "first page", "middle", "people"])
def test_a_check_of_damaged_records_says_what_it_found(tmp_path: Path, place: str) -> None:
    laptop, folder = sample_laptop(tmp_path), DataFolder(tmp_path / "centre")
    file = folder.people if place == "people" else folder.database
    content = bytearray(file.read_bytes())
    if place == "all":
        content = bytearray(b"not a database at all" * 1000)
    else:
        content[{"first page": 100, "middle": len(content) // 2 + 1000, "people": 0}[place]] ^= 1
    file.write_bytes(content)
    for line in ("check", "journal verify"):
        said = laptop.say(line, ADMINISTRATOR)
        if (line, place) == ("journal verify", "middle"):
            assert said.status in (0, 1)  # the page may hold nothing that the entries need
            continue
        assert (said.status, said.document["ok"]) == (1, False), (line, said.out)
        assert len(said.document["faults"]) == 1
        assert "damaged" in said.document["faults"][0] or "belongs" in said.document["faults"][0]


def test_every_moment_in_a_document_is_told_in_one_way(laptop: Laptop) -> None:
    (acts, devices) = (laptop.say(line, VIEWER).document for line in ("journal show", "device list"))
    bundle = laptop.place / "bundle"
    laptop.say(f"bundle write '{bundle}'", ADMINISTRATOR)
    moments = [acts["acts"][0]["at"], devices["devices"][0]["last_seen"]]
    moments.append(laptop.say(f"bundle show '{bundle}'").document["written_at"])
    for moment in moments:
        assert moment.endswith("Z")
        assert datetime.fromisoformat(moment).year >= 2025


def test_secrets_come_from_variables_or_from_the_person_at_the_keyboard(laptop: Laptop) -> None:
    said = laptop.say(f"--as '{ASSESSOR}' cohort list")
    assert (said.status, said.code) == (1, "secret-needed")
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return PASSPHRASES[ASSESSOR]

    assert replace(laptop, ask=ask).say(f"--as '{ASSESSOR}' cohort list").status == 0
    assert asked == ["The passphrase"]


def test_who_somebody_is_must_be_said_where_several_may_come_in(laptop: Laptop) -> None:
    said = laptop.say("cohort list", GUILDMARK_PASSPHRASE="whatever it is")
    assert (said.status, said.code) == (1, "who")
    assert ASSESSOR in said.document["error"]["message"]


def test_an_unforeseen_error_becomes_a_sentence_with_a_file_that_names_nobody(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise KeyError("Sokha")

    monkeypatch.setattr(opening, "open_centre", fails)
    report = tmp_path / "reports"
    outside = laptop.outside({"GUILDMARK_PASSPHRASE": "x"})
    outside = replace(outside, report=lambda error: write_report(report, error, "now"))
    assert program.main(["--as", ADMINISTRATOR, "cohort", "list"], outside) == 1
    (file,) = report.iterdir()
    text = file.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "Sokha" not in text


def test_help_is_there_for_every_noun(laptop: Laptop) -> None:
    context = click.Context(nouns)
    for name in nouns.list_commands(context):
        said = laptop.words([name, "--help"])
        assert (said.status, said.err) == (0, "")
        assert said.out.startswith(f"Usage: guildmark {name}")
