# SPDX-License-Identifier: Apache-2.0
"""What a person said once about the workbooks of a source, kept in the data folder as files that others can use."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.refusals import BadInput, StorageTrouble
from app.services.workbook_import import Opening, open_source
from app.store.durable import write_whole
from app.store.folder import DataFolder
from app.translation import later

if TYPE_CHECKING:
    from app.spreadsheets.cohort_mapping import CohortMapping


def kept_mappings(folder: DataFolder) -> tuple["CohortMapping", ...]:
    """The mappings of this laptop, the one kept last first; a file that is none is passed over."""
    from app.spreadsheets.cohort_mapping import SUFFIX, read_mapping

    found = []
    for path in sorted(folder.mappings.glob(f"*{SUFFIX}"), key=lambda one: -one.stat().st_mtime_ns):
        with suppress(BadInput, StorageTrouble):
            found.append(read_mapping(path))
    return tuple(found)


def keep_mapping(folder: DataFolder, mapping: "CohortMapping") -> None:
    """Keep a mapping; one for the same columns is replaced. Raises StorageTrouble."""
    from app.spreadsheets.cohort_mapping import SUFFIX

    titles = "\n".join(sorted(title for title, _ in mapping.columns))
    name = hashlib.sha256(titles.encode()).hexdigest()[:16]
    save_mapping(folder.mappings / f"{name}{SUFFIX}", mapping)


def mapping_for(path: Path, opening: Opening, said: Mapping[str, str], today: date) -> "CohortMapping":
    """The mapping for a workbook: its columns as they are recognised, but for what is ``said`` of some by header.

    Raises BadInput "no-such-header", "no-such-field", "repeated-header", "missing-header", and as ``open_source``.
    """
    from app.spreadsheets.cohort_columns import COLUMNS, header_key
    from app.spreadsheets.cohort_layout import with_fields
    from app.spreadsheets.cohort_mapping import mapping_of

    source = open_source(path, opening, today)
    places = {header_key(column.title): column.index for column in source.layout.columns}
    fields: dict[int, str] = {}
    for title, field in said.items():
        if header_key(title) not in places:
            raise BadInput("no-such-header", later("The sheet has no column “{header}”."), header=title)
        if field not in {"", *(column.field for column in COLUMNS)}:
            listed = ", ".join(column.field for column in COLUMNS)
            sentence = later("Learners have no field “{field}”. The fields are: {fields}")
            raise BadInput("no-such-field", sentence, field=field, fields=listed)
        fields[places[header_key(title)]] = field
    return mapping_of(path.stem, source.sheet, with_fields(source.sheet, source.layout, fields, opening.dates))


def save_mapping(path: Path, mapping: "CohortMapping") -> None:
    """Write a mapping as a file, for another centre. Raises StorageTrouble."""
    from app.spreadsheets.cohort_mapping import write_mapping
    from app.spreadsheets.file_troubles import not_written

    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, write_mapping(mapping))
    except OSError as error:
        raise not_written(path, error) from None
