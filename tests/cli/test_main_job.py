# SPDX-License-Identifier: Apache-2.0
"""The main job from end to end, through files of commands: names in many scripts from a workbook to paper."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.documents import reading
from app.domain.learners import LearnerDetails
from app.spreadsheets.cohort_template import write_cohort_template
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, Laptop, sample_laptop

pytestmark = pytest.mark.xdist_group("main-job")  # all of them share one laptop

QUALIFICATION = "MEF2-EN"
BY_HAND, BY_WORKBOOK = "MEF201-EN", ("MEF202-EN", "MEF203-EN")
NAMES = (
    "ស្រីនាង ចន្ទ្រា",
    "Արեգնազ Ղազարյան",
    "Nguyễn Ngọc Ánh Tuyết",
    "Жылдыз Өмүрбек кызы",
    "Фёдор Щербаков-Ёлкин",
    "O'Brien <b>{name}</b> & Co",
)
UNREADY = "Suharto"
AS_ASSESSOR = f"GUILDMARK_PASSPHRASE='{PASSPHRASES[ASSESSOR]}' --as '{ASSESSOR}'"


@dataclass(frozen=True, slots=True)
class Job:
    """The laptop on which the job was done, the folder with its results, and what was issued."""

    laptop: Laptop
    place: Path
    issue: dict[str, Any]

    def file(self, name: str) -> str:
        """The PDF file of this learner's certificate."""
        return next(str(row["file"]) for row in self.issue["issued"] if row["name"] == name)

    def verified(self, what: str, *more: str) -> dict[str, Any]:
        """What the program says of a certificate, on a computer without records."""
        stranger = Laptop(self.place / "elsewhere")
        said = stranger.words(["--json", "certificate", "verify", what, *more])
        document: dict[str, Any] = said.document
        assert said.status == (0 if document["result"] == "genuine" else 1)
        return document


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    place = tmp_path_factory.mktemp("job")
    laptop, script = sample_laptop(place / "laptop"), place / "job.txt"
    write_cohort_template(place / "cohort.xlsx", [("", LearnerDetails(name, notes="SAMPLE")) for name in all_names()])
    imported = laptop.lines(script, *cohort_lines(place))[1]
    assert (imported["new"], imported["refused"]) == (len(all_names()), [])
    ready = [row["id"] for row in imported["rows"]][:-1]
    laptop.lines(script, *marks_by_hand(laptop, ready), *(template_line(place, unit) for unit in BY_WORKBOOK))
    for unit in BY_WORKBOOK:
        fill(place / f"{unit}.xlsx", ready)
    *_, issued = laptop.lines(script, *finishing_lines(place))
    return Job(laptop, place, issued)


def all_names() -> tuple[str, ...]:
    return (*NAMES, UNREADY)


def cohort_lines(place: Path) -> list[str]:
    return [
        f"cohort open SPRING --qualification {QUALIFICATION} --assessor '{ASSESSOR}' --start 2026-03-02",
        f"cohort import '{place / 'cohort.xlsx'}' --cohort SPRING  # most columns are empty",
        "",
        "cohort enrol SPRING",
    ]


def marks_by_hand(laptop: Laptop, learners: list[str]) -> list[str]:
    standard = laptop.say(f"standards show {QUALIFICATION}", ADMINISTRATOR).document
    unit = next(unit for unit in standard["units"] if unit["code"] == BY_HAND)
    criteria = [one["code"] for element in unit["elements"] for one in element["criteria"]]
    assert len(criteria) == 25
    return [
        f"{AS_ASSESSOR} marks record --learner {learner} --unit {BY_HAND} --criterion {criterion} --mark Y"
        for learner in learners
        for criterion in criteria
    ]


def template_line(place: Path, unit: str) -> str:
    return f"marks template --cohort SPRING --unit {unit} '{place / unit}.xlsx'"


def fill(file: Path, learners: list[str]) -> None:
    """Every criterion met for these learners."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in learners:
            for cell in row[2:27]:
                sheet[cell.coordinate] = "y"
    book.save(file)


def finishing_lines(place: Path) -> list[str]:
    imports = [f"{AS_ASSESSOR} marks import '{place / unit}.xlsx'" for unit in BY_WORKBOOK]
    signs = [f"{AS_ASSESSOR} assess sign --cohort SPRING --unit {unit} --propose" for unit in (BY_HAND, *BY_WORKBOOK)]
    issue = f"certificate issue --cohort SPRING --out '{place / 'papers'}' --merged '{place / 'all.pdf'}'"
    return [*imports, *signs, issue]


def test_everybody_who_met_the_rules_gets_a_certificate_and_the_others_hear_why(job: Job) -> None:
    assert [row["name"] for row in job.issue["issued"]] == list(NAMES)
    (refused,) = job.issue["refused"]
    assert refused["name"] == UNREADY
    assert "MEF201-EN" in refused["why"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_on_paper_exactly_as_it_was_written(job: Job, name: str) -> None:
    text = reading.text_of(Path(job.file(name)))
    assert reading.states(text, name)


def test_a_certificate_verifies_with_the_trust_list_alone(job: Job) -> None:
    trust = str(job.laptop.place / "centre" / "trust.json")
    found = job.verified(job.file(NAMES[0]), "--trust", trust)
    assert (found["result"], found["name"]) == ("genuine", NAMES[0])
    (code, *_) = reading.codes_in(Path(job.file(NAMES[1])))
    assert job.verified(code, "--trust", trust)["result"] == "genuine"
    changed = code[:-5] + ("A" if code[-5] != "A" else "B") + code[-4:]
    assert job.verified(changed, "--trust", trust)["result"] == "altered"


def test_without_the_trust_list_the_issuer_is_unknown(job: Job) -> None:
    assert job.verified(job.file(NAMES[0]))["result"] == "unknown-issuer"
    assert job.verified("hello")["result"] == "not-a-certificate"


def test_a_certificate_is_printed_again_byte_for_byte(job: Job) -> None:
    number = job.issue["issued"][2]["number"]
    again = job.laptop.say(f"certificate reprint {number} --out '{job.place / 'again'}'", ADMINISTRATOR).document
    assert Path(again["file"]).read_bytes() == Path(job.file(NAMES[2])).read_bytes()


def test_the_register_holds_each_certificate_once(job: Job) -> None:
    listed = job.laptop.say("certificate list", ADMINISTRATOR).document["certificates"]
    assert {row["number"] for row in listed} == {row["number"] for row in job.issue["issued"]}
    said = job.laptop.say(f"certificate issue --cohort SPRING --out '{job.place / 'papers'}'", ADMINISTRATOR)
    assert (said.status, said.document["issued"]) == (1, [])


def test_what_is_missing_is_said_in_words_with_the_shortest_way(job: Job) -> None:
    learner = job.issue["refused"][0]["learner"]
    said = job.laptop.say(f"missing {learner} {QUALIFICATION}", ADMINISTRATOR)
    assert (said.status, said.document["eligible"]) == (0, False)
    assert [one["units"] for one in said.document["missing"]] == [
        ["MEF201-EN"],
        ["MEF202-EN"],
        ["MEF203-EN", "MEF204-EN"],
    ]
    assert len(said.document["cheapest"][0]["units"]) == 3


def test_signed_work_is_locked(job: Job) -> None:
    learner = job.issue["issued"][0]["learner"]
    line = f"marks record --learner {learner} --unit {BY_HAND} --criterion 1.1 --mark N"
    said = job.laptop.say(line, ASSESSOR)
    assert said.status == 1
    shown = job.laptop.say(f"marks show --cohort SPRING --unit {BY_HAND}", ASSESSOR).document
    assert shown["learners"][0]["signed"]
    assert set(shown["learners"][0]["marks"].values()) == {"Y"}


def test_the_same_workbooks_again_change_nothing(job: Job) -> None:
    again = job.laptop.say(f"cohort import '{job.place / 'cohort.xlsx'}' --cohort SPRING", ADMINISTRATOR).document
    assert (again["act"], again["new"], again["unchanged"]) == (None, 0, len(all_names()))
    marks = job.laptop.say(f"marks import '{job.place / BY_WORKBOOK[0]}.xlsx'", ASSESSOR).document
    assert (marks["act"], marks["new"], marks["unchanged"]) == (None, 0, 25 * len(NAMES))


def test_all_of_it_holds_when_it_is_checked(job: Job) -> None:
    found = job.laptop.say("journal verify", ADMINISTRATOR).document
    assert (found["ok"], found["faults"]) == (True, [])
    assert found["operations"] > 25 * len(NAMES) * 3
    assert job.laptop.say("check", ADMINISTRATOR).document == {"ok": True, "faults": []}


def test_a_document_is_replaced_revoked_and_appealed_against_on_the_command_line(job: Job, tmp_path: Path) -> None:
    shutil.copytree(job.laptop.place, tmp_path / "copy")
    laptop = replace(job.laptop, place=tmp_path / "copy")

    def say(line: str) -> Any:
        said = laptop.say(line, ADMINISTRATOR)
        return said.document if said.out else said.err

    first, second = (row["number"] for row in job.issue["issued"][:2])
    done = say(f"certificate replace {first} --reason damaged --evidence 'torn' --out '{tmp_path}'")
    assert (done["replaces"], Path(done["file"]).exists()) == (first, True)
    assert say(f"certificate replace {first} --reason bored")["error"]["code"] == "no-such-reason"
    say(f"certificate revoke {second} --reason malpractice")
    say(f"certificate appeal {second} --words 'It was my own work.'")
    states = {row["number"]: (row["state"], row["replaced_by"]) for row in say("certificate list")["certificates"]}
    assert states[first] == ("replaced", done["number"])
    assert states[second] == ("appealed", "")
    assert say(f"certificate decide {second} upheld")["outcome"] == "upheld"
    assert say(f"certificate renew {second}")["error"]["code"] == "not-renewable"
    say("policy set duplicates marked")
    marked = say(f"certificate reprint {second} --reason lost --out '{tmp_path}'")
    assert Path(marked["file"]).read_bytes() != Path(job.file(NAMES[1])).read_bytes()


def test_the_way_of_issuing_is_shown_and_set_on_the_command_line(job: Job, tmp_path: Path) -> None:
    shutil.copytree(job.laptop.place, tmp_path / "copy")
    laptop = replace(job.laptop, place=tmp_path / "copy")

    def say(line: str) -> Any:
        return laptop.say(line, ADMINISTRATOR).document

    found = {one["key"]: one["value"] for one in say("policy show")["policies"]}
    assert (found["model"], found["clock-days"], found["duplicates"]) == ("centre", "30", "same-file")
    assert say("policy set model claim --qualification " + QUALIFICATION)["act"]
    assert say("policy set model claim --qualification " + QUALIFICATION)["act"] is None
    (one,) = (one for one in say(f"policy show --qualification {QUALIFICATION}")["policies"] if one["key"] == "model")
    assert (one["value"], one["set_here"]) == ("claim", True)
    assert say("policy set model anarchy")["error"]["code"] == "policy-value"
    assert say("policy set clock-days soon")["error"]["code"] == "policy-value"
    assert say("policy set mood good")["error"]["code"] == "no-such-policy"
    rows = say("certificate preflight --cohort SPRING")["learners"]
    assert {row["name"]: row["state"] for row in rows} == {
        **dict.fromkeys(NAMES, "issued"), UNREADY: "needs-attention",
    }  # fmt: skip
    needs = next(row["needs"] for row in rows if row["name"] == UNREADY)
    assert (needs[0]["code"], needs[0]["place"]["kind"]) == ("not-eligible", "unit")
    claim = say(f"certificate claim --cohort SPRING '{tmp_path / 'claim.json'}'")
    assert (claim["claim"], len(claim["refused"])) == (None, len(NAMES) + 1)
    assert say("policy lease A-001 A-100 --authority Ministry")["block"]
    (block,) = say("policy blocks")["blocks"]
    assert (block["first"], block["last"], block["left"], block["here"]) == ("A-001", "A-100", 100, True)
