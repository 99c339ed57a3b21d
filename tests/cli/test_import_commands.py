# SPDX-License-Identifier: Apache-2.0
"""Workbooks of others on the command line: sheets, dates, passwords, mappings, refused rows, people written twice."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.command_line import ADMINISTRATOR, Laptop, sample_laptop

RUSSIAN = ("№", "Ф.И.О. обучающегося", "Дата рожд.", "Паспорт", "Размер")


def workbook(path: Path, *rows: tuple[str | int, ...], title: str = "Список", hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if hidden:
        sheet.sheet_state = "hidden"
        book.create_sheet("Notes").append(["nothing here"])
    book.save(path)
    return path


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop with the sample centre."""
    return sample_laptop(tmp_path / "laptop")


def test_a_list_in_another_language_below_a_title_comes_in(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Группа 5",), RUSSIAN, (1, "Асанов Бакыт", "17.03.2004", "AN 0012345", 44))
    said = laptop.say(f"cohort import '{path}'", ADMINISTRATOR)
    assert (said.status, said.document["new"]) == (0, 1)
    assert [one["cell"] for one in said.document["warnings"]] == ["A2", "E2"]
    (learner,) = laptop.say("learner find Асанов", ADMINISTRATOR).document["learners"]
    shown = laptop.say(f"learner show {learner['id']}", ADMINISTRATOR).document
    assert (shown["birth_date"], shown["id_number"]) == ("2004-03-17", "AN 0012345")


def test_dates_that_may_be_meant_either_way_are_asked(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Student", "DOB"), ("Sok Dara", "3/4/2005"))
    refused = laptop.say(f"cohort import '{path}'", ADMINISTRATOR)
    assert (refused.status, refused.code) == (1, "which-dates")
    assert laptop.say(f"cohort import '{path}' --dates mdy", ADMINISTRATOR).document["new"] == 1
    assert laptop.say(f"cohort import '{path}' --dates mdy", ADMINISTRATOR).document["unchanged"] == 1


def test_a_hidden_sheet_is_read_only_by_its_name(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Full name",), ("Sok Dara",), title="Old", hidden=True)
    assert laptop.say(f"cohort import '{path}'", ADMINISTRATOR).status == 1
    assert laptop.say(f"cohort import '{path}' --sheet Old", ADMINISTRATOR).document["new"] == 1


def test_what_columns_mean_is_said_once_and_kept_as_a_file(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Who", "Badge"), ("Sok Dara", "0017"))
    mapping = tmp_path / "ministry.mapping.json"
    line = f"cohort mapping '{path}' '{mapping}' --column Who=full_name --column Badge=id_number"
    assert laptop.say(line, ADMINISTRATOR).document["columns"] == [
        {"title": "Who", "field": "full_name"}, {"title": "Badge", "field": "id_number"},
    ]  # fmt: skip
    assert laptop.say(f"cohort import '{path}' --mapping '{mapping}'", ADMINISTRATOR).document["new"] == 1
    for column, code in (("Nobody=sex", "no-such-header"), ("Who=shoes", "no-such-field"), ("Who=", "missing-header")):
        refused = laptop.say(f"cohort mapping '{path}' '{mapping}' --column {column} --column Badge=", ADMINISTRATOR)
        assert (refused.status, refused.code) == (1, code)


def test_refused_rows_can_stay_out_and_come_back_as_the_own_workbook(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", ("Full name", "Birth date"), ("Sok Dara", "1.2.2003"), ("Chan Thida", "31.2.2003")
    )
    report = tmp_path / "r.xlsx"
    assert laptop.say(f"cohort import '{path}' --report '{report}'", ADMINISTRATOR).status == 1
    said = laptop.say(f"cohort import '{path}' --leave-out-refused", ADMINISTRATOR)
    assert (said.status, said.document["new"], len(said.document["refused"])) == (0, 1, 1)
    book = openpyxl.load_workbook(report)
    sheet = book.worksheets[0]
    assert (sheet.title, sheet["B3"].value, sheet["B3"].comment is not None) == ("Список", "31.2.2003", True)
    sheet["B3"].value = "28.2.2003"
    book.save(report)
    again = laptop.say(f"cohort import '{report}'", ADMINISTRATOR).document
    assert (again["new"], again["unchanged"], again["refused"]) == (1, 1, [])


def test_remarks_are_never_written_over_the_own_workbook_and_a_trial_knows_its_cohort(
    laptop: Laptop, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Full name",), ("Sok Dara",))
    before = path.read_bytes()
    for option, code in (
        (f"--report '{path}'", "over-source"),
        (f"--report '{tmp_path / 'none' / 'r.xlsx'}'", "no-such-folder"),
        ("--cohort NOPE", "no-such-cohort"),
    ):
        refused = laptop.say(f"cohort import '{path}' --dry-run {option}", ADMINISTRATOR)
        assert (refused.status, refused.code) == (1, code)
    assert path.read_bytes() == before


def test_somebody_in_other_letters_is_told_and_can_be_taken_for_the_same(laptop: Laptop, tmp_path: Path) -> None:
    laptop.say("learner add 'Асанов Бакыт'", ADMINISTRATOR)
    path = workbook(tmp_path / "a.xlsx", ("Full name", "Phone"), ("Asanov Bakyt", "0777"))
    trial = laptop.say(f"cohort import '{path}' --dry-run", ADMINISTRATOR).document
    assert (trial["new"], len(trial["duplicates"])) == (1, 1)
    done = laptop.say(f"cohort import '{path}' --duplicates same", ADMINISTRATOR).document
    assert (done["new"], done["changed"]) == (0, 1)
    assert laptop.say("undo", ADMINISTRATOR).status == 0
    assert laptop.say("journal verify", ADMINISTRATOR).document["ok"]


def test_learners_are_enrolled_as_they_come(laptop: Laptop, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("Full name",), ("Sok Dara",))
    cohort = laptop.say("cohort list", ADMINISTRATOR).document["cohorts"][0]["code"]
    (row,) = laptop.say(f"cohort import '{path}' --cohort {cohort} --enrol", ADMINISTRATOR).document["rows"]
    assert laptop.say(f"learner show {row['id']}", ADMINISTRATOR).document["units"]
