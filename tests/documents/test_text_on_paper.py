# SPDX-License-Identifier: Apache-2.0
"""People in any script: every name printed can be copied, searched and read aloud exactly."""

import shutil
import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest

from app.documents.fitting import Room, fit
from app.documents.fonts import SERIF, SERIF_BOLD, missing_characters
from app.documents.issue import render, render_merged
from app.documents.runs import printable, shaped
from app.domain.refusals import RuleBroken
from tests.credentials.builders_credentials import facts_of
from tests.documents.builders_documents import document_of, real_names

NAMES = [
    "ស៊ុន សុភាព",
    "ព្រំ ស្រីមុំ",
    "ខៀវ ច័ន្ទបញ្ញា",
    "Հրանտ Մաթևոսյան",
    "Սալբաշյան Թերեզա",
    "Өмүрбекова Айгүл Үсөновна",
    "Ҷӯраев Ғайрат Қодирович",
    "Иванова-Петровская Мария Фёдоровна",
    "Nguyễn Thị Ánh Đặng",
    "Jürgen O'Connor-Łukasz Šimůnek",
    "ផាន Sok ដារ៉ា",
]
AWKWARD = [
    "<b>Ly</b> & <i>Co</i>",
    "{name} {0} %s",
    '“Quoted” \'n "so"',
    r"back\slash (paren)",
    "X Æ A-12",
    "Ædric\u00a0Ng",
]
OUR_LOCALES = (
    "hy_AM",
    "ru_RU",
    "uk_UA",
    "km_KH",
    "vi_VN",
    "az_AZ",
    "uz_UZ",
    "tr_TR",
    "pl_PL",
    "fr_FR",
    "es_ES",
    "is_IS",
    "el_GR",
)

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


def pages_of(pdf: bytes) -> list[str]:
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    assert not found.stderr
    return found.stdout.decode().split("\f")[:-1]


def named(*names: str) -> bytes:
    return render_merged([document_of(facts_of(name=name, latin_name="")) for name in names])


@poppler
def test_names_in_every_script_come_back_exactly() -> None:
    for name, text in zip(NAMES + AWKWARD, pages_of(named(*NAMES, *AWKWARD)), strict=True):
        assert unicodedata.normalize("NFC", name) in text.splitlines()


@poppler
def test_a_name_typed_in_parts_comes_back_composed() -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")
    assert "Nguyễn Thị Ánh" in pages_of(named(name))[0].splitlines()


@poppler
def test_a_list_of_real_names_comes_back_exactly() -> None:
    names = real_names(*OUR_LOCALES)
    assert len(names) > 300
    for name, text in zip(names, pages_of(named(*names)), strict=True):
        assert name in text.splitlines()


@poppler
@pytest.mark.parametrize(
    "name",
    [
        "ព្រះស្រីសុគន្ធ" * 14,
        ("Abcdefghij " * 19)[:200].strip(),
        "W" * 200,
        ("Константинопольская " * 10)[:200].strip(),
    ],
    ids=["khmer", "latin", "one word", "cyrillic"],
)
def test_a_name_of_two_hundred_letters_is_printed_whole(name: str) -> None:
    for facts in (facts_of(name=name, latin_name=""), facts_of(name="Sok", latin_name=name)):
        text = pages_of(render(document_of(facts)))[0]
        assert "".join(text.split()).count("".join(name.split())) == 1


@pytest.mark.parametrize("name", ["Sok \ud83d", "Sok\nDara", "Sok\x00", "Sok \u202eDara", "Sok \u2028 Dara", "\ue000"])
def test_hidden_signs_are_refused_before_printing(name: str) -> None:
    with pytest.raises(RuleBroken, match=r"hidden sign \(U\+"):
        fit(name, SERIF, Room(500, 20, 8))


@pytest.mark.parametrize("name", ["ගුණරත්න", "ᚠᚢᚦ", "Ly 😀"])
def test_a_script_without_typeface_is_refused_with_its_signs(name: str) -> None:
    with pytest.raises(RuleBroken, match="no typeface for") as refused:
        fit(name, SERIF, Room(500, 20, 8))
    assert all(sign in str(refused.value) for sign in missing_characters(name))


def test_every_letter_of_our_languages_has_a_typeface_in_every_style() -> None:
    assert (
        missing_characters("".join(NAMES) + "0123456789 .,:;()/-–«»“”№ ҢңӨөҮүҒғӢӣҚқӮӯҲҳҶҷ" + "៛៖។ៗ០១២៣" + "֏«»՝՞") == ""
    )
    assert missing_characters("Sok 𠀀 𠀀 ᚠ 李 ส") == "𠀀ᚠ"


def test_khmer_subscripts_are_stacked_and_not_written_out() -> None:
    line = shaped("ស្រី", SERIF)
    plain = shaped("សរី", SERIF)
    assert line.ems < plain.ems
    assert [glyph.character for run in line.runs for glyph in run.glyphs].count("\u17d2") == 0


def test_vietnamese_marks_do_not_widen_a_line() -> None:
    assert shaped("ễ", SERIF).ems == shaped("e", SERIF).ems


def test_text_shrinks_first_and_then_breaks_between_words_into_even_lines() -> None:
    one = fit("Electrical fitter", SERIF, Room(140, 20, 8, 2))
    assert len(one.lines) == 1
    assert one.size < 20
    two = fit("Installation and maintenance of low-voltage equipment", SERIF, Room(200, 20, 8, 2))
    assert [line.text for line in two.lines] == ["Installation and maintenance", "of low-voltage equipment"]
    assert all(line.ems * two.size <= 200 for line in two.lines)


def test_khmer_breaks_at_its_break_hints_and_never_inside_a_stack() -> None:
    text = "បច្ចេកទេស\u200bកម្រិត\u200bតម្លើង\u200bបណ្ដាញ"
    hinted = fit(text, SERIF, Room(80, 16, 14, 4))
    assert "".join(line.text for line in hinted.lines) == text
    assert all(line.text.endswith("\u200b") for line in hinted.lines[:-1])
    whole = "ព្រះស្រីសុគន្ធ" * 3
    broken = fit(whole, SERIF_BOLD, Room(60, 12, 10, 9))
    assert "".join(line.text for line in broken.lines) == whole
    for before, after in pairwise(broken.lines):
        assert not before.text.endswith("\u17d2")
        assert not unicodedata.category(after.text[0]).startswith("M")


def test_what_cannot_fit_is_refused_and_never_cut() -> None:
    with pytest.raises(RuleBroken, match="too long for its place"):
        fit("A long name " * 20, SERIF, Room(100, 20, 8, 2))
    with pytest.raises(RuleBroken, match="too long for its place"):
        fit("Two lines", SERIF, Room(30, 10, 8, 2, height=12))


def test_printable_text_is_composed_and_otherwise_left_alone() -> None:
    assert printable("e\u0301  ‹x›") == "é  ‹x›"


def test_a_tower_of_marks_is_refused_and_the_tallest_letters_are_not() -> None:
    for name in ("Ệ", "ကြွှေိုံ့း", "ស៊្រីះ", "שָּׁ֑", "मि\u0901\u0951", "ป์ํิ๋"):
        assert printable(name)
    with pytest.raises(RuleBroken, match="more marks on one letter"):
        printable("Z" + "\u0335\u0321\u0322\u0356" * 5 + "algo")


def test_a_latin_name_opens_no_files_of_other_scripts() -> None:
    seen = "from app.documents import fonts, runs; runs.shaped('Nguy\u1ec5n Th\u1ecb \u00c1nh', fonts.SERIF); "
    seen += "print(fonts.typeface.cache_info().currsize)"
    found = subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "4"
