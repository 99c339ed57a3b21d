# SPDX-License-Identifier: Apache-2.0
"""Certificate packs: files that carry templates with their pictures and sample data from one centre to another.

A pack is a .zip of ``pack.json`` (format and version), ``templates/KEY.json``, ``files/SHA-256`` and ``sample.json``.
What it says of itself is never trusted: every size is counted while it is unpacked, no name becomes a path.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import orjson

from app.documents.backgrounds import check_background
from app.documents.editing import with_files
from app.documents.own_fonts import own_typeface
from app.documents.pack_sample import UNREADABLE, Rows, json_of, read_sample, written_sample
from app.documents.pictures import LARGEST_FILE, clean_picture
from app.documents.template import LARGEST, Template, read_template, written_template
from app.domain.refusals import BadInput
from app.translation import later

FORMAT: Final = "guildmark-certificate-pack"
VERSION: Final = 1
LARGEST_PACK: Final = 32 * 1024 * 1024
"""Bytes of the file."""
MOST_TEMPLATES: Final = 40
MOST_FILES: Final = 80
_LARGEST_FILE: Final = 8 * 1024 * 1024
_MOST_UNPACKED: Final = 64 * 1024 * 1024
_NAME: Final = re.compile(r"pack\.json|sample\.json|templates/[a-z0-9][a-z0-9-]{0,59}\.json|files/[0-9a-f]{64}")
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_TOO_LARGE: Final = later("{file} is too large for a certificate pack, or unpacks to too much. Nothing was brought in.")
_NEWER: Final = later(
    "{file} was made with a newer version of Guildmark. Update the program on this laptop, then open it again."
)
_LOST: Final = later("A picture of the template {name} is not in {file}. Nothing was brought in.")
_NO_TYPEFACE: Final = later("The typeface of the template {name} is not in {file}. Nothing was brought in.")


@dataclass(frozen=True, slots=True)
class Pack:
    """Templates, the files that they name by SHA-256, and facts and rows to show them with."""

    templates: tuple[Template, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)


def written_pack(pack: Pack) -> bytes:
    """The pack as a file: the same pack always gives the same bytes."""
    parts = {
        "pack.json": orjson.dumps({"format": FORMAT, "version": VERSION}),
        "sample.json": written_sample(pack.facts, pack.rows),
        **{f"templates/{one.key}.json": written_template(replace(one, sample="")) for one in pack.templates},
        **{f"files/{name}": data for name, data in sorted(pack.files.items())},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def read_pack(data: bytes, name: str) -> Pack:
    """The pack in a file that is called ``name``. Its pictures are cleaned, and named anew where that changed them.

    Raises BadInput: "pack-unreadable", "pack-too-large", "pack-newer", what is wrong with a template or a picture.
    """
    if len(data) > LARGEST_PACK:
        raise BadInput("pack-too-large", _TOO_LARGE, file=name)
    parts = _unpacked(data, name)
    _check_head(parts, name)
    templates = tuple(
        _template(part, content, name) for part, content in parts.items() if part.startswith("templates/")
    )
    if not templates or len({one.key for one in templates}) != len(templates):
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    files = {part.removeprefix("files/"): content for part, content in parts.items() if part.startswith("files/")}
    renamed, cleaned = _cleaned(templates, files, name)
    facts, rows = read_sample(parts.get("sample.json", b"{}"), name)
    return Pack(tuple(replace(with_files(one, renamed), sample="") for one in templates), cleaned, facts, rows)


def file_bytes(path: Path) -> bytes:
    """The content of a pack, a template or a picture that somebody chose. Raises BadInput "pack-too-large" before it
    is read."""
    if path.stat().st_size > LARGEST_FILE:
        raise BadInput("pack-too-large", _TOO_LARGE, file=path.name)
    return path.read_bytes()


def clean_file(data: bytes, name: str, is_typeface: bool = False) -> bytes:
    """A picture, a PDF or a typeface as a template may use it. Raises BadInput when it cannot be printed."""
    if is_typeface:
        own_typeface(data)
        return data
    if b"%PDF-" in data[:1024]:
        check_background(data, name)
        return data
    return clean_picture(data, name)


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The parts by their names, unpacked within limits whatever the file says of their sizes."""
    found: dict[str, bytes] = {}
    left = _MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_TEMPLATES + MOST_FILES + 2:
                raise BadInput("pack-too-large", _TOO_LARGE, file=name)
            for part in parts:
                if part.is_dir():
                    continue
                content = _part(archive, part, left, name)
                if part.filename in found:
                    raise BadInput("pack-unreadable", UNREADABLE, file=name)
                found[part.filename] = content
                left -= len(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadInput("pack-unreadable", UNREADABLE, file=name) from error
    return found


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, name: str) -> bytes:
    is_packed_plainly = part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if not _NAME.fullmatch(part.filename) or not is_packed_plainly or part.flag_bits & 1:
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    most = min(left, _LARGEST_FILE if part.filename.startswith("files/") else 4 * LARGEST)
    with archive.open(part) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise BadInput("pack-too-large", _TOO_LARGE, file=name)
    return content


def _check_head(parts: Mapping[str, bytes], name: str) -> None:
    head = json_of(parts.get("pack.json", b""), name)
    version = head.get("version")
    if head.get("format") != FORMAT or not isinstance(version, int) or version < 1:
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    if version > VERSION:
        raise BadInput("pack-newer", _NEWER, file=name)


def _template(part: str, content: bytes, name: str) -> Template:
    template = read_template(content)
    if part != f"templates/{template.key}.json":
        raise BadInput("pack-unreadable", UNREADABLE, file=name)
    return template


def _cleaned(
    templates: tuple[Template, ...], files: Mapping[str, bytes], name: str
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The new name of each file that the templates need, and the files by those."""
    renamed: dict[str, str] = {}
    cleaned: dict[str, bytes] = {}
    for template in templates:
        for wanted in template.files():
            data = files.get(wanted)
            is_own = template.typeface is not None and wanted == template.typeface.file
            if data is None:
                raise BadInput("pack-file-lost", _NO_TYPEFACE if is_own else _LOST, name=template.key, file=name)
            if wanted not in renamed:
                if hashlib.sha256(data).hexdigest() != wanted:
                    raise BadInput("pack-unreadable", UNREADABLE, file=name)
                clean = clean_file(data, name, is_own)
                renamed[wanted] = hashlib.sha256(clean).hexdigest()
                cleaned[renamed[wanted]] = clean
    return renamed, cleaned
