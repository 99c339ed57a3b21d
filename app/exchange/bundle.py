# SPDX-License-Identifier: Apache-2.0
"""A bundle: everything a centre's laptop knows, in one file that is carried to another of its laptops.

What is small and needed to judge the rest stands first: a bundle that was cut short is still of use up to the cut.
Personal data in it is sealed; the keys to it are covered by the centre's own keys, which are not in the file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from app.domain.refusals import BadInput
from app.exchange.frames import Fault, Found, Part, read_frames, write_frames
from app.exchange.key_cover import CoveredKey, covered_fields, read_covered
from app.journal.canonical import NotCanonical, canonical, parse, to_bytes, to_text
from app.journal.operation import ID_BYTES
from app.journal.signing import Head, head_fields, read_head
from app.translation import later

_HEADER: Final = b"HEAD"
_WELCOME: Final = b"WELC"
_HEADS: Final = b"SIGN"
_KEYS: Final = b"KEYS"
_ERASED: Final = b"ERAS"
_OPERATIONS: Final = b"OPER"
_PART_BYTES: Final = 1024 * 1024
"""Lines are gathered into parts of about this size: small enough that little is lost with one."""

Item = TypeVar("Item")

_NO_HEADER: Final = later(
    "The beginning of this file is damaged, so nobody can tell whose records it holds. Nothing was changed. "
    "Have it written again."
)


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """Whose records a bundle holds, who wrote it and when (ms since 1970): readable by anybody."""

    centre: bytes
    centre_name: str
    written_at: int
    device: bytes
    device_name: str
    operations: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into a bundle. ``erased`` is covered (key_cover); ``welcome`` is sealed for a new laptop, or empty."""

    header: BundleHeader
    heads: Sequence[Head]
    keys: Iterable[CoveredKey]
    erased: bytes
    operations: Iterable[bytes]
    welcome: bytes = b""


@dataclass(frozen=True, slots=True)
class Heads:
    """Laptops' signed words on where their records stand."""

    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Covered keys of data subjects."""

    keys: tuple[CoveredKey, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """The covered list of erased data subjects."""

    content: bytes


@dataclass(frozen=True, slots=True)
class ForNewcomer:
    """What is sealed for one new laptop."""

    sealed: bytes


@dataclass(frozen=True, slots=True)
class Operations:
    """Operations as the bytes that were first written, in their order."""

    raws: tuple[bytes, ...]


Piece: TypeAlias = Heads | Keys | Erased | ForNewcomer | Operations | Fault


def write_bundle_file(path: Path, bundle: Bundle) -> int:
    """Write the bundle durably, read back and compared before it has its name. Returns its size in bytes.

    Raises StorageTrouble; a file that had this name before is then untouched.
    """
    return write_frames(path, _parts(bundle))


def read_header(path: Path) -> BundleHeader:
    """Whose records the file holds. Raises BadInput "not-ours", "bundle-damaged", StorageTrouble."""
    return _header(next(read_frames(path), Fault.CUT))


def read_pieces(path: Path) -> Iterator[Piece]:
    """What follows the header, piece by piece; a fault for each piece that is not whole. Raises as ``read_header``."""
    found = read_frames(path)
    _header(next(found, Fault.CUT))
    for one in found:
        piece = one if isinstance(one, Fault) else _piece(one)
        if piece is not None:
            yield piece


def _parts(bundle: Bundle) -> Iterator[Part]:
    yield Part(_HEADER, _header_bytes(bundle.header))
    if bundle.welcome:
        yield Part(_WELCOME, bundle.welcome)
    yield Part(_ERASED, bundle.erased)
    yield from _gathered(_HEADS, (canonical(head_fields(head)) for head in bundle.heads))
    yield from _gathered(_KEYS, (canonical(covered_fields(key)) for key in bundle.keys))
    yield from _gathered(_OPERATIONS, bundle.operations)


def _gathered(tag: bytes, lines: Iterable[bytes]) -> Iterator[Part]:
    """Lines of JSON, which hold no line break of their own, as parts of a fair size."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line) + 1
        if size >= _PART_BYTES:
            yield Part(tag, b"\n".join(held))
            held, size = [], 0
    if held:
        yield Part(tag, b"\n".join(held))


def _piece(part: Part) -> Piece | None:
    """What a part holds; None for a part that a later program added."""
    readers: Mapping[bytes, Callable[[bytes], Piece]] = {
        _WELCOME: ForNewcomer,
        _ERASED: Erased,
        _HEADS: lambda content: Heads(_each(content, read_head)),
        _KEYS: lambda content: Keys(_each(content, read_covered)),
        _OPERATIONS: lambda content: Operations(tuple(content.split(b"\n"))),
    }
    reader = readers.get(part.tag)
    if reader is None:
        return None
    try:
        return reader(part.content)
    except (NotCanonical, KeyError, ValueError):
        return Fault.ALTERED


def _each(content: bytes, read: Callable[[dict[str, object]], Item]) -> tuple[Item, ...]:
    return tuple(read(parse(line)) for line in content.split(b"\n"))


def _header_bytes(header: BundleHeader) -> bytes:
    return canonical(
        {
            "centre": to_text(header.centre), "centre_name": header.centre_name, "device": to_text(header.device),
            "device_name": header.device_name, "operations": header.operations, "written_at": header.written_at,
        }
    )  # fmt: skip


def _header(found: Found) -> BundleHeader:
    if isinstance(found, Fault) or found.tag != _HEADER:
        raise BadInput("bundle-damaged", _NO_HEADER)
    try:
        fields = parse(found.content)
        centre, device = to_bytes(fields["centre"]), to_bytes(fields["device"])
        written_at, operations = int(str(fields["written_at"])), int(str(fields["operations"]))
    except (NotCanonical, KeyError, ValueError) as error:
        raise BadInput("bundle-damaged", _NO_HEADER) from error
    if len(centre) != ID_BYTES or len(device) != ID_BYTES:
        raise BadInput("bundle-damaged", _NO_HEADER)
    return BundleHeader(
        centre, str(fields.get("centre_name", "")), written_at, device, str(fields.get("device_name", "")), operations
    )
