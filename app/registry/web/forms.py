# SPDX-License-Identifier: Apache-2.0
"""What a form sent: its fields and at most one file, read within bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect

from app.registry.web.refused import PageRefused

LARGEST_FORM: Final = 256 * 1024
LARGEST_FILE: Final = 4 * 1024 * 1024
_MOST_FIELDS: Final = 2_000
_FORM: Final = "application/x-www-form-urlencoded"
_FILES: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form by name, and the file in it: its name without any folder, and its content."""

    fields: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""
    file: bytes = b""

    def text(self, name: str, longest: int = 400) -> str:
        """A field without white space around it; empty where it was not sent. Raises PageRefused."""
        said = self.fields.get(name, "").strip()
        if len(said) > longest:
            raise PageRefused("too-long", 400)
        return said


async def sent_form(request: Request) -> Sent:
    """What the form of this request sent. Raises PageRefused."""
    kind, options = _media(request.headers.get("content-type", ""))
    try:
        if kind == _FORM:
            return Sent(_fields(await _body(request, LARGEST_FORM)))
        if kind == _FILES and options.get("boundary"):
            return _parts(await _body(request, LARGEST_FILE + LARGEST_FORM), options["boundary"].encode("ascii"))
    except ValueError as error:
        raise PageRefused("not-understood", 400) from error
    raise PageRefused("not-understood", 415)


def _media(header: str) -> tuple[str, dict[str, str]]:
    message = Message()
    message["Content-Type"] = header
    found = message.get_params(failobj=[])
    return message.get_content_type(), {name.lower(): value for name, value in found[1:]}


async def _body(request: Request, largest: int) -> bytes:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:18]) > largest:
        raise PageRefused("too-large", 413)
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > largest:
                raise PageRefused("too-large", 413)
            parts.append(part)
    except ClientDisconnect as error:
        raise PageRefused("not-understood", 400) from error
    return b"".join(parts)


def _fields(body: bytes) -> dict[str, str]:
    pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    return dict(pairs)


def _parts(body: bytes, boundary: bytes) -> Sent:
    """The parts of a multipart body (RFC 7578). Raises ValueError."""
    before, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if before or not pieces or not pieces[-1].startswith(b"--") or len(pieces) > _MOST_FIELDS:
        raise ValueError("not as forms are sent")
    fields: dict[str, str] = {}
    file_name, file = "", b""
    for piece in pieces[:-1]:
        head, mark, content = piece.partition(b"\r\n\r\n")
        if not mark:
            raise ValueError("a part without an end of its head")
        name, named = _disposition(head)
        if named is None:
            fields[name] = content.decode("utf-8")
        else:
            file_name, file = _without_folder(named), content
    return Sent(fields, file_name, file)


def _disposition(head: bytes) -> tuple[str, str | None]:
    """The name of a part, and that of its file; None where it is no file."""
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    said = next((value for name, _, value in lines if name.strip().lower() == b"content-disposition"), b"")
    message = Message()
    message["Content-Disposition"] = said.decode("utf-8").strip().replace("\\", "/")
    found = {name.lower(): value for name, value in message.get_params(failobj=[], header="content-disposition")}
    return found.get("name", ""), found.get("filename")


def _without_folder(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-120:]
