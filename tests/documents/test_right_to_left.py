# SPDX-License-Identifier: Apache-2.0
"""Arabic and Hebrew on paper: joined, in the right order, beside other scripts, and back again exactly."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from bidi import get_display
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.documents import runs
from app.documents.direction import levels, stretches
from app.documents.drawing import INK
from app.documents.fitting import Room, fit
from app.documents.fonts import SANS, SERIF, SERIF_BOLD, missing_characters
from app.documents.issue import render, render_merged
from app.documents.preview import page_count
from app.documents.reading import text_of
from app.documents.runs import shaped
from app.documents.sheet import Sheet
from tests.credentials.builders_credentials import facts_of
from tests.documents.builders_documents import document_of, real_names, record_of

NAMES = [
    "سارة الكردي",
    "יעל כהן",
    "Sara سارة 12",
    "سارة (Sara) 12",
    "(سارة)",
    "سلام علاء الله",
    "مُحَمَّد بن سلمان",
    "שָׁלוֹם כהן-לוי",
    "کمال\u200cپور گیلانی",
    "Sok សុខ سارة ដារ៉ា",
    "د. أحمد ٢٠٢٦/١١",
    "Maria Sara سارة الكردي",
    "יעל (Yael) כהן 3",
    "Sara «سارة» O'Connor",
]
MIXED = "aBסאלة12٣٤ ([)]{}.,:-+/%\u064e\u0301«»!ស"
DIRECTION_SIGNS = re.compile("[\u200e\u200f\u202a-\u202e]")

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


def named(*names: str) -> bytes:
    return render_merged([document_of(facts_of(name=name, latin_name="")) for name in names])


def pages_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page by pdftotext, without the direction signs that it adds to each such line."""
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    assert not found.stderr
    return [DIRECTION_SIGNS.sub("", page).splitlines() for page in found.stdout.decode().split("\f")[:-1]]


def lines_read_from(folder: Path, pdf: bytes) -> list[str]:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    return text_of(path).splitlines()


def visual(text: str) -> str:
    found = stretches(levels(text))
    return "".join(text[start:end][::-1] if backwards else text[start:end] for start, end, backwards in found)


@given(st.text(MIXED, min_size=1, max_size=14))
@example("a(א)b")
@example("א (a) 12")
@example("א-12%")
@settings(max_examples=300, deadline=None)
def test_letters_stand_in_the_order_of_the_unicode_rules(text: str) -> None:
    assert visual(text) == get_display(text)


def test_break_hints_and_joiners_stay_with_the_letter_before_them() -> None:
    assert levels("a\u200bא\u200cב") == (0, 0, 1, 1, 1)
    assert levels("\u200dא") == (1, 1)


@poppler
def test_names_from_right_to_left_come_back_exactly_from_a_reader_of_places() -> None:
    for name, lines in zip(NAMES, pages_of(named(*NAMES)), strict=True):
        assert unicodedata.normalize("NFC", name) in lines


@poppler
def test_a_list_of_real_arabic_and_hebrew_names_comes_back_exactly() -> None:
    names = real_names("ar_SA", "he_IL")
    assert len(names) >= 50
    for name, lines in zip(names, pages_of(named(*names)), strict=True):
        assert name in lines


def test_names_from_right_to_left_come_back_exactly_from_our_own_reader(tmp_path: Path) -> None:
    for name in NAMES:
        assert unicodedata.normalize("NFC", name) in lines_read_from(tmp_path, named(name))


@poppler
@given(st.lists(st.text("سارةלוי" + "Ly12,.()", min_size=2, max_size=6), min_size=1, max_size=4).map(" ".join))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_mixed_comes_back_exactly(tmp_path: Path, name: str) -> None:
    # Of two letters and more: single letters with a space between each are one word to a reader of places.
    pdf = named(name)
    assert name in lines_read_from(tmp_path, pdf)
    assert name in pages_of(pdf)[0]


def test_plain_names_come_back_from_the_text_layer_itself() -> None:
    for name in ("سارة الكردي", "יעל כהן"):
        with pypdfium2.PdfDocument(named(name)) as pdf:
            assert name in pdf[0].get_textpage().get_text_bounded().splitlines()


def test_arabic_letters_are_joined_and_run_to_the_left() -> None:
    (run,) = shaped("سارة", SERIF).runs
    assert run.face.name == "NotoNaskhArabic-Regular"
    alone = [run.face.font.get_nominal_glyph(ord(letter)) for letter in "سارة"]
    assert run.glyphs[0].index == alone[3]  # after a letter that does not join, the last stays as it is
    assert run.glyphs[-1].index != alone[0]


def test_brackets_are_mirrored_around_names_from_right_to_left() -> None:
    line = shaped("(יעל)", SERIF)
    first, last = line.runs[0].glyphs[0].index, line.runs[-1].glyphs[-1].index
    assert (first, last) == tuple(line.runs[0].face.font.get_nominal_glyph(ord(sign)) for sign in "()")


def test_a_line_has_its_order_from_the_whole_text() -> None:
    fitted = fit("Sara سارة سارة سارة Ly", SERIF, Room(60, 12, 12, 4))
    assert "".join(line.text.replace(" ", "") for line in fitted.lines) == "SaraسارةسارةسارةLy"
    last = fitted.lines[-1]
    assert last.text == "سارة Ly"
    assert last.runs[0].face.name == "NotoNaskhArabic-Regular"
    assert shaped("سارة Ly", SERIF).runs[0].face.name == "NotoSerif-Regular"


@pytest.mark.parametrize(
    "name", ["سارة الكردي " * 16, "יעל כהן " * 25, "عبدالرحمن" * 22], ids=["arabic", "hebrew", "one"]
)
def test_a_name_of_two_hundred_letters_from_right_to_left_is_printed_whole(tmp_path: Path, name: str) -> None:
    name = name[:200].strip()
    lines = lines_read_from(tmp_path, named(name))
    assert "".join(name.split()) in "".join("".join(lines).split())


def test_every_letter_has_a_typeface_in_every_style() -> None:
    hebrew = "".join(map(chr, range(0x5D0, 0x5EB))) + "ְֱֲֳִֵֶַָֹֻּׁׂ׳״־₪"
    arabic = "".join(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x653), *range(0x660, 0x66A)))) + "،؛؟ٱپچژکگیۆێەڕڵے"
    assert missing_characters(hebrew + arabic) == ""


def test_the_shapes_are_those_of_the_typeface() -> None:
    line = shaped("مُحَمَّد (Ly) שָׁלוֹם", SERIF_BOLD)
    pictures: list[Image.Image] = []
    for as_shapes in (True, False):
        sheet = Sheet("SAMPLE", "SAMPLE", "en")
        sheet.begin_page(300, 60)
        if as_shapes:
            sheet.line(line, 24, 20, 20, INK)
        else:
            sheet.repeated(line, 24, (20, 20), 1, INK)
        sheet.end_page()
        with pypdfium2.PdfDocument(sheet.finished()) as pdf:
            pictures.append(pdf[0].render(scale=3).to_pil().convert("L"))
    ink = sum(255 - grey for grey in pictures[1].tobytes())
    difference = sum(ImageChops.difference(*pictures).tobytes())
    assert ink > 100_000
    assert difference < ink * 0.12


def test_text_from_left_to_right_takes_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> tuple[int, ...]:
        raise AssertionError(text)

    monkeypatch.setattr(runs, "levels", never)
    assert not shaped("Ly ស៊ុន Ýmir 120", SANS).letters


def test_a_record_with_arabic_titles_keeps_to_its_size(tmp_path: Path) -> None:
    data = record_of(12, name="سارة الكردي", title="شهادة في التركيبات الكهربائية (المستوى 3)")
    pdf = render_merged([data])
    assert page_count(pdf) == 1
    assert len(pdf) < 80 * 1024
    lines = lines_read_from(tmp_path, pdf)
    assert data.facts.title in lines
    assert data.facts.name in lines


def test_the_same_name_always_gives_the_same_bytes() -> None:
    data = document_of(facts_of(name="سارة الكردي"))
    assert render(data) == render(data)
