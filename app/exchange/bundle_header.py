# SPDX-License-Identifier: Apache-2.0
"""The beginning of a bundle: what anybody may know of it, also whoever cannot open the rest."""

from dataclasses import dataclass
from typing import Final

from app.domain.refusals import BadInput
from app.exchange.frames import Found, Part
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.translation import later

HEADER: Final = b"HEAD"
"""The tag of the part that holds it."""
_NO_HEADER: Final = later(
    "The beginning of this file is damaged, so nobody can tell whose records it holds. Nothing was changed. "
    "Have it written again."
)


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """Whose records a bundle holds, who wrote it and when (ms since 1970): readable by anybody.

    ``receiver`` is the laptop that it was written for, empty where it is for all of the centre. ``files`` and
    ``file_bytes`` are those that it holds.
    """

    centre: bytes
    centre_name: str
    written_at: int
    device: bytes
    device_name: str
    operations: int
    receiver: bytes = b""
    receiver_name: str = ""
    files: int = 0
    file_bytes: int = 0


def header_bytes(header: BundleHeader) -> bytes:
    """The header as it stands in a file."""
    fields: dict[str, object] = {
        "centre": to_text(header.centre), "centre_name": header.centre_name, "device": to_text(header.device),
        "device_name": header.device_name, "operations": header.operations, "written_at": header.written_at,
        "files": header.files, "file_bytes": header.file_bytes,
    }  # fmt: skip
    if header.receiver:
        fields |= {"receiver": to_text(header.receiver), "receiver_name": header.receiver_name}
    return canonical(fields)


def header_in(found: Found) -> BundleHeader:
    """The header behind ``header_bytes``. Raises BadInput "bundle-damaged"."""
    if not isinstance(found, Part) or found.tag != HEADER:
        raise BadInput("bundle-damaged", _NO_HEADER)
    try:
        fields = parse(found.content)
        header = BundleHeader(
            to_bytes(fields["centre"]), str(fields.get("centre_name", "")), _count(fields["written_at"]),
            to_bytes(fields["device"]), str(fields.get("device_name", "")), _count(fields["operations"]),
            to_bytes(fields.get("receiver", "")), str(fields.get("receiver_name", "")),
            _count(fields.get("files", 0)), _count(fields.get("file_bytes", 0)),
        )  # fmt: skip
    except (NotCanonical, KeyError, ValueError) as error:
        raise BadInput("bundle-damaged", _NO_HEADER) from error
    if {len(header.centre), len(header.device), len(header.receiver) or ID_BYTES} != {ID_BYTES}:
        raise BadInput("bundle-damaged", _NO_HEADER)
    return header


def _count(value: object) -> int:
    return int(str(value))
