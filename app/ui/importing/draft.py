# SPDX-License-Identifier: Apache-2.0
"""An import under way: what was opened, how it is read, and what a person decided so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.paths import resources
from app.services.cohort_import import Source
from app.services.import_plan import Choices, ImportPlan
from app.services.mappings import kept_mappings
from app.services.progress import OnProgress
from app.services.workbook_import import Opening, choose_sheet, open_source
from app.spreadsheets.reading.book import NO_FAULTS, Book, Sheet
from app.translation import tr

if TYPE_CHECKING:
    from app.services.opening import OpenCentre

Cells = Sequence[Sequence[str]]
Opened = Callable[[OnProgress], "Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being brought in. ``path`` is None for a range that was pasted; ``book`` is what the file holds besides.

    ``plan`` is that of the choices ``planned``. ``confirmed``: a person said what the columns are.
    """

    name: str
    path: Path | None
    opening: Opening
    book: Book
    source: Source
    choices: Choices = field(default_factory=Choices)
    plan: ImportPlan | None = None
    planned: Choices = field(default_factory=Choices)
    confirmed: bool = False

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        return self.source.sheet


def opening_for(centre: "OpenCentre") -> Opening:
    """How a file is opened at first."""
    return Opening(resources() / "translations", mappings=kept_mappings(centre.folder))


def open_file(centre: "OpenCentre", path: Path, opening: Opening, book: Book | None, progress: OnProgress) -> Draft:
    """Read a file. ``book`` is what is known of it already. Raises as ``open_source``."""
    from app.spreadsheets.reading.reader import look

    known = book or look(path, opening.password, opening.text_form, progress)
    hidden_only = not opening.sheet and all(face.hidden for face in known.sheets)
    wanted = replace(opening, sheet=known.sheets[0].name) if hidden_only and known.sheets else opening
    source = open_source(path, wanted, centre.work.today(), progress)
    return Draft(path.name, path, opening, known, source)


def open_range(centre: "OpenCentre", cells: Cells) -> Draft:
    """A range from the clipboard as a sheet of its own. Raises BadInput "empty-workbook"."""
    sheet = Sheet(tr("Clipboard"), 0, 0, [list(row) for row in cells], NO_FAULTS)
    opening = opening_for(centre)
    found = [sheet] if sheet.rows else []
    return Draft(sheet.name, None, opening, Book("text", ()), choose_sheet(found, opening, centre.work.today()))
