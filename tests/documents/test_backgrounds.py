# SPDX-License-Identifier: Apache-2.0
"""Pictures and PDF pages from elsewhere, good and bad: what is taken over, and what is not."""

import io
import random
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.documents.backgrounds import background_of, check_background
from app.documents.pictures import clean_picture, prepared
from app.documents.rendering import render
from app.domain.refusals import BadInput
from tests.documents.builders_templates import data_of, picture_of, template_of

DIGEST = "ab" * 32
ACTS = (b"JavaScript", b"OpenAction", b"/URI", b"Launch", b"/Annots", b"EmbeddedFile", b"secret", b"/AA", b"SubmitForm")


def pdf_of(
    change: Callable[[pikepdf.Pdf], None] = lambda pdf: None, content: bytes = b"1 0 0 rg 0 0 200 100 re f"
) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 100))
    page.obj.Contents = pdf.make_stream(content)
    change(pdf)
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def on_paper(background: bytes) -> bytes:
    template = template_of(pages=[{"background": {"file": DIGEST}, "elements": []}])
    data = data_of("certificate")
    return render([(template, replace(data, images={DIGEST: background}))])


def colour_at(pdf: bytes, across: float, down: float) -> tuple[int, ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    found = picture.getpixel((int(picture.width * across), int(picture.height * down)))
    assert isinstance(found, tuple)
    return found


def poisoned(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('secret')"))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://secret.example")),
    )  # fmt: skip
    page = pdf.pages[0].obj
    pdf.Root.OpenAction = pdf.make_indirect(script)
    page.AA = pikepdf.Dictionary(O=pdf.make_indirect(script))
    page.Annots = pikepdf.Array([pdf.make_indirect(link)])
    pdf.attachments["secret.exe"] = b"secret"
    form = pdf.make_stream(
        b"0 1 0 rg 0 0 50 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50]
    )
    form.AA = pdf.make_indirect(script)
    form.Metadata = pdf.make_stream(b"secret")
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Contents = pdf.make_stream(b"1 0 0 rg 0 0 200 100 re f /F Do")


def test_only_what_draws_is_taken_from_a_pdf() -> None:
    found = on_paper(pdf_of(poisoned))
    assert colour_at(found, 0.9, 0.5) == (255, 0, 0)
    assert colour_at(found, 0.1, 0.9) == (0, 255, 0)
    with pikepdf.open(io.BytesIO(found)) as pdf:
        file = io.BytesIO()
        pdf.save(file, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert [word for word in ACTS if word in file.getvalue()] == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_lies_as_its_file_wishes(turn: int) -> None:
    def turned(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Rotate = turn

    content = b"1 0 0 rg 0 0 200 100 re f 0 0 1 rg 0 0 100 50 re f"
    own = pdf_of(turned, content)
    for place in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        assert colour_at(on_paper(own), *place) == colour_at(own, *place)


def endless(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))


def bursting(layers: int) -> bytes:
    packed = bytes(60_000_000)
    for _ in range(layers):
        packed = zlib.compress(packed, 9)
    head = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj "
    page = b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents [4 0 R 4 0 R 4 0 R]>> endobj "
    filters = b"/FlateDecode " * layers
    stream = b"4 0 obj <</Length %d/Filter[%s]>> stream\n%s\nendstream endobj " % (len(packed), filters, packed)
    return head + page + stream + stream.replace(b"4 0 obj", b"5 0 obj") + b"trailer <</Root 1 0 R>>"


def locked() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of())) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


BAD: dict[str, Callable[[], bytes]] = {
    "endless": lambda: pdf_of(endless),
    "bursting": lambda: bursting(1),
    "bursting twice": lambda: bursting(2),
    "locked": locked,
    "cut": lambda: pdf_of()[:200],
    "empty": lambda: b"%PDF-1.7",
    "a text": lambda: b"hello",
    "too large": lambda: b"%PDF-1.7" + bytes(9_000_000),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_background_is_refused_by_name_and_soon(what: str) -> None:
    data = BAD[what]()
    before = time.process_time()
    with pytest.raises(BadInput) as refused:
        check_background(data, "paper.pdf")
    assert time.process_time() - before < 5
    assert "paper.pdf" in str(refused.value)


whole = pdf_of(poisoned)


@given(st.integers(0, len(whole)), st.binary(max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_damaged_background_is_used_or_refused_in_words(position: int, noise: bytes) -> None:
    try:
        background_of(whole[:position] + noise + whole[position + len(noise) :])
    except BadInput as refused:
        assert str(refused)


def huge_png(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("read", [lambda data: clean_picture(data, "a.png"), prepared, background_of])
def test_a_picture_of_65000_pixels_a_side_is_refused_at_once(read: Callable[[bytes], object]) -> None:
    before = time.process_time()
    with pytest.raises(BadInput, match="too many pixels"):
        read(huge_png(65_000))
    assert time.process_time() - before < 1


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SAMPLE CAMERA"
    exif.get_ifd(0x8825)[2] = (11.0, 33.0, 21.0)
    file = io.BytesIO()
    noise = Image.frombytes("RGB", (300, 200), random.Random(1).randbytes(180_000))
    noise.save(file, "JPEG", exif=exif, comment=b"SAMPLE COMMENT")
    clean = clean_picture(file.getvalue(), "photo.jpg")
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (200, 300)
        assert not picture.getexif()
    assert b"SAMPLE" in file.getvalue()
    assert b"SAMPLE" not in clean


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_pictures_of_every_kind_are_printed(mode: str) -> None:
    clean = clean_picture(picture_of(mode=mode), "logo.png")
    template = template_of({"type": "image", "bind": "centre.logo"})
    data = data_of("certificate")
    for picture in (clean, picture_of(mode=mode)):
        shown = replace(data, images={"centre.logo": picture})
        with pikepdf.open(io.BytesIO(render([(template, shown)]))) as pdf:
            assert not pdf.check_pdf_syntax()


def test_a_picture_behind_the_page_is_left_out_on_printed_forms_only() -> None:
    blue = picture_of((20, 20), "RGB")
    template = template_of(pages=[{"background": {"file": DIGEST}, "elements": []}])
    data = data_of("certificate")
    shown = replace(data, images={DIGEST: blue})
    assert colour_at(render([(template, shown)]), 0.5, 0.5) == (0, 128, 128)
    assert colour_at(render([(template, shown)], stationery=True), 0.5, 0.5) == (255, 255, 255)
