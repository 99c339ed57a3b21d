# SPDX-License-Identifier: Apache-2.0
"""Streams of a PDF that are kept once in a file, whatever shows them: ornaments, pictures, backgrounds."""

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFObject

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.+,*:@!$&'-]")
Box = tuple[float, float, float, float]


class Name(str):
    """A name in the sense of PDF, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """Bytes as they stand in the file, and the entries before them: numbers, names, bytes, lists, mappings, streams.

    ``name`` differs for different streams and is the same wherever the same is made.
    """

    data: bytes
    entries: Mapping[str, object]
    name: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.data)
        digest.update(repr(sorted((key, _told(value)) for key, value in self.entries.items())).encode())
        object.__setattr__(self, "name", f"X{digest.hexdigest()[:12]}")


@lru_cache(maxsize=2048)
def form(content: str, box: Box) -> Stream:
    """A drawing by these operators, which need no fonts and nothing else, within this box."""
    return Stream(
        zlib.compress(content.encode("ascii"), 9),
        {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": list(box),
            "Resources": {},
            "Filter": Name("FlateDecode"),
        },
    )


class _Written(PDFObject):
    """An object of a ReportLab document that is written without its help: it would look at each number by itself."""

    __RefOnly__ = 1

    def __init__(self, streams: "Streams", value: object, data: bytes | None = None) -> None:
        self._streams, self._value, self._data = streams, value, data

    def format(self, document: Any) -> bytes:
        """The object as it stands in the file."""
        head = self._streams.text(self._value).encode("latin-1")
        return head if self._data is None else b"%s\nstream\n%s\nendstream\n" % (head, self._data)


class Streams:
    """The streams of one ReportLab document, each added once, and objects that point to them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._references: dict[str, Any] = {}

    def reference(self, stream: Stream) -> Any:
        """What stands for the stream elsewhere in the file."""
        if stream.name not in self._references:
            written = _Written(self, {**stream.entries, "Length": len(stream.data)}, stream.data)
            self._references[stream.name] = self._document.Reference(written, stream.name)
        return self._references[stream.name]

    def indirect(self, value: object) -> Any:
        """The same for a value that is no stream."""
        return self._document.Reference(_Written(self, value))

    def value(self, value: object) -> Any:
        """A value as a part of an object that ReportLab writes."""
        return self.text(value)

    def text(self, value: object) -> str:
        """A value as it stands in the file; a text is one that is written out already."""
        if type(value) is int or type(value) is str:
            return str(value)
        if isinstance(value, Stream):
            return self.text(self.reference(value))
        if isinstance(value, PDFObject):
            pointer: Any = value
            return str(pointer.format(self._document), "latin-1")
        if isinstance(value, Mapping):
            inner = " ".join(f"/{safe_key(str(key))} {self.text(one)}" for key, one in value.items())
            return f"<<{inner}>>"
        if isinstance(value, list | tuple):
            return f"[{' '.join(map(self.text, value))}]"
        return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, Name):
        return "/" + _UNSAFE.sub(_escaped, value)
    if isinstance(value, bytes):
        return f"<{value.hex()}>"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _escaped(sign: re.Match[str]) -> str:
    return "".join(f"#{byte:02X}" for byte in sign[0].encode())


def safe_key(key: str) -> str:
    """A key of a dictionary. Raises ValueError for one that another program would read as something else."""
    if _UNSAFE.search(key):
        raise ValueError(key)
    return key


def _told(value: object) -> object:
    """A value as something that is the same each time it is written out."""
    if isinstance(value, Stream):
        return value.name
    if isinstance(value, Mapping):
        return sorted((str(key), _told(one)) for key, one in value.items())
    return [_told(one) for one in value] if isinstance(value, list | tuple) else repr(value)
