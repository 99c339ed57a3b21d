# SPDX-License-Identifier: Apache-2.0
"""Workbooks of what was before, as centres have them: results of Book 3, certificates of an old register. SAMPLE."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.services.legacy_import import LegacyResult, LegacyWish, import_legacy
from tests.services.centres import TRANSLATIONS, Centre

Row = Sequence[object]
RESULTS = (
    "Learner ID", "Full name", "Birth date", "ID number", "Unit code", "Unit title", "Outcome", "Date of the result",
    "Source", "Number in the source", "Assessed by", "Note",
)  # fmt: skip
CERTIFICATES = (
    "Learner ID", "Full name", "Birth date", "ID number", "Certificate number", "Document", "Name on the certificate",
    "Qualification code", "Certificate title", "Date of issue", "Issued by", "Source",
)  # fmt: skip
LEARNERS = ("Full name", "Birth date", "ID number")


def result(learner: bytes | Sequence[str], unit: str = "U1", outcome: str = "Competent", **said: object) -> Row:
    """A row of results; the learner by id, or by name, birth date and ID number."""
    more = {"title": "", "on": "2019-06-03", "source": "Book 3", "entry": "", "by": "Old SAMPLE", "note": ""} | said
    return (
        *_who(learner),
        unit,
        more["title"],
        outcome,
        *(more[one] for one in ("on", "source", "entry", "by", "note")),
    )


def certificate(learner: bytes | Sequence[str], number: str = "OLD-17/2019", **said: object) -> Row:
    """A row of certificates."""
    more = {
        "document": "",
        "name": "",
        "code": "Q1",
        "title": "",
        "on": "2019-07-01",
        "by": "",
        "source": "Register",
    } | said
    return (*_who(learner), number, *(more[one] for one in ("document", "name", "code", "title", "on", "by", "source")))


def workbook(path: Path, sheets: Mapping[str, tuple[Row, Sequence[Row]]]) -> Path:
    """A workbook with these sheets: headers and rows."""
    book = Workbook()
    book.remove(book["Sheet"])
    for title, (header, rows) in sheets.items():
        sheet = book.create_sheet(title)
        for row in (header, *rows):
            sheet.append(list(row))
    book.save(path)
    return path


def before(
    path: Path, results: Sequence[Row] = (), certificates: Sequence[Row] = (), learners: Sequence[Row] = ()
) -> Path:
    """A workbook of what was before."""
    sheets: dict[str, tuple[Row, Sequence[Row]]] = {}
    if results:
        sheets["Results"] = (RESULTS, results)
    if certificates:
        sheets["Certificates"] = (CERTIFICATES, certificates)
    if learners:
        sheets["Learners"] = (LEARNERS, learners)
    return workbook(path / "before.xlsx", sheets)


def brought_in(centre: Centre, path: Path, **how: Any) -> LegacyResult:
    """Bring a workbook in."""
    return import_legacy(centre.work, LegacyWish(path, TRANSLATIONS, **how))


def _who(learner: bytes | Sequence[str]) -> Row:
    if isinstance(learner, bytes):
        return (learner.hex(), "", "", "")
    return ("", *learner, *[""] * (3 - len(learner)))
