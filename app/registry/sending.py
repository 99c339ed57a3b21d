# SPDX-License-Identifier: Apache-2.0
"""A file as an answer, whole or one part of it: whoever was cut off goes on where it ended (RFC 9110, section 14)."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse

from app.registry.problems import Problem
from app.store.troubles import storage_errors

OCTETS: Final = "application/octet-stream"
PARTS: Final[Mapping[int | str, dict[str, Any]]] = {
    200: {"content": {OCTETS: {}}},
    206: {"description": "A part of it", "content": {OCTETS: {}}},
}
_PIECE: Final = 256 * 1024
_RANGE: Final = re.compile("bytes=([0-9]{0,15})-([0-9]{0,15})")


def _wanted(
    range_: Annotated[str, Header(alias="Range", pattern="^bytes=([0-9]{1,15}-[0-9]{0,15}|-[0-9]{1,15})$")] = "",
    if_range: Annotated[str, Header(alias="If-Range")] = "",
) -> tuple[str, str]:
    return range_, if_range


Part = Annotated[tuple[str, str], Depends(_wanted)]
"""One part of the file, and of which file it has to be."""


def file_answer(path: Path, part: tuple[str, str], tag: str, headers: Mapping[str, str] | None = None) -> Response:
    """The file, or a part. Raises Problem "not-found", "malformed", "range"."""
    with storage_errors():
        file = _opened(path)
    size = os.fstat(file.fileno()).st_size
    first, last, asked = 0, size - 1, part[0] if part[1] in ("", f'"{tag}"') else ""
    said = {"ETag": f'"{tag}"', "Accept-Ranges": "bytes", **(headers or {})}
    if asked:
        try:
            first, last = _bounds(asked, size)
        except Problem:
            file.close()
            raise
        said["Content-Range"] = f"bytes {first}-{last}/{size}"
    said["Content-Length"] = str(last + 1 - first)
    return StreamingResponse(_pieces(file, first, last), 206 if asked else 200, said, OCTETS)


def _opened(path: Path) -> BinaryIO:
    with suppress(FileNotFoundError, IsADirectoryError):
        return path.open("rb")
    raise Problem("not-found")


def _bounds(asked: str, size: int) -> tuple[int, int]:
    found = _RANGE.fullmatch(asked)
    assert found is not None
    first, last = found.groups()
    if not first:
        first, last = str(max(0, size - int(last))), ""
    bounds = int(first), min(int(last or size), size - 1)
    if int(last or size) < bounds[0] < size:
        raise Problem("malformed")
    if bounds[0] >= size:
        raise Problem("range")
    return bounds


def _pieces(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last + 1 - first
        while left and (piece := file.read(min(left, _PIECE))):
            left -= len(piece)
            yield piece
