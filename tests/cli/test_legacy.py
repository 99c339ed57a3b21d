# SPDX-License-Identifier: Apache-2.0
"""What was before, from the command line: the template comes back, and everything says where it is from."""

from pathlib import Path

from openpyxl import load_workbook

from tests.cli.command_line import ADMINISTRATOR, ASSESSOR, Laptop, sample_laptop
from tests.services.before import before, certificate, result


def filled(laptop: Laptop, path: Path, learner: str) -> Path:
    """The template, written by the program and filled in for this learner."""
    file = path / "before.xlsx"
    assert laptop.say(f"legacy template '{file}'", ADMINISTRATOR).status == 0
    book = load_workbook(file)
    assert book.sheetnames == ["Results", "Certificates", "Learners", "How to fill it in"]
    for n, value in enumerate(result(bytes.fromhex(learner), "MEF201-EN"), start=1):
        book["Results"].cell(2, n, str(value) or None)
    for n, value in enumerate(certificate(bytes.fromhex(learner), "OLD 5", code="MEF2-EN"), start=1):
        book["Certificates"].cell(2, n, str(value) or None)
    book.save(file)
    return file


def test_the_template_is_filled_in_and_comes_back(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path / "laptop")
    learner = laptop.say("learner list", ADMINISTRATOR).document["learners"][0]["id"]
    file = filled(laptop, tmp_path, learner)
    trial = laptop.say(f"legacy import '{file}' --dry-run", ADMINISTRATOR).document
    assert (trial["act"], trial["new"], trial["refused"]) == (None, 2, [])
    done = laptop.say(f"legacy import '{file}'", ADMINISTRATOR).document
    assert (done["results"]["new"], done["certificates"]["new"], done["learners"]["new"]) == (1, 1, 0)
    again = laptop.say(f"legacy import '{file}'", ADMINISTRATOR).document
    assert (again["act"], again["unchanged"]) == (None, 2)
    shown = laptop.say(f"learner show {learner}", ADMINISTRATOR).document["before"]
    assert [one["source"] for one in shown["results"]] == ["Book 3"]
    assert [one["number"] for one in shown["certificates"]] == ["OLD 5"]
    (row,) = laptop.say("certificate list", ADMINISTRATOR).document["certificates"]
    assert (row["number"], row["state"], row["source"]) == ("OLD 5", "brought", "Register")
    missing = laptop.say(f"missing {learner} MEF2-EN", ADMINISTRATOR).document
    assert missing["brought"] == [{"unit": "MEF201-EN", "source": "Book 3"}]
    assert laptop.say("certificate reprint 'OLD 5'", ADMINISTRATOR).code == "brought-in"
    assert laptop.say(f"undo {done['act']}", ADMINISTRATOR).status == 0
    assert laptop.say("certificate list", ADMINISTRATOR).document == {"certificates": []}


def test_refused_cells_keep_everything_out(tmp_path: Path) -> None:
    laptop = sample_laptop(tmp_path / "laptop")
    path = before(tmp_path, [result(("Nobody SAMPLE", "2001-01-01"))])
    said = laptop.say(f"legacy import '{path}' --report '{tmp_path}/r.xlsx'", ADMINISTRATOR)
    assert (said.status, said.document["act"], said.document["refused"][0]["cell"]) == (1, None, "B2")
    assert load_workbook(tmp_path / "r.xlsx")["Results"]["B2"].comment is not None
    assert laptop.say(f"legacy import '{path}'", ASSESSOR).code == "not-allowed"
