# SPDX-License-Identifier: Apache-2.0
"""People, learners, undo, backups: the smaller nouns of the command line."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.domain.learners import LearnerDetails
from app.spreadsheets.cohort_template import write_cohort_template
from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, PASSPHRASES, VIEWER, Laptop, sample_laptop


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return sample_laptop(tmp_path / "laptop")


def test_a_person_is_added_signs_in_with_their_code_and_is_let_in_no_more(laptop: Laptop) -> None:
    added = laptop.say("user add 'Որբ Պողոս' --role assessor --role verifier", ADMINISTRATOR).document
    assert added["roles"] == ["assessor", "verifier"]
    first = {"GUILDMARK_PASSPHRASE": added["one_time_code"], "GUILDMARK_NEW_PASSPHRASE": "my own four words"}
    assert laptop.say("cohort list --as 'Որբ Պողոս'", **first).status == 0
    own = {"GUILDMARK_PASSPHRASE": "my own four words"}
    assert laptop.say("cohort list --as 'Որբ Պողոս'", **own).status == 0
    assert laptop.say("user disable 'Որբ Պողոս'", ADMINISTRATOR).document["disabled"]
    assert laptop.say("cohort list --as 'Որբ Պողոս'", **own).status == 1
    listed = laptop.say("user list", ADMINISTRATOR).document["users"]
    assert [one["name"] for one in listed if one["disabled"]] == ["Որբ Պողոս"]
    words = laptop.words(["--as", ADMINISTRATOR, "user", "list"], GUILDMARK_PASSPHRASE=PASSPHRASES[ADMINISTRATOR]).out
    assert [line.split("\t")[0] for line in words.splitlines() if "disabled" in line] == ["Որբ Պողոս"]


def test_what_was_done_is_shown_with_its_time(laptop: Laptop) -> None:
    before = datetime.now().astimezone().replace(second=0, microsecond=0)
    laptop.say("learner add Dara", ADMINISTRATOR)
    words = laptop.words(
        ["--as", ADMINISTRATOR, "journal", "show", "--limit", "1"], GUILDMARK_PASSPHRASE=PASSPHRASES[ADMINISTRATOR]
    ).out
    _, at, who, _ = words.strip().split("\t")
    assert who == ADMINISTRATOR
    assert before <= datetime.fromisoformat(at).astimezone() <= datetime.now().astimezone()


def test_a_passphrase_is_changed_by_its_owner_and_reset_by_an_administrator(laptop: Laptop) -> None:
    changed = laptop.say(f"user passphrase '{VIEWER}'", VIEWER, GUILDMARK_NEW_PASSPHRASE="another four easy words")
    assert changed.document == {"name": VIEWER, "one_time_code": ""}
    assert laptop.say("cohort list", VIEWER).code == "wrong-passphrase"
    assert laptop.say(f"user passphrase '{ADMINISTRATOR}'", ASSESSOR).code == "not-allowed"
    assert laptop.say(f"user passphrase '{VIEWER}'", ADMINISTRATOR).document["one_time_code"]


def test_a_learner_is_added_found_corrected_enrolled_and_erased(laptop: Laptop) -> None:
    added = laptop.say("learner add 'Đỗ Thị Ngọc' --birth-date 2004-05-06 --phone '+84 000'", ASSESSOR).document
    found = laptop.say("learner find 'do thi ngo'", VIEWER).document["learners"]
    assert [one["id"] for one in found] == [added["id"]]
    assert laptop.say(f"learner set {added['id']} phone '+84 111'", ASSESSOR).document["changed"]
    assert not laptop.say(f"learner set {added['id']} phone '+84 111'", ASSESSOR).document["changed"]
    assert laptop.say(f"enrol {added['id']} --unit MEF204-EN --route rpl", ASSESSOR).document["units"] == 1
    shown = laptop.say(f"learner show {added['id']}", VIEWER).document
    assert (shown["name"], shown["phone"], shown["units"][0]["code"]) == ("Đỗ Thị Ngọc", "+84 111", "MEF204-EN")
    assert laptop.say(f"learner erase {added['id']}", ASSESSOR).code == "not-allowed"
    assert laptop.say(f"learner erase {added['id']}", ADMINISTRATOR).status == 0
    assert laptop.say("learner find ngoc", VIEWER).document == {"learners": []}


def test_the_fields_of_a_learner_are_checked_and_decide_the_route(laptop: Laptop) -> None:
    added = laptop.say("learner add 'Ani SAMPLE' --route 'prior learning'", ADMINISTRATOR).document["id"]
    assert laptop.say(f"learner set {added} birth_date 31.12.2005", ADMINISTRATOR).document["changed"]
    shown = laptop.say(f"learner show {added}", VIEWER).document
    assert (shown["birth_date"], shown["route"]) == ("2005-12-31", "rpl")
    assert laptop.say(f"learner set {added} email nowhere", ADMINISTRATOR).code == "email"
    assert laptop.say(f"learner set {added} route walked", ADMINISTRATOR).code == "route"
    (cohort,) = laptop.say("cohort list", VIEWER).document["cohorts"]
    for line in (f"cohort enrol {cohort['code']}", f"cohort enrol {cohort['code']} --route rpl"):
        assert laptop.say(line, ADMINISTRATOR).status == 0
    assert laptop.say(f"enrol {added} --unit MEF204-EN", ADMINISTRATOR).document["units"] == 1
    assert laptop.say(f"cohort enrol {cohort['code']} --route walked", ADMINISTRATOR).status == 2


def test_learners_come_into_a_cohort_and_leave_it_each_time_as_one(laptop: Laptop) -> None:
    new = [laptop.say(f"learner add '{name} SAMPLE'", ADMINISTRATOR).document["id"] for name in ("Ani", "Dara")]
    both = " ".join(f"--learner {one}" for one in new)
    added = laptop.say(f"cohort add WELD-1 {both}", ASSESSOR).document
    assert (added["learners"], learners_in(laptop)) == (2, 14)
    assert laptop.say(f"cohort add WELD-1 {both}", ASSESSOR).document == {"act": None, "learners": 0}
    removed = laptop.say(f"cohort remove weld-1 {both} --learner {new[0]}", ASSESSOR).document
    assert (removed["learners"], learners_in(laptop)) == (2, 12)
    assert laptop.say(f"undo {removed['act']}", ADMINISTRATOR).status == 0
    assert learners_in(laptop) == 14
    assert laptop.say(f"cohort remove WELD-1 {both}", VIEWER).code == "not-allowed"
    assert laptop.say("cohort remove WELD-1 --learner 00", ASSESSOR).code == "no-such-learner"
    assert laptop.say("cohort remove WELD-1", ASSESSOR).status == 2


def test_what_is_said_of_a_cohort_is_changed_and_taken_back(laptop: Laptop) -> None:
    assessors = f"--assessor '{ADMINISTRATOR}' --assessor '{ASSESSOR}'"
    line = f"cohort set weld-1 --title 'Evening SAMPLE' --start 2026-03-02 {assessors}"
    (before,) = laptop.say("cohort list", VIEWER).document["cohorts"]
    done = laptop.say(line, ADMINISTRATOR).document
    (cohort,) = laptop.say("cohort list", VIEWER).document["cohorts"]
    assert (cohort["title"], cohort["start"], cohort["end"]) == ("Evening SAMPLE", "2026-03-02", before["end"])
    assert laptop.say(line, ADMINISTRATOR).document == {"act": None, "code": "weld-1"}
    assert laptop.say("cohort set WELD-1 --title '' --assessor ''", ADMINISTRATOR).document["act"]
    assert laptop.say("undo", ADMINISTRATOR).status == 0
    assert laptop.say(f"undo {done['act']}", ADMINISTRATOR).status == 0
    assert laptop.say("cohort list", VIEWER).document["cohorts"] == [before]
    assert laptop.say("cohort set WELD-1 --end 2026-02-30", ADMINISTRATOR).code == "not-a-date"
    assert laptop.say("cohort set WELD-1", ADMINISTRATOR).status == 2
    assert laptop.say(line, ASSESSOR).code == "not-allowed"


def learners_in(laptop: Laptop) -> int:
    (cohort,) = laptop.say("cohort list", VIEWER).document["cohorts"]
    return int(cohort["learners"])


def test_the_example_workbook_of_standards_is_written_without_records_filled_in_and_imported(laptop: Laptop) -> None:
    file = laptop.place / "standards.xlsx"
    said = Laptop(laptop.place / "elsewhere").say(f"standards template '{file}'")
    assert (said.status, said.document) == (0, {"file": str(file)})
    book = openpyxl.load_workbook(file)
    for row in (row for sheet in book for row in sheet.iter_rows(min_row=2)):
        for cell in row:
            cell.value = str(cell.value).replace("MEF2", "OWN2") if cell.value else None
    book.save(file)
    imported = laptop.say(f"standards import '{file}'", ADMINISTRATOR).document
    assert (imported["qualifications"], imported["units"], imported["criteria"]) == (1, 4, 100)
    own = laptop.say("standards show OWN2-EN", VIEWER).document
    example = laptop.say("standards show MEF2-EN", VIEWER).document
    assert [unit["elements"] for unit in own["units"]] == [unit["elements"] for unit in example["units"]]
    assert [(group["choose"], len(group["units"])) for group in own["groups"]] == [(1, 2)]


def test_an_import_is_taken_back_as_one(laptop: Laptop, tmp_path: Path) -> None:
    write_cohort_template(tmp_path / "c.xlsx", [("", LearnerDetails("Төлөгөн")), ("", LearnerDetails("Сайкал"))])
    trial = laptop.say(f"cohort import '{tmp_path}/c.xlsx' --dry-run", ADMINISTRATOR).document
    assert (trial["act"], trial["new"]) == (None, 2)
    done = laptop.say(f"cohort import '{tmp_path}/c.xlsx'", ADMINISTRATOR).document
    assert len(laptop.say("learner list", VIEWER).document["learners"]) == 14
    assert laptop.say(f"undo {done['act']}", ADMINISTRATOR).document["act"] == done["act"]
    assert len(laptop.say("learner list", VIEWER).document["learners"]) == 12
    acts = laptop.say("journal show", ADMINISTRATOR).document["acts"]
    assert [act["undone"] for act in acts if act["act"] == done["act"]] == [True]


def test_lists_are_written_as_workbooks_and_an_exported_cohort_says_nothing_new(laptop: Laptop, tmp_path: Path) -> None:
    wanted = {
        "cohort export WELD-1": {"learners": 12},
        "cohort results WELD-1": {"learners": 12},
        "learner export": {"learners": 12},
        "certificate register": {"certificates": 0},
    }
    for number, (line, counted) in enumerate(wanted.items()):
        file = tmp_path / f"{number}.xlsx"
        said = laptop.say(f"{line} '{file}'", ADMINISTRATOR)
        assert (said.status, said.document) == (0, {"file": str(file), **counted})
    again = laptop.say(f"cohort import '{tmp_path}/0.xlsx'", ADMINISTRATOR).document
    assert (again["act"], again["new"], again["changed"], again["unchanged"]) == (None, 0, 0, 12)
    refused = laptop.say(f"cohort export WELD-1 '{tmp_path}/x.xlsx'", VIEWER)
    assert (refused.status, refused.code, (tmp_path / "x.xlsx").exists()) == (1, "not-allowed", False)


def test_refused_cells_are_named_and_nothing_is_taken_in(laptop: Laptop, tmp_path: Path) -> None:
    assert laptop.say(f"cohort template '{tmp_path}/c.xlsx'", ADMINISTRATOR).status == 0
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    for cell, value in (("B2", "Good"), ("B3", "Bad"), ("H3", "yesterday")):
        book.worksheets[0][cell] = value
    book.save(tmp_path / "c.xlsx")
    said = laptop.say(f"cohort import '{tmp_path}/c.xlsx' --report '{tmp_path}/r.xlsx'", ADMINISTRATOR)
    assert (said.status, [one["cell"] for one in said.document["refused"]]) == (1, ["H3"])
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]["H3"].comment is not None
    assert len(laptop.say("learner list", VIEWER).document["learners"]) == 12


def test_marks_with_a_refused_cell_are_not_taken_in_at_all(laptop: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "m.xlsx"
    laptop.say(f"marks template --cohort WELD-1 --unit MEF201-EN '{file}'", ASSESSOR)
    book = openpyxl.load_workbook(file)
    for cell, value in (("C2", "Y"), ("D2", "N"), ("AC1", "9.9"), ("AC3", "Y"), ("A4", "00")):
        book.worksheets[0][cell] = value
    book.save(file)
    said = laptop.say(f"marks import '{file}' --unit MEF201-EN", ASSESSOR)
    assert said.status == 1
    assert [one["cell"] for one in said.document["refused"]] == ["AC3", "A4"]
    shown = laptop.say("marks show --cohort WELD-1 --unit MEF201-EN", ASSESSOR).document
    assert [one["marks"] for one in shown["learners"]] == [{}] * 12


def test_a_judgement_needs_its_marks_and_a_signature_its_judgement(laptop: Laptop) -> None:
    learner = laptop.say("learner list", VIEWER).document["learners"][0]["id"]
    where = f"--cohort WELD-1 --unit MEF201-EN --learner {learner}"
    assert laptop.say(f"assess judge {where} --outcome competent", ASSESSOR).status == 1
    assert laptop.say(f"assess sign {where}", ASSESSOR).status == 1
    assert laptop.say(f"assess judge {where} --outcome not-yet-competent", ASSESSOR).status == 0
    assert laptop.say(f"assess sign {where}", VIEWER).code == "not-allowed"
    signed = laptop.say(f"assess sign {where}", ASSESSOR).document
    assert (signed["signed"], signed["refused"]) == ([learner], [])
    assert laptop.say(f"assess sign {where}", ASSESSOR, GUILDMARK_PIN="000111").code == "no-pin"


def test_a_backup_is_restored_into_a_new_folder(laptop: Laptop, tmp_path: Path) -> None:
    file, new = tmp_path / "centre.backup", tmp_path / "restored"
    assert laptop.say(f"backup '{file}'", ADMINISTRATOR).status == 0
    assert laptop.words(["--json", "restore", str(file), "--data", str(new)]).document == {"data": str(new)}
    said = laptop.say(f"cohort list --data '{new}'", ADMINISTRATOR)
    assert said.document["cohorts"][0]["learners"] == 12
    assert said.err
    assert laptop.say(f"restore '{file}' --data '{new}'").status == 3


def test_standards_are_listed_and_shown_with_their_criteria(laptop: Laptop) -> None:
    listed = laptop.say("standards list", VIEWER).document
    assert {one["code"] for one in listed["qualifications"]} == {"MEF2-EN", "MEF2-KM", "MEF2-RU"}
    assert {one["criteria"] for one in listed["units"]} == {25}
    shown = laptop.say("standards show MEF201-KM", VIEWER).document
    assert sum(len(element["criteria"]) for element in shown["elements"]) == 25
    sample = Path(__file__).parents[2] / "resources" / "sample" / "welding-en.yaml"
    again = laptop.say(f"standards import '{sample}'", ADMINISTRATOR).document
    assert (again["act"], again["units"], again["criteria"]) == (None, 4, 100)


@pytest.mark.parametrize("name", ["nothere.pdf", "Photo.JPEG", "papers/nothere", "C:\\papers\\nothere"])
def test_a_certificate_file_that_is_not_there_is_said_to_be_missing(laptop: Laptop, name: str) -> None:
    said = laptop.words(["--json", "certificate", "verify", name])
    assert (said.status, said.code) == (1, "no-file")
    assert name in said.err


@pytest.mark.parametrize(
    "text", ["hello", "GM1:A/B", "GM1:A/.PDF", "https://example.org/a", "HC1:A/B", "a/" + "b" * 5000]
)
def test_a_text_that_names_no_file_is_judged_as_the_text_of_a_code(laptop: Laptop, text: str) -> None:
    assert "result" in laptop.words(["--json", "certificate", "verify", text]).document


def test_the_trust_list_of_the_folder_is_read_without_a_passphrase(laptop: Laptop) -> None:
    (issuer,) = laptop.say("trust list").document["issuers"]
    assert (issuer["name"], issuer["country"]) == ("SAMPLE Training Centre", "KH")
    assert len(issuer["keys"]) == 1
