# SPDX-License-Identifier: Apache-2.0
"""Files inside a PDF, such as the digital credential of a certificate."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.documents.streams import Name, Stream, Streams


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: its name, its bytes, its media type, and what it is, for people. It belongs to the document as its
    data (AFRelationship)."""

    name: str
    data: bytes
    media_type: str
    words: str = ""


def attach(document: Any, streams: Streams, attachments: Sequence[Attachment]) -> None:
    """Add the files to a ReportLab document, in this order. No program opens them by itself."""
    if not attachments:
        return
    described = [streams.indirect(_described(one)) for one in attachments]
    named = sorted(zip((one.name for one in attachments), described, strict=True))
    names = [part for name, reference in named for part in (_text(name), reference)]
    _add_to_catalogue(document, {"EmbeddedFiles": streams.value({"Names": names})}, described, streams)


def _described(one: Attachment) -> dict[str, object]:
    stream = Stream(
        zlib.compress(one.data, 9),
        {
            "Type": Name("EmbeddedFile"),
            "Subtype": Name(one.media_type),
            "Params": {"Size": len(one.data)},
            "Filter": Name("FlateDecode"),
        },
    )
    return {
        "Type": Name("Filespec"),
        "F": _text(one.name),
        "UF": _text(one.name),
        "Desc": _text(one.words),
        "AFRelationship": Name("Data"),
        "EF": {"F": stream, "UF": stream},
    }


def _text(text: str) -> bytes:
    return b"\xfe\xff" + text.encode("utf-16-be")


def _add_to_catalogue(document: Any, names: dict[str, object], files: list[Any], streams: Streams) -> None:
    catalogue = document.Catalog
    catalogue.Names = streams.indirect(names)
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "AF"]
    catalogue.AF = streams.value(files)
