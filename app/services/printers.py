# SPDX-License-Identifier: Apache-2.0
"""What this laptop knows of its printers: how each one deviates, and what was chosen last. It is no record of the
centre: another laptop has other printers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Final

from app.domain.calibration import Calibration, Measured, calibration
from app.domain.printing import USUAL_RUN
from app.domain.refusals import BadInput
from app.store.durable import write_whole
from app.store.troubles import storage_errors
from app.translation import later

UPRIGHT, LYING = "upright", "lying"
_FILE: Final = "printers.json"
_MOST_RUN: Final = 100_000


@dataclass(frozen=True, slots=True)
class Printers:
    """``deviations`` by printer, tray and how the page lies. ``printer`` and ``tray`` were chosen last; ``run`` sheets
    are printed before it is asked how they came out."""

    deviations: Mapping[tuple[str, str, str], Calibration] = field(default_factory=dict)
    printer: str = ""
    tray: str = ""
    run: int = USUAL_RUN

    def deviation(self, printer: str, tray: str, width: float, height: float) -> Calibration | None:
        """How this printer deviates with a page of this size from this tray, if it was measured."""
        return self.deviations.get((printer, tray, LYING if width > height else UPRIGHT))

    def calibrated(self, printer: str, tray: str, lies: str, found: Calibration) -> "Printers":
        """The same with this measured."""
        return replace(self, deviations={**self.deviations, (printer, tray, lies): found})


def load_printers(state: Path) -> Printers:
    """What is kept in the folder for notes; what is missing or unusable is as on a new laptop."""
    try:
        found = json.loads((state / _FILE).read_text(encoding="utf-8"))
        measured = {
            (str(one["printer"]), str(one["tray"]), str(one["lies"])): Calibration(**one["deviation"])
            for one in found["deviations"]
        }
        run = found["run"] if isinstance(found["run"], int) and 1 <= found["run"] <= _MOST_RUN else USUAL_RUN
        return Printers(measured, str(found["printer"]), str(found["tray"]), run)
    except (OSError, ValueError, KeyError, TypeError):
        return Printers()


def save_printers(state: Path, printers: Printers) -> None:
    """Keep it. Raises StorageTrouble."""
    listed = [
        {"printer": printer, "tray": tray, "lies": lies, "deviation": asdict(one)}
        for (printer, tray, lies), one in printers.deviations.items()
    ]
    content = {"deviations": listed, "printer": printers.printer, "tray": printers.tray, "run": printers.run}
    with storage_errors():
        state.mkdir(parents=True, exist_ok=True)
        write_whole(state / _FILE, json.dumps(content, ensure_ascii=False, indent=1).encode())


def for_printer(parts: Sequence[tuple[bytes, Sequence[int]]], printers: Printers, printer: str, tray: str) -> bytes:
    """These pages (counted from 0) of these files as one file for the printer, which puts each where it belongs."""
    from app.documents.calibration import gathered

    return gathered(parts, lambda width, height: printers.deviation(printer, tray, width, height))


def measuring_page(printer: str, language: str, lies: str) -> bytes:
    """The page to measure a printer with; it is printed without any correction."""
    from app.documents.calibration import draw_test_page

    return draw_test_page(printer, language, lying=lies == LYING)


def measured(numbers: Sequence[float], lies: str) -> Calibration:
    """How the printer deviates whose page gave these five numbers. Raises BadInput "not-measured"."""
    if len(numbers) != len(fields(Measured)):
        raise BadInput("not-measured", later("Five numbers are needed, in millimetres, as the test page says."))
    from app.documents.calibration import A4

    width, height = A4[::-1] if lies == LYING else A4
    return calibration(Measured(*numbers), width, height)
