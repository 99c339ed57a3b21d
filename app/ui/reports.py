# SPDX-License-Identifier: Apache-2.0
"""What the program writes down when something happens that nobody foresaw: where in the program, never about whom."""

import traceback
from pathlib import Path

from app import __version__
from app.translation import later

_KEPT = 20

UNFORESEEN = later(
    "Something happened that the program did not foresee, so your last wish may not have been carried out. "
    "Everything saved before is kept. Try again; if it happens again, start the program anew."
)
"""What people are told of it."""


def write_report(folder: Path, error: BaseException, moment: str) -> Path | None:
    """Write it into the folder; None when that cannot be done. ``moment`` names the file, as 20261123T104207.

    Holds the kind of the error and the places in the program, not its words, which may speak of people.
    """
    import platform

    lines = [f"Guildmark {__version__}", platform.platform(), ""]
    one: BaseException | None = error
    while one is not None:
        lines.append(type(one).__qualname__)
        frames = traceback.extract_tb(one.__traceback__)
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        one = one.__cause__ or one.__context__
    path = folder / f"report-{moment}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for old in sorted(folder.glob("report-*.txt"))[:-_KEPT]:
            old.unlink()
    except OSError:
        return None
    return path
