# SPDX-License-Identifier: Apache-2.0
"""Reading a file of standards, whatever its kind."""

from pathlib import Path
from typing import Final

from app.domain.refusals import BadInput
from app.domain.standards import StandardsPack
from app.spreadsheets.standards_mapping import detect_mapping, read_mappings
from app.spreadsheets.standards_workbook import read_standards_workbook
from app.spreadsheets.standards_yaml import pack_from_document
from app.spreadsheets.yaml_file import read_yaml
from app.translation import later

_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def read_standards(path: Path, mappings: Path) -> StandardsPack:
    """The standards of an .xlsx workbook or a YAML file; ``mappings`` is the folder of mapping files.

    Raises BadInput with a sentence for people where any part of the file is wrong: standards are taken whole or not
    at all. Raises StorageTrouble where the file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        document = read_yaml(path)
        return pack_from_document(document, detect_mapping(document, read_mappings(mappings)))
    if suffix not in _WORKBOOKS:
        raise BadInput(
            "unknown-file", later("{file} is neither a workbook (.xlsx) nor a YAML file (.yaml)."), file=path.name
        )
    sheet = read_standards_workbook(path)
    if sheet.problems:
        first = sheet.problems[0]
        raise BadInput(
            "faulty-standards",
            later("{count} cells are wrong, and nothing was read. The first is {cell} on sheet {sheet}: {reason}"),
            count=len(sheet.problems),
            cell=first.cell,
            sheet=first.sheet,
            reason=first.reason,
        )
    return sheet.pack
