# SPDX-License-Identifier: Apache-2.0
"""Any table as a workbook: as many rows as a sheet holds, in little memory, and each text comes back as it was."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from app.domain.refusals import BadInput
from app.spreadsheets.sheet_xml import STYLES, Cell, sheet_xml
from app.spreadsheets.writing import HEADER_FILL, sheet_title, whole_file
from app.translation import later

Progress = Callable[[int, int], None]

_LARGEST: Final = 2_000_000_000
"""Bytes of a sheet unpacked: beyond, an archive takes a form that spreadsheet programs complain about."""
_QUICK: Final = 1
"""The quickest packing: a better one costs twice the time for a tenth of the size."""
_OFFICE: Final = "http://schemas.openxmlformats.org"
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES: Final = (
    f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)


def write_table(
    path: Path,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    progress: Progress = lambda done, of: None,
    of: int = 0,
) -> int:
    """Write the table as a workbook of one sheet with a header row that stays in sight; returns how many rows.

    A text stays that text: never a formula, a number or a link; longer ones than a cell holds (32,767) are cut. Dates
    are real dates, those before March 1900 texts, because workbooks count them wrongly; numbers of more than fifteen
    digits are texts. ``rows`` are taken one by one and may be an iterator; ``of`` tells ``progress`` how many there
    will be, if that is known. What ``progress`` or ``rows`` raises leaves no file. Raises BadInput for a table larger
    than a workbook can be, StorageTrouble where it cannot be written.
    """
    with whole_file(path) as part, ZipFile(part, "w", ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        written = _write_sheet(archive, sheet_xml(headers, rows), progress, of)
        for name, content in _members(sheet_title(title)):
            archive.writestr(name, content)
    return written


def _write_sheet(archive: ZipFile, pieces: Iterator[tuple[str, int]], progress: Progress, of: int) -> int:
    done = size = 0
    with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for text, rows in pieces:
            size += sheet.write(text.encode())
            if size > _LARGEST:
                raise BadInput("too-large", later("The table is larger than a workbook can be. Choose fewer rows."))
            done += rows
            progress(done, max(done, of))
    return done


def _members(title: str) -> Iterator[tuple[str, str]]:
    """All of the file but the sheet."""
    kind = f"{_OFFICE}/officeDocument/2006/relationships"
    yield "[Content_Types].xml", _TYPES
    yield "_rels/.rels", _relations((f"{kind}/officeDocument", "xl/workbook.xml"))
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations((f"{kind}/worksheet", "worksheets/sheet1.xml"), (f"{kind}/styles", "styles.xml")),
    )
    yield "xl/styles.xml", STYLES.replace("{fill}", HEADER_FILL)
    yield (
        "xl/workbook.xml",
        f'{_XML}<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{kind}">'
        "<bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/></sheets></workbook>',
    )


def _relations(*links: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{escape(kind)}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships">{listed}</Relationships>'
