# SPDX-License-Identifier: Apache-2.0
"""Two laptops and a registry, each a program of its own, from the first day to the phone of whoever checks: by
network, and then the same with a stick alone."""

import csv
import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pypdfium2 import PdfDocument
from zxingcpp import read_barcodes

from app.paths import resources
from tests.registry.test_server_process import command, said, served
from tests.services.browser import CHROMIUM

ADMINISTRATOR, ASSESSOR = "Sokha SAMPLE", "Maria SAMPLE"
SECRETS = {ADMINISTRATOR: "four easy words here", ASSESSOR: "other easy words here"}
COHORT, UNITS = "WELD-26", ("MEF201-EN", "MEF202-EN", "MEF203-EN")
PEOPLE = (
    ("Chan Dara SAMPLE", "M", "2001-02-03"), ("Nguyễn Thị Minh SAMPLE", "F", "2000-11-30"),
    ("ចាន់ ដារ៉ា SAMPLE", "F", "1999-05-06"),
)  # fmt: skip
HEADS = ("Full name", "Sex", "Birth date")
ALONE = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
"""A browser without a window that reaches this machine only."""


@dataclass(frozen=True, slots=True)
class Computer:
    """A laptop with a data folder; each call is a program of its own that begins, does and ends."""

    place: Path

    def does(self, who: str, *lines: str) -> list[Any]:
        """Carry out these lines as a person; each must be done."""
        self.place.mkdir(exist_ok=True)
        world = {**os.environ, "GUILDMARK_STATE": str(self.place / "state"), "PYTHONPATH": str(resources().parent)}
        world |= {"GUILDMARK_PASSPHRASE": SECRETS[who]} if who else {}
        words = command(self.place / "centre", *(("--as", who) if who else ()), "run", "-")
        done = subprocess.run(
            words, input="\n".join(lines), capture_output=True, text=True, check=False, env=world, cwd=self.place
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass(frozen=True, slots=True)
class Centre:
    """Two laptops of a centre and what is carried between them."""

    office: Computer
    workshop: Computer
    stick: Path


def began(place: Path) -> Centre:
    """The centre is founded on one laptop, brings in its standards, opens a cohort; the other laptop joins."""
    centre = Centre(Computer(place / "office"), Computer(place / "workshop"), place / "stick")
    centre.stick.mkdir()
    centre.office.does(
        "", f"GUILDMARK_PASSPHRASE='{SECRETS[ADMINISTRATOR]}' "
        f"init --centre 'Mekong SAMPLE Centre' --code MK01 --country KH --admin '{ADMINISTRATOR}'"
    )  # fmt: skip
    centre.workshop.does("", f"join request '{centre.stick}/request' --device Workshop")
    *_, admitted = centre.office.does(
        ADMINISTRATOR, f"standards import '{resources()}/sample/welding-en.yaml'",
        f"user add '{ASSESSOR}' --role assessor",
        f"cohort open {COHORT} --qualification MEF2-EN --assessor '{ASSESSOR}'",
        f"join admit '{centre.stick}/request' '{centre.stick}/answer'",
    )  # fmt: skip
    (code,) = [one["code"] for one in admitted["codes"] if one["name"] == ASSESSOR]
    first = f"GUILDMARK_PASSPHRASE={code} GUILDMARK_NEW_PASSPHRASE='{SECRETS[ASSESSOR]}' --as '{ASSESSOR}'"
    centre.workshop.does("", f"join accept '{centre.stick}/answer'", f"{first} cohort list")
    return centre


def importing(file: Path) -> list[str]:
    """The cohort comes from a file."""
    return [f"cohort import '{file}' --cohort {COHORT}", f"cohort enrol {COHORT}"]


def marked(centre: Centre) -> Iterator[str]:
    """On the workshop's laptop: every criterion of every unit is met, in workbooks, and signed."""
    sheets = [centre.stick / f"{unit}.xlsx" for unit in UNITS]
    centre.workshop.does(
        ASSESSOR,
        *(f"marks template --cohort {COHORT} --unit {u} '{s}'" for u, s in zip(UNITS, sheets, strict=True)),
    )
    for unit, sheet in zip(UNITS, sheets, strict=True):
        met(sheet)
        yield f"marks import '{sheet}'"
        yield f"assess sign --cohort {COHORT} --unit {unit} --propose"


def met(sheet: Path) -> None:
    book = load_workbook(sheet)
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=2, min_col=3, max_col=page.max_column):
        if page.cell(row[0].row or 0, 2).value:
            for cell in row:
                cell.value = "Y"
    book.save(sheet)


def issuing(folder: Path) -> str:
    return f"certificate issue --cohort {COHORT} --out '{folder}'"


def papers_of(issued: Any, folder: Path) -> list[Path]:
    assert not issued["refused"], issued
    assert {one["name"] for one in issued["issued"]} == {name for name, _, _ in PEOPLE}
    return [folder / Path(one["file"]).name for one in issued["issued"]]


@pytest.mark.long
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
def test_a_cohort_goes_over_a_registry_and_its_certificates_are_checked_in_a_browser(tmp_path: Path) -> None:
    centre, registry, papers = began(tmp_path), tmp_path / "registry" / "data", tmp_path / "papers"
    registry.parent.mkdir()
    said(registry, "registry", "init", "--name", "Registry SAMPLE")
    said(registry, "registry", "centre", "add", "Mekong SAMPLE Centre", "--code", "MK01", "--country", "KH")
    code = said(registry, "registry", "code", "MK01")["code"]
    with served(registry) as (url, _):
        in_csv(tmp_path / "cohort.csv")
        centre.office.does(
            ADMINISTRATOR, *importing(tmp_path / "cohort.csv"), f"sync enrol {url} {code}", "sync run",
            f"policy set address {url}", f"bundle write '{centre.stick}/records'",
        )  # fmt: skip
        centre.workshop.does(ASSESSOR, f"bundle read '{centre.stick}/records'")
        *_, sent = centre.workshop.does(ASSESSOR, *marked(centre), "sync run")
        assert (sent["pushed"] > 150, sent["rejected"]) == (True, [])
        got, issued, last = centre.office.does(ADMINISTRATOR, "sync run", issuing(papers), "sync run")
        assert (got["pulled"] > 150, last["pushed"] >= len(PEOPLE)) == (True, True)
        files = papers_of(issued, papers)
        link = code_on(files[1])
        assert link.lower().startswith(f"{url}/c/")
        assert answered(link, tmp_path) == ("Genuine", {PEOPLE[1][0], "Mekong SAMPLE Centre"})
        number = issued["issued"][1]["number"]
        assert answered(f"{url}/c/{number}", tmp_path) == ("Genuine", {"Mekong SAMPLE Centre"})
        centre.office.does(ADMINISTRATOR, f"certificate revoke {number} --reason mistake", "sync run")
        assert answered(link, tmp_path)[0] == "Taken back"


@pytest.mark.long
def test_the_same_by_a_stick_alone(tmp_path: Path) -> None:
    centre, papers, stick = began(tmp_path), tmp_path / "papers", tmp_path / "stick"
    in_workbook(tmp_path / "cohort.xlsx")
    centre.office.does(ADMINISTRATOR, *importing(tmp_path / "cohort.xlsx"), f"bundle write '{stick}/there'")
    centre.workshop.does(ASSESSOR, f"bundle read '{stick}/there'")
    centre.workshop.does(ASSESSOR, *marked(centre), f"bundle write '{stick}/back'")
    brought, again, issued, _ = centre.office.does(
        ADMINISTRATOR, f"bundle read '{stick}/back'", f"bundle read '{stick}/back'", issuing(papers),
        f"trust export '{stick}/list.json'",
    )  # fmt: skip
    assert (brought["new"] > 150, again["new"], again["refused"]) == (True, 0, [])
    files = papers_of(issued, papers)
    checked = Computer(tmp_path / "anybody").does(
        "", *(f"certificate verify '{file}' --trust '{stick}/list.json'" for file in files)
    )
    assert [(one["result"], one["name"]) for one in checked] == [("genuine", name) for name, _, _ in PEOPLE]


def in_csv(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADS, *PEOPLE])


def in_workbook(file: Path) -> None:
    book = Workbook()
    for row in (HEADS, *PEOPLE):
        book.worksheets[0].append(row)
    book.save(file)


def code_on(file: Path) -> str:
    """The link in the printed code, at this registry."""
    picture = PdfDocument(file)[0].render(scale=4).to_pil()
    (code,) = read_barcodes(picture)
    return str(code.text)


def answered(link: str, place: Path) -> tuple[str, set[str]]:
    """What a browser shows to somebody who follows the link: the answer, and which names stand there."""
    done = subprocess.run(
        [str(CHROMIUM), *ALONE, f"--user-data-dir={place / 'profile'}", "--dump-dom", link], capture_output=True,
        text=True, check=True, timeout=150,
    )  # fmt: skip
    page = re.sub(r"<svg.*?</svg>", "", done.stdout, flags=re.DOTALL)
    found = re.search(r'<section class="answer[^>]*>.*?<span>(.*?)</span>(.*?)</section>', page, re.DOTALL)
    assert found is not None, page
    names = ("Mekong SAMPLE Centre", *(name for name, _, _ in PEOPLE))
    return found[1], {name for name in names if name in found[2]}
