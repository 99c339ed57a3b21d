# SPDX-License-Identifier: Apache-2.0
"""Hostile PDF backgrounds, each looked at in a process that has 400 MB and 5 seconds: refused, or printed and shown."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.documents.confined import cost
from tests.documents.test_backgrounds import pdf_of, poisoned

NAME = pikepdf.Name
LEAF = b"<</Type/Page/MediaBox[0 0 9 9]>>"


def raw(*objects: bytes) -> bytes:
    """A file of these objects, the first one its root."""
    numbered = b"\n".join(b"%d 0 obj %s endobj" % (n, one) for n, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + numbered + b"\ntrailer <</Root 1 0 R>>"


def tree(*objects: bytes) -> bytes:
    return raw(b"<</Type/Catalog/Pages 2 0 R>>", *objects)


def growing_tree() -> bytes:
    pages = (b"<</Type/Pages/Count 1024/Kids[%d 0 R %d 0 R]>>" % (n, n) for n in range(3, 43))
    return tree(*pages, LEAF)


def showing(shown: Callable[[pikepdf.Pdf], pikepdf.Object], kind: str = "XObject", content: bytes = b"/F Do") -> bytes:
    """A page that shows what is made here."""

    def change(pdf: pikepdf.Pdf) -> None:
        named = pikepdf.Dictionary({"/F": shown(pdf)})
        pdf.pages[0].obj.Resources = pikepdf.Dictionary({f"/{kind}": named})

    return pdf_of(change, content)


def each_shows_the_next_ten_times(pdf: pikepdf.Pdf) -> pikepdf.Object:
    inner = pdf.make_stream(b"0 0 1 1 re f", Type=NAME.XObject, Subtype=NAME.Form, BBox=[0, 0, 99, 99])
    for _ in range(20):
        own = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = pdf.make_stream(
            b"/F Do " * 10, Type=NAME.XObject, Subtype=NAME.Form, BBox=[0, 0, 99, 99], Resources=own
        )
    return inner


def tiny_tiles(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_stream(
        b"0 0 1 1 re f", Type=NAME.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 1, 1],
        XStep=0.0001, YStep=0.0001, Resources=pikepdf.Dictionary(),
    )  # fmt: skip


def picture(width: int, height: int, kind: str, data: bytes) -> bytes:
    def made(pdf: pikepdf.Pdf) -> pikepdf.Object:
        return pdf.make_stream(
            data, Type=NAME.XObject, Subtype=NAME.Image, Width=width, Height=height, ColorSpace=NAME.DeviceRGB,
            BitsPerComponent=8, Filter=pikepdf.Name(kind),
        )  # fmt: skip

    return showing(made, content=b"200 0 0 100 0 0 cm /F Do")


def small(kind: str, size: tuple[int, int] = (64, 64)) -> bytearray:
    file = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3)).save(file, kind)
    return bytearray(file.getvalue())


def jpeg_of_another_size() -> bytes:
    data = small("JPEG")
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(data)


def jpeg_2000_of_another_size() -> bytes:
    data, size = small("JPEG2000"), struct.pack(">II", 65_000, 65_000)
    at, head = data.index(b"\xff\x4f\xff\x51"), data.index(b"ihdr")
    data[at + 8 : at + 16] = data[at + 24 : at + 32] = data[head + 4 : head + 12] = size
    return bytes(data)


def very_large_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 10**9, 10**9])


FILL = b"0 0 200 100 re f\n"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a tree of pages that holds itself": lambda: tree(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 3>>"),
    "a tree that doubles forty times": growing_tree,
    "400,000 pages": lambda: tree(b"<</Type/Pages/Count 400000/Kids[" + b"3 0 R " * 400_000 + b"]>>", LEAF),
    "brackets within brackets": lambda: tree(
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/MediaBox[0 0 9 9]/Resources<</ExtGState " + b"[" * 100_000 + b"]" * 100_000 + b">>>>",
    ),
    "a million parts": lambda: b"%PDF-1.7\n" + b"stream\nx" * 1_000_000,
    "packed parts within each other": lambda: (
        b"%PDF-1.7\n" + (b"stream\nx\x9c" + b"\x00\x00\x00\xff\xff" * 150) * 10_000
    ),
    "forms that show each other ten times": lambda: showing(each_shows_the_next_ten_times),
    "400,000 things to draw": lambda: pdf_of(content=FILL * 400_000),
    "99,000 things as large as the page": lambda: pdf_of(content=FILL * 99_000),
    "a pattern of tiny tiles": lambda: showing(tiny_tiles, "Pattern", b"/Pattern cs /F scn 0 0 200 100 re f"),
    "a picture of 64 megapixels and more": lambda: picture(9000, 9000, "/FlateDecode", zlib.compress(bytes(1000))),
    "a picture that unpacks to 190 MB": lambda: picture(
        7900, 7900, "/FlateDecode", zlib.compress(bytes(7900 * 7900 * 3), 9)
    ),
    "a JPEG that is larger than it says": lambda: picture(10, 10, "/DCTDecode", jpeg_of_another_size()),
    "a JPEG 2000 that is larger than it says": lambda: picture(10, 10, "/JPXDecode", jpeg_2000_of_another_size()),
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "actions, links, scripts and files": lambda: pdf_of(poisoned),
    "a page of 350 kilometres": lambda: pdf_of(very_large_page),
    "a photo": lambda: picture(1600, 1100, "/DCTDecode", bytes(small("JPEG", (1600, 1100)))),
    "20,000 small things to draw": lambda: pdf_of(content=b"9 9 4 4 re f\n" * 20_000),
}
CHECK = "from app.documents.backgrounds import check_background\nfrom tests.documents.background_shown import shown"


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_background_is_refused_before_it_costs_much(what: str, tmp_path: Path) -> None:
    assert cost(HOSTILE[what](), CHECK, "check_background(data, 'a.pdf')", tmp_path).said == "background-unusable"


@pytest.mark.parametrize("what", HARMLESS)
def test_a_strange_background_is_taken_printed_and_shown_at_little_cost(what: str, tmp_path: Path) -> None:
    work = "check_background(data, 'a.pdf'); shown(data)"
    assert cost(HARMLESS[what](), CHECK, work, tmp_path).said == "taken"
