# SPDX-License-Identifier: Apache-2.0
"""Pages are handed to the printing system, and whatever it answers is said in words."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.refusals import Refused
from app.services.spooling import (
    HELD,
    PRINTED,
    UNKNOWN,
    WAITING,
    Ended,
    Spool,
    cancel,
    printer_says,
    printers,
    run_program,
    spool,
    state,
    takes_pdf,
    trays,
)

PAPER = (210.0, 297.0)


class System:
    """A printing system that answers what it was told to, and remembers what it was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []
        self.files: list[bytes] = []

    def __call__(self, words: Sequence[str]) -> Ended:
        self.asked.append(list(words))
        self.files += [Path(word).read_bytes() for word in words if word.endswith(".pdf")]
        key = "_".join(word.strip("-") for word in words[: 1 if words[0] == "lp" else 3])
        return Ended(0, self.answers.get(key.replace("-", "_"), ""), "")


def test_the_file_itself_is_handed_over_with_printer_title_paper_and_tray() -> None:
    system = System(lp="request id is Office-12 (1 file(s))\n")
    assert spool(system, b"%PDF", Spool("Office", "-title", PAPER, "Tray2", duplex=True)) == "Office-12"
    words = system.asked[0]
    assert words[:5] == ["lp", "-d", "Office", "-t", "-title"]
    assert words[5:-2] == [
        "-o", "media=A4", "-o", "print-scaling=none", "-o", "InputSlot=Tray2", "-o", "sides=two-sided-long-edge",
    ]  # fmt: skip
    assert (words[-2], system.files) == ("--", [b"%PDF"])
    spool(system, b"%PDF", Spool("Office", "x", (148.0, 210.0)))
    assert "media=Custom.148x210mm" in system.asked[1]


def test_a_printer_that_is_gone_is_told_in_words_and_the_job_waits() -> None:
    def refuses(words: Sequence[str]) -> Ended:
        return Ended(1, "", "lp: The printer or class does not exist.")

    def hangs(words: Sequence[str]) -> Ended:
        raise TimeoutError

    def missing(words: Sequence[str]) -> Ended:
        raise FileNotFoundError

    for system, why in ((refuses, "does not exist"), (hangs, "does not answer"), (missing, "does not answer")):
        with pytest.raises(Refused, match=f"Office did not take the pages: .*{why}.*the job waits"):
            spool(system, b"%PDF", Spool("Office", "x", PAPER))


def test_printers_are_listed_the_usual_one_first_and_none_where_nobody_answers() -> None:
    system = System(lpstat_e="Zebra\nOffice\nBack\n", lpstat_d="system default destination: Office\n")
    assert printers(system) == ("Office", "Back", "Zebra")

    def silent(words: Sequence[str]) -> Ended:
        raise OSError

    assert (printers(silent), trays(silent, "Office"), state(silent, "Office-1")) == ((), (), UNKNOWN)
    cancel(silent, "Office-1")


def test_trays_are_those_that_the_printer_names() -> None:
    listed = "PageSize/Media Size: *A4 Letter\nInputSlot/Media Source: Auto *Tray1 Manual\n"
    assert trays(System(lpoptions_p_Office=listed), "Office") == ("Auto", "Tray1", "Manual")
    assert trays(System(), "Office") == ()


def test_what_became_of_the_pages_is_asked_by_their_exact_name() -> None:
    system = System(lpstat_W_not_completed="Office-12 anna 1024 Mon\n", lpstat_W_completed="Office-1 anna 1024 Mon\n")
    assert [state(system, one) for one in ("Office-12", "Office-1", "Office-2")] == [WAITING, PRINTED, UNKNOWN]


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for a program")
def test_a_program_is_run_in_english_with_its_words_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lp"
    program.write_text('#!/bin/sh\necho "$LC_ALL|$2"; echo bad >&2; exit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert run_program(["lp", "-t", "two words; rm *"]) == Ended(3, "C|two words; rm *\n", "bad\n")
    assert takes_pdf("linux")
    assert not takes_pdf("win32")


def test_what_waits_is_told_with_the_words_of_the_printer() -> None:
    waiting = "Office-12  anna  1024  Tue 24 Nov 2026\n"
    busy = System(lpstat_W_not_completed=waiting, lpstat_p_Office="printer Office now printing Office-12.\n")
    assert printer_says(busy, "Office", "Office-12") == (WAITING, "")
    stopped = "printer Office disabled since Tue 24 Nov 2026 -\n\tOut of  paper\n"
    held = System(lpstat_W_not_completed=waiting, lpstat_p_Office=stopped)
    assert printer_says(held, "Office", "Office-12") == (HELD, "Out of paper")
    done = System(lpstat_W_completed=waiting, lpstat_p_Office=stopped)
    assert printer_says(done, "Office", "Office-12") == (PRINTED, "")
    assert printer_says(held, "Office", "") == (UNKNOWN, "")
