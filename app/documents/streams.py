# SPDX-License-Identifier: Apache-2.0
"""Streams of a PDF that are kept once in a file, whatever shows them: ornaments, pictures, backgrounds."""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream

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


class Streams:
    """The streams of one ReportLab document, each added once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._references: dict[str, Any] = {}

    def reference(self, stream: Stream) -> Any:
        """What stands for the stream elsewhere in the file."""
        if stream.name not in self._references:
            entries = {key: self.value(one) for key, one in stream.entries.items()}
            self._references[stream.name] = self._document.Reference(
                PDFStream(PDFDictionary(entries), stream.data, []), stream.name
            )
        return self._references[stream.name]

    def value(self, value: object) -> Any:
        """A value as ReportLab writes it."""
        if isinstance(value, Stream):
            return self.reference(value)
        if isinstance(value, Name):
            return PDFName(str(value))
        if isinstance(value, bytes):
            return f"<{value.hex()}>"
        if isinstance(value, Mapping):
            return PDFDictionary({str(key): self.value(one) for key, one in value.items()})
        if isinstance(value, list | tuple):
            return PDFArray([self.value(one) for one in value])
        if isinstance(value, bool):
            return "true" if value else "false"
        return value


def _told(value: object) -> object:
    """A value as something that is the same each time it is written out."""
    if isinstance(value, Stream):
        return value.name
    if isinstance(value, Mapping):
        return sorted((str(key), _told(one)) for key, one in value.items())
    return [_told(one) for one in value] if isinstance(value, list | tuple) else repr(value)
