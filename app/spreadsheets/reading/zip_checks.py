# SPDX-License-Identifier: Apache-2.0
"""An archive looked at before anything in it is unpacked, and its parts found whatever their spelling."""

import zipfile
from pathlib import PurePosixPath
from typing import IO, Final
from xml.parsers import expat

from app.spreadsheets.reading import unreadable as why
from app.spreadsheets.reading.unreadable import Unreadable

MAX_INFLATED: Final = 200 << 20
MAX_ENTRIES: Final = 2_000
MAX_RATIO: Final = 100
_SMALL: Final = 20 << 20
"""Below this size a high ratio harms nobody: short repetitive sheets pack very well."""

_MAX_INDEX: Final = 8 << 20
"""The longest list of sheets or formats that is read."""

_ENCRYPTED: Final = "encrypted-package"
_MANIFEST: Final = "META-INF/manifest.xml"
_KINDS: Final = (("xl/workbook.bin", "xlsb"), ("content.xml", "ods"), ("xl/workbook.xml", "xlsx"))


def checked_archive(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, where it is not larger than a workbook may be by its own account."""
    archive = zipfile.ZipFile(file)
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    ratio = inflated / max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_ENTRIES or inflated > MAX_INFLATED or (inflated > _SMALL and ratio > MAX_RATIO):
        raise Unreadable(why.INFLATED)
    return archive


def kind_of(archive: zipfile.ZipFile) -> str:
    """What workbook the archive is: "xlsx", "xlsb" or "ods".

    Raises Unreadable for no workbook, and for one under a password of OpenDocument, which nothing here undoes."""
    names = {_plain(name) for name in archive.namelist()}
    if _ENCRYPTED in names or elements(archive, _MANIFEST, "encryption-data"):
        raise Unreadable(why.LOCKED_ODS)
    for member, kind in _KINDS:
        if member in names:
            return kind
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    raise Unreadable(why.NO_WORKBOOK)


def members_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where in the archive of an .xlsx file each sheet lies, by the name of the sheet."""
    links = {
        link.get("Id", ""): link.get("Target", "")
        for link in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    places = {}
    for sheet in elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith(" id")), "")
        if target := links.get(relation):
            place = PurePosixPath(target[1:]) if target.startswith("/") else PurePosixPath("xl") / target
            places[sheet.get("name", "")] = as_stored(archive, str(place))
    return places


def elements(archive: zipfile.ZipFile, member: str, *names: str) -> list[dict[str, str]]:
    """The attributes of all elements of these names in one part, in order, and under "" the element's own name; none
    where there is no such part. Raises Unreadable for damaged XML, entities, or far too much of it."""
    stored = as_stored(archive, member)
    if stored not in archive.namelist():
        return []
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name in names:
            found.append({**attributes, "": name})

    if archive.getinfo(stored).file_size > _MAX_INDEX:
        raise Unreadable(why.INFLATED)
    parser = new_parser()
    parser.StartElementHandler = start
    try:
        parser.Parse(archive.read(stored), True)
    except expat.ExpatError:
        raise Unreadable(why.DAMAGED) from None
    return found


def new_parser() -> "expat.XMLParserType":
    """A parser of XML that takes no entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    raise Unreadable(why.UNSAFE)


def as_stored(archive: zipfile.ZipFile, member: str) -> str:
    """The member's name as this archive spells it: some programs write other capitals or backslashes."""
    names = archive.namelist()
    wanted = _plain(member)
    return member if member in names else next((n for n in names if _plain(n) == wanted), member)


def _plain(member: str) -> str:
    return member.replace("\\", "/").lstrip("/").lower()
