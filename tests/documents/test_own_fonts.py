# SPDX-License-Identifier: Apache-2.0
"""A centre's own typeface prints, and a broken or hostile one is refused at once."""

import random
import struct
import time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import own_fonts
from app.documents.fitting import Room, fit
from app.documents.fonts import SERIF, Style
from app.documents.own_fonts import own_typeface
from app.documents.runs import printable, shaped
from app.documents.sheet import INK, Sheet
from app.domain.refusals import BadInput, RuleBroken
from app.paths import resources

FONTS = resources() / "fonts"
SMALL = (FONTS / "NotoSansThai-Regular.ttf").read_bytes()


def refused(data: bytes) -> str:
    """The code of the refusal; empty when the typeface is taken."""
    try:
        typeface = own_typeface(data)
    except BadInput as error:
        assert str(error)
        return error.code
    with pypdfium2.PdfDocument(page_of("สมชาย (Ly)", Style("serif", own=(typeface,)))) as pdf:
        pdf[0].render(scale=0.5)
    return ""


def page_of(text: str, style: Style) -> bytes:
    sheet = Sheet("SAMPLE", "SAMPLE", "en")
    sheet.begin_page(300, 60)
    sheet.line(shaped(text, style), 24, 20, 20, INK)
    sheet.end_page()
    return sheet.finished()


def with_table(tag: bytes, change: dict[int, bytes]) -> bytes:
    """The small file with bytes of one table changed, and the sum of the file made right again."""
    data = bytearray(SMALL)
    entries = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(data[5])]
    starts = {name: start for name, _, start, _ in entries}
    for offset, value in change.items():
        data[starts[tag] + offset : starts[tag] + offset + len(value)] = value
    adjustment = starts[b"head"] + 8
    struct.pack_into(">I", data, adjustment, 0)
    struct.pack_into(">I", data, adjustment, (0xB1B0AFBA - own_fonts._sum(bytes(data))) & 0xFFFFFFFF)
    return bytes(data)


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_every_sound_file_is_taken(path: Path) -> None:
    assert refused(path.read_bytes()) == ""


def test_a_text_is_set_in_the_own_typeface_and_the_rest_in_ours() -> None:
    own = own_typeface(SMALL)
    style = Style("serif", own=(own,))
    line = shaped("สมชาย Ly", style)
    assert line.runs[0].face is own
    assert line.runs[-1].face.name == "NotoSerif-Regular"
    with pypdfium2.PdfDocument(page_of("สมชาย Ly", style)) as pdf:
        assert pdf[0].get_textpage().get_text_bounded() == "สมชาย Ly"


def test_a_sign_that_only_the_own_typeface_has_is_printable_in_it() -> None:
    own = own_typeface((FONTS / "NanumMyeongjo-Regular.ttf").read_bytes())
    only_there = next(chr(code) for code in sorted(own.font.face.unicodes) if is_without_typeface(chr(code)))
    assert printable(only_there, (own,)) == only_there
    assert fit(only_there, Style("serif", own=(own,)), Room(100, 10, 8)).lines[0].runs[0].face is own


def is_without_typeface(sign: str) -> bool:
    try:
        shaped(sign, SERIF)
    except RuleBroken as refusal:
        return refusal.code == "text-without-typeface"
    return False


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "typeface-unusable"),
        (b"%PDF-1.7", "typeface-unusable"),
        (b"OTTO" + SMALL[4:], "typeface-unusable"),
        (b"wOF2" + SMALL[4:], "typeface-unusable"),
        (b"ttcf" + SMALL[4:], "typeface-unusable"),
        (SMALL[:4], "typeface-damaged"),
        (SMALL[:4] + b"\xff\xff" + SMALL[6:], "typeface-damaged"),
        (SMALL[:4] + b"\x00\x00" + SMALL[6:], "typeface-damaged"),
        (SMALL[:-5000], "typeface-damaged"),
        (b"\x00\x01\x00\x00" + bytes(own_fonts.LARGEST_TYPEFACE), "typeface-too-large"),
        (with_table(b"OS/2", {8: b"\x00\x02"}), "typeface-not-free"),
        (with_table(b"OS/2", {8: b"\x01\x00"}), "typeface-not-free"),
        (with_table(b"head", {18: b"\x00\x00"}), "typeface-damaged"),
        (with_table(b"maxp", {4: b"\x00\x01"}), "typeface-damaged"),
        (with_table(b"loca", {0: b"\xff" * 64}), ""),
    ],
    ids=range(15),
)
def test_other_files_are_refused_for_what_they_are(data: bytes, code: str) -> None:
    assert refused(data) == code


@given(st.integers(0, len(SMALL) - 1))
@settings(max_examples=60, deadline=None)
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    assert refused(SMALL[:length]) in ("typeface-damaged", "typeface-unusable")


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_single_turned_bit_is_noticed(place: int, bit: int) -> None:
    turned = bytearray(SMALL)
    turned[place] ^= 1 << bit
    assert refused(bytes(turned)) in ("typeface-damaged", "typeface-unusable")


def test_tables_full_of_nonsense_with_right_sums_do_no_harm() -> None:
    resource = pytest.importorskip("resource")
    chance = random.Random(7)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(40):
        for tag in (b"GSUB", b"GPOS", b"glyf", b"loca", b"cmap", b"hmtx", b"GDEF", b"maxp", b"hhea"):
            places = {chance.randrange(2, 400): chance.randbytes(2) for _ in range(chance.choice((1, 20, 100)))}
            began = time.process_time()
            refused(with_table(tag, places))
            assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
