# SPDX-License-Identifier: Apache-2.0
"""A bundle: everything a centre's laptop knows, in one file that is carried to another of its laptops.

What is small and needed to judge the rest stands first: a bundle that was cut short is still of use up to the cut.
Personal data in it is sealed; the keys to it are covered by the centre's own keys, which are not in the file. Files
come after all entries. A bundle for one laptop is sealed as a whole: only that laptop sees what follows the header.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from struct import Struct
from typing import Final, TypeAlias, TypeVar

from app.exchange.bundle_header import HEADER, BundleHeader, header_bytes, header_in
from app.exchange.carried_files import CarriedPiece
from app.exchange.frames import LARGEST_CONTENT, Ending, Fault, Found, Part, Sign, read_frames, write_frames
from app.exchange.key_cover import CoveredKey, covered_fields, read_covered
from app.exchange.operation_lines import as_lines, from_lines
from app.exchange.said import Believed, Holding, believed_bytes, holding_bytes, read_believed, read_holding
from app.exchange.sealed_parts import LOCK, Closed, open_parts, sealed_parts
from app.journal.canonical import NotCanonical, canonical, parse
from app.journal.signing import Head, head_fields, read_head, verified

_WELCOME: Final = b"WELC"
_HEADS: Final = b"SIGN"
_KEYS: Final = b"KEYS"
_ERASED: Final = b"ERAS"
_OPERATIONS: Final = b"OPER"
_LINES: Final = b"LINE"
"""Operations by what differs from the one before (operation_lines): a third of the bytes, and more work."""
_HOLDINGS: Final = b"HELD"
_BELIEVED: Final = b"LIST"
_FILE: Final = b"FILE"
_PIECE: Final = Struct(">32sQQ")
_PART_BYTES: Final = 1024 * 1024
"""Lines are gathered into parts of about this size: small enough that little is lost with one."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What goes into a bundle. ``erased`` is covered (key_cover); ``welcome`` is sealed for a new laptop, or empty.

    ``box_key`` is that of the laptop that alone may open it, or empty. ``in_lines``: operations stand as lines, as on a
    network; programs before that form could not read them.
    """

    header: BundleHeader
    heads: Sequence[Head]
    keys: Iterable[CoveredKey]
    erased: bytes
    operations: Iterable[bytes]
    welcome: bytes = b""
    holdings: Sequence[Holding] = ()
    believed: Sequence[Believed] = ()
    files: Iterable[CarriedPiece] = ()
    box_key: bytes = field(default=b"", repr=False)
    in_lines: bool = False


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


@dataclass(frozen=True, slots=True)
class Holdings:
    """Laptops' signed words on what they hold."""

    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class WriterSignature:
    """No part is missing, and this laptop is said to have signed them all as they were."""

    device: bytes
    signed: bytes
    signature: bytes

    def is_by(self, device_key: bytes) -> bool:
        """Whether the holder of this key signed them."""
        return verified(device_key, self.signature, self.signed)


Piece: TypeAlias = (
    Heads | Keys | Erased | ForNewcomer | Operations | Holdings | Believed | CarriedPiece | WriterSignature | Closed
    | Fault
)  # fmt: skip


def write_bundle_file(
    path: Path, bundle: Bundle, random: Callable[[int], bytes], sign: Sign | None = None, wanted: int = 0
) -> int:
    """Write the bundle durably, read back and compared before it has its name. Returns its size in bytes.

    ``sign`` is the writer's, over the whole; ``wanted`` the room to ask for at first. Raises StorageTrouble; a file
    that had this name before is then untouched.
    """
    header, *rest = _first_parts(bundle)
    parts: Iterator[Part] = chain(rest, _parts(bundle))
    if bundle.box_key:
        parts = sealed_parts(parts, bundle.box_key, header.content, random)
    return write_frames(path, chain((header,), parts), sign, wanted)


def read_header(path: Path) -> BundleHeader:
    """Whose records the file holds. Raises BadInput "not-ours", "bundle-damaged", StorageTrouble."""
    return header_in(next(read_frames(path), Fault.CUT))


def read_pieces(path: Path, private_box_key: bytes = b"") -> Iterator[Piece]:
    """What follows the header, piece by piece; a fault for each piece that is not whole, ``Closed`` where the rest is
    sealed for another laptop than the holder of the key. Raises as ``read_header``."""
    found = read_frames(path)
    first = next(found, Fault.CUT)
    header = header_in(first)
    for one in open_parts(found, private_box_key, first.content if isinstance(first, Part) else b""):
        piece = _piece(one, header.device)
        if piece is not None:
            yield piece


def is_sealed(path: Path) -> bool:
    """Whether only one laptop can open what follows the header. Raises as ``read_header``."""
    found = read_frames(path)
    header_in(next(found, Fault.CUT))
    second = next(found, Fault.CUT)
    return isinstance(second, Part) and second.tag == LOCK


def _first_parts(bundle: Bundle) -> Iterator[Part]:
    yield Part(HEADER, header_bytes(bundle.header))
    if bundle.welcome:
        yield Part(_WELCOME, bundle.welcome)


def _parts(bundle: Bundle) -> Iterator[Part]:
    yield Part(_ERASED, bundle.erased)
    yield from _gathered(_HOLDINGS, map(holding_bytes, bundle.holdings))
    yield from (Part(_BELIEVED, believed_bytes(one)) for one in bundle.believed)
    yield from _gathered(_HEADS, (canonical(head_fields(head)) for head in bundle.heads))
    yield from _gathered(_KEYS, (canonical(covered_fields(key)) for key in bundle.keys))
    yield from _in_lines(bundle.operations) if bundle.in_lines else _gathered(_OPERATIONS, bundle.operations)
    yield from (Part(_FILE, _PIECE.pack(one.id, one.size, one.offset) + one.content) for one in bundle.files)


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


def _in_lines(operations: Iterable[bytes]) -> Iterator[Part]:
    """Each part can be read by itself."""
    for part in _gathered(_OPERATIONS, operations):
        yield Part(_LINES, as_lines(part.content.split(b"\n")))


def _piece(part: Found | Closed, device: bytes) -> Piece | None:
    """What a part holds; None for a part that a later program added."""
    if isinstance(part, Ending):
        return WriterSignature(device, part.signed, part.signature)
    if not isinstance(part, Part):
        return part
    readers: Mapping[bytes, Callable[[bytes], Piece]] = {
        _WELCOME: ForNewcomer,
        _ERASED: Erased,
        _HEADS: lambda content: Heads(_each(content, read_head)),
        _KEYS: lambda content: Keys(_each(content, read_covered)),
        _OPERATIONS: lambda content: Operations(tuple(content.split(b"\n"))),
        _LINES: lambda content: Operations(from_lines(content, LARGEST_CONTENT)),
        _HOLDINGS: lambda content: Holdings(tuple(map(read_holding, content.split(b"\n")))),
        _BELIEVED: read_believed,
        _FILE: _carried,
    }
    reader = readers.get(part.tag)
    if reader is None:
        return None
    try:
        return reader(part.content)
    except (NotCanonical, KeyError, ValueError):
        return Fault.ALTERED


def _carried(content: bytes) -> CarriedPiece:
    if len(content) <= _PIECE.size:
        raise NotCanonical("a stretch of a file expected")
    id_, size, offset = _PIECE.unpack_from(content)
    return CarriedPiece(id_, size, offset, content[_PIECE.size :])


def _each(content: bytes, read: Callable[[dict[str, object]], Item]) -> tuple[Item, ...]:
    return tuple(read(parse(line)) for line in content.split(b"\n"))
