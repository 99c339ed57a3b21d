# SPDX-License-Identifier: Apache-2.0
"""Handing a PDF to the printing system of Linux and macOS (CUPS), and asking it what became of it.

Windows has no such way: there the window paints the pages itself.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final

from app.domain.refusals import Refused
from app.store.troubles import storage_errors
from app.translation import later, tr

_SECONDS: Final = 30
_REQUEST: Final = re.compile(r"\s([\w.+-]+-\d+)\s")
_SLOT: Final = re.compile(r"^(?:InputSlot|media-source)[^:]*:\s*(.*)$", re.MULTILINE)
_GONE: Final = later(
    "The printer {printer} did not take the pages: {why}. Nothing is lost: the job waits, and can be resumed when the "
    "printer is there again."
)
_SILENT: Final = later("it does not answer")

WAITING, PRINTED, UNKNOWN, HELD = "waiting", "printed", "unknown", "held"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended that was run: its exit status and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[[Sequence[str]], Ended]
"""Runs a program with these words and waits for it. Raises OSError or TimeoutError."""


@dataclass(frozen=True, slots=True)
class Spool:
    """Pages on their way: the printer, what the job is called, paper in mm (upright), tray, both sides."""

    printer: str
    title: str
    paper: tuple[float, float]
    tray: str = ""
    duplex: bool = False


def takes_pdf(platform: str = sys.platform) -> bool:
    """Whether PDF files are handed to the printing system here: the one place that decides how it is printed."""
    return platform != "win32" and which("lp") is not None


def printers(run: Run) -> tuple[str, ...]:
    """The names of the printers here, the usual one first; none where the printing system does not answer."""
    listed = [one.strip() for one in _asked(run, ["lpstat", "-e"]).splitlines() if one.strip()]
    usual = _asked(run, ["lpstat", "-d"]).rpartition(":")[2].strip()
    return tuple(sorted(listed, key=lambda name: (name != usual, name.casefold())))


def trays(run: Run, printer: str) -> tuple[str, ...]:
    """The trays that the printer says it has."""
    found = _SLOT.search(_asked(run, ["lpoptions", "-p", printer, "-l"]))
    return tuple(one.removeprefix("*") for one in found[1].split()) if found else ()


def spool(run: Run, pdf: bytes, wish: Spool) -> str:
    """Hand the file over; returns the name by which the printing system knows it.

    Raises Refused "printer-gone" with words of the printing system, StorageTrouble.
    """
    with tempfile.TemporaryDirectory(prefix="guildmark-") as folder:
        file = Path(folder) / "pages.pdf"
        with storage_errors():
            file.write_bytes(pdf)
        try:
            done = run([*_lp(wish), "--", str(file)])
        except (OSError, TimeoutError):
            raise _gone(wish.printer, _SILENT) from None
    found = _REQUEST.search(f" {done.out} ")
    if done.status != 0 or found is None:
        raise _gone(wish.printer, done.err.strip() or done.out.strip() or _SILENT)
    return found[1]


def state(run: Run, request: str) -> str:
    """``WAITING`` while it is with the printer, ``PRINTED`` when the printing system has let go of it, which does not
    mean that good sheets lie in the tray; ``UNKNOWN`` where it does not answer."""
    for which_jobs, found in (("not-completed", WAITING), ("completed", PRINTED)):
        lines = _asked(run, ["lpstat", "-W", which_jobs, "-o"]).splitlines()
        if any(line.split()[:1] == [request] for line in lines):
            return found
    return UNKNOWN


def printer_says(run: Run, printer: str, request: str) -> tuple[str, str]:
    """The state of what was sent, ``HELD`` where it waits at a printer that has stopped; and the words of the printing
    system about the printer while it waits, as it says them."""
    found = state(run, request) if request else UNKNOWN
    if found != WAITING:
        return found, ""
    told = _asked(run, ["lpstat", "-p", printer]).splitlines()
    stopped = bool(told) and "disabled" in told[0].split()
    return HELD if stopped else WAITING, " ".join(told[1].split()) if len(told) > 1 else ""


def cancel(run: Run, request: str) -> None:
    """Take back what is not printed yet, as far as the printing system still can."""
    _asked(run, ["cancel", request])


def run_program(words: Sequence[str]) -> Ended:
    """Run a program of this computer, in English, for at most half a minute. Raises OSError, TimeoutError."""
    try:
        done = subprocess.run(
            list(words),
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(str(words[0])) from error
    return Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def _lp(wish: Spool) -> list[str]:
    width, height = wish.paper
    options = [
        f"media=Custom.{width:.0f}x{height:.0f}mm" if not _is_a4(wish.paper) else "media=A4",
        "print-scaling=none",
    ]
    options += [f"InputSlot={wish.tray}"] if wish.tray else []
    options += [f"sides={'two-sided-long-edge' if wish.duplex else 'one-sided'}"]
    return ["lp", "-d", wish.printer, "-t", wish.title, *(word for one in options for word in ("-o", one))]


def _is_a4(paper: tuple[float, float]) -> bool:
    return abs(paper[0] - 210) < 2 and abs(paper[1] - 297) < 2


def _asked(run: Run, words: Sequence[str]) -> str:
    try:
        return run(words).out
    except (OSError, TimeoutError):
        return ""


def _gone(printer: str, why: str) -> Refused:
    return Refused("printer-gone", _GONE, printer=printer, why=tr(why) if why == _SILENT else why)
