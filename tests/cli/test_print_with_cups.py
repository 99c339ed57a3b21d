# SPDX-License-Identifier: Apache-2.0
"""On a real printing system: twenty sheets, pulled at the seventh, resumed at the eighth, and the ledger is right.

It is asked for with ``GUILDMARK_CUPS=1`` and needs root and the packages that ``cups_server`` names.
"""

from pathlib import Path

import pytest

from app.documents.preview import page_count
from tests.cli.command_line import ADMINISTRATOR
from tests.cli.cups_server import PRINTER, next_file, printing_system, why_not
from tests.cli.print_job import FORMS, with_certificates

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


def test_twenty_sheets_pulled_at_the_seventh_are_resumed_at_the_eighth(tmp_path: Path) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 10)
    laptop.say(f"stationery receive '{FORMS}' --first 004401 --last 004440", ADMINISTRATOR)
    with printing_system() as folder:
        known = set(folder.glob("*.pdf"))
        listed = laptop.say("print printers", ADMINISTRATOR).document["printers"]
        assert PRINTER in [one["printer"] for one in listed]
        wanted = " ".join(f"--numbers {number}" for number in numbers)
        said = laptop.say(f"print begin {wanted} --printer {PRINTER} --batch '{FORMS}' --run 20", ADMINISTRATOR)
        assert said.status == 0, said.out
        first = next_file(folder, known)
        assert page_count(first.read_bytes()) == 20
        assert laptop.say(f"print state {said.document['request']}", ADMINISTRATOR).document["state"] == "printed"
        resumed = laptop.say("print resume --last-good 7", ADMINISTRATOR).document
        assert [(one["sheet"], one["form"]) for one in resumed["printing"]][:2] == [(8, "004408"), (9, "004409")]
        second = next_file(folder, known | {first})
        assert page_count(second.read_bytes()) == 13
        done = laptop.say("print resume --last-good 20", ADMINISTRATOR).document
        for file in (first, second):
            file.unlink()
    assert (done["ended"], done["left"]) == ("done", [])
    sheets = laptop.say(f"stationery list '{FORMS}'", ADMINISTRATOR).document["sheets"]
    assert [(one["form"], one["state"]) for one in sheets] == [(f"{4400 + n:06d}", "printed") for n in range(1, 21)]
    assert [one["certificate"] for one in sheets] == [number for number in numbers for _ in range(2)]
    (report,) = laptop.say("stationery report", ADMINISTRATOR).document["stationery"]
    assert (report["used"], report["closing"]) == (20, 20)


def test_a_printer_that_vanishes_leaves_the_job_open(tmp_path: Path) -> None:
    laptop, numbers = with_certificates(tmp_path / "laptop", 1)
    with printing_system():
        gone = laptop.say(f"print begin --numbers {numbers[0]} --printer No-Such-Printer", ADMINISTRATOR)
        assert gone.code == "printer-gone"
    (job,) = laptop.say("print jobs", ADMINISTRATOR).document["jobs"]
    assert job["left"] == [1, 2]
