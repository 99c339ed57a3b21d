# SPDX-License-Identifier: Apache-2.0
"""Lines end where the rules of a script let them, and never inside what is drawn as one."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.breaking import anywhere, clusters, syllables, whole_words, words
from app.documents.fitting import Fitted, Room, fit
from app.documents.fonts import SERIF
from app.documents.runs import printable, shaped
from app.domain.refusals import RuleBroken

SCRIPTS = {
    "latin": "Installation and maintenance of low-voltage equipment and/or x",
    "han": "北京职业技术学院（第一分院），颁发“证书”。",
    "kana": "東京ガスっぽいッ、です。",
    "hangul": "박수빈 기술교육원",
    "thai": "เครื่องใช้ไฟฟ้าและอิเล็กทรอนิกส์ ธูปะวิโรจน์",
    "lao": "ສະຖາບັນເຕັກໂນໂລຊີ",
    "khmer": "បច្ចេកទេសកម្រិត\u200bតម្លើងបណ្ដាញ ស្ត្រី",
    "burmese": "တက္ကသိုလ်ပညာရေးဌာန",
    "devanagari": "श्रेष्\u200dठ सुरज्ञान",
    "tamil": "ஸ்ரீலங்கா க்ஷத்ரியன்",
    "arabic": "مُحَمَّد بن سلمان",
    "hebrew": "שָׁלוֹם כהן-לוי",
    "ligatures": "office affine fjord",
}
LETTERS = sorted({letter for text in SCRIPTS.values() for letter in text})
SIGNS = tuple("，。、）」”:;!?…ー")


def lines_of(fitted: Fitted) -> list[str]:
    return [line.text for line in fitted.lines]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (SCRIPTS["latin"], "Installation |and |maintenance |of |low-|voltage |equipment |and/|or |x"),
        (SCRIPTS["han"], "北|京|职|业|技|术|学|院|（第|一|分|院），|颁|发|“证|书”。"),
        (SCRIPTS["kana"], "東|京|ガ|スっ|ぽ|いッ、|で|す。"),
        (SCRIPTS["hangul"], "박수빈 |기술교육원"),
        ("បច្ចេកទេស\u200bកម្រិត", "បច្ចេកទេស\u200b|កម្រិត"),
        ("Ly\u00a0Sok, 12.5 kg", "Ly\u00a0Sok, |12.5 |kg"),
        ("O'Connor Łukasz", "O'Connor |Łukasz"),
    ],
)
def test_lines_end_between_words(text: str, pieces: str) -> None:
    assert words(text, SERIF) == tuple(pieces.split("|"))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (SCRIPTS["thai"], "เค|รื่อ|ง|ใช้|ไฟ|ฟ้า|และ|อิ|เล็ก|ท|ร|อ|นิ|กส์ |ธู|ปะ|วิ|โร|จน์"),
        (SCRIPTS["lao"], "ສະ|ຖາ|ບັນ|ເຕັກ|ໂນ|ໂລ|ຊີ"),
        (SCRIPTS["burmese"], "တ|က္က|သိုလ်|ပ|ညာ|ရေး|ဌာ|န"),
        ("ព្រះស្រីសុគន្ធអក់។", "ព្រះ|ស្រី|សុ|គ|ន្ធ|អក់។"),
        ("Sok សុខា-ដារ៉ា", "Sok |សុ|ខា-|ដា|រ៉ា"),
    ],
)
def test_scripts_without_spaces_break_between_syllables(text: str, pieces: str) -> None:
    assert syllables(text, SERIF) == tuple(pieces.split("|"))


@pytest.mark.parametrize("whole", ["ស្ត្រី", "ស្រ្តី", "க்ஷ", "ffi", "क्ष", "က္က", "ệ̃̂", "ज्ञा", "الله"[1:]])
def test_what_is_drawn_as_one_is_not_cut(whole: str) -> None:
    assert clusters(printable(whole), SERIF) == (printable(whole),)


@given(st.lists(st.sampled_from([*LETTERS, *SIGNS]), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_way_of_breaking_loses_a_sign_or_cuts_a_cluster(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for way in (words, whole_words, syllables, anywhere, clusters):
        pieces = way(text, SERIF)
        assert "".join(pieces) == text
        for before, after in pairwise(pieces):
            if not (before.endswith((" ", "\u200b")) or way in (words, whole_words)):
                assert after[0] not in SIGNS
            assert before[-1] not in "\u17d2\u1039"
            assert before.endswith((" ", "\u200b")) or unicodedata.category(after[0]) not in ("Mn", "Me")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_text_of_any_script_is_wrapped_whole_or_refused(script: str) -> None:
    text = printable(SCRIPTS[script] * 3)
    for width in (40, 90, 200):
        try:
            fitted = fit(text, SERIF, Room(width, 14, 9, 8))
        except RuleBroken as refused:
            assert refused.code == "text-too-long"
            continue
        assert "".join(lines_of(fitted)).replace(" ", "") == text.replace(" ", "")
        assert all(line.ems * fitted.size <= width + 1e-6 for line in fitted.lines)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_of_ninety_letters_fits_the_line_of_a_certificate(script: str) -> None:
    name = printable(" ".join([SCRIPTS[script]] * 9)[:90].strip())
    fitted = fit(name, SERIF, Room(640, 36, 8, 4, 62))
    assert "".join(lines_of(fitted)).replace(" ", "") == name.replace(" ", "")


def test_chinese_fills_even_lines_without_punctuation_at_their_beginning() -> None:
    fitted = fit(SCRIPTS["han"], SERIF, Room(120, 12, 10, 4))
    assert len(fitted.lines) > 1
    assert not any(line.startswith(SIGNS) for line in lines_of(fitted))
    assert not any(line.endswith(("（", "“")) for line in lines_of(fitted))


def test_a_soft_hyphen_is_refused_as_a_hidden_sign() -> None:
    with pytest.raises(RuleBroken, match="00AD"):
        fit("elec\u00adtrical", SERIF, Room(500, 12, 8))


def test_a_name_typed_in_parts_breaks_as_the_composed_one() -> None:
    name = "Nguyễn Thị Ánh Đặng"
    room = Room(60, 14, 10, 4)
    assert fit(unicodedata.normalize("NFD", name), SERIF, room) == fit(name, SERIF, room)


def test_wrapping_takes_the_width_of_lines_as_they_are_drawn() -> None:
    text = "AVAVAVAV " * 6
    fitted = fit(text.strip(), SERIF, Room(shaped("AVAVAVAV AVAVAVAV", SERIF).ems * 10 + 0.01, 10, 9.9, 3))
    assert lines_of(fitted) == ["AVAVAVAV AVAVAVAV"] * 3


def test_a_long_khmer_name_is_broken_between_syllables_before_it_gets_small() -> None:
    name = "ព្រះស្រីសុគន្ធ" * 10
    fitted = fit(name, SERIF, Room(640, 36, 8, 4))
    assert len(fitted.lines) > 1
    assert fitted.size > 12
    assert len(fit("W" * 100, SERIF, Room(900, 36, 8, 4)).lines) == 1  # a word of other scripts is not


def test_a_name_is_broken_at_its_hyphen_only_where_it_would_get_small() -> None:
    name = "Jonathan Michael Fairweather-Smythe"
    assert lines_of(fit(name, SERIF, Room(160, 12, 6, 2))) == ["Jonathan Michael", "Fairweather-Smythe"]
    assert lines_of(fit("Fairweather-Featherstone", SERIF, Room(60, 12, 6, 2))) == ["Fairweather-", "Featherstone"]


def test_lines_of_a_heading_are_even_and_those_of_a_paragraph_are_filled() -> None:
    text = "one two three four five six seven eight nine"
    heading, paragraph = (fit(text, SERIF, Room(200, 12, 11.5, 3, even=even)) for even in (True, False))
    assert len(heading.lines) == len(paragraph.lines) == 2
    assert heading.lines[0].ems < paragraph.lines[0].ems


def test_lines_of_tall_scripts_stand_further_apart_and_take_more_room() -> None:
    assert fit("Ly Sok", SERIF, Room(200, 12, 6)).leading(1.2) == 1.2
    assert fit("សុខា", SERIF, Room(200, 12, 6)).leading(1.2) == 1.5
    assert fit("សុខា", SERIF, Room(200, 12, 6, height=15, leading=1.2)).size <= 10


def test_a_paragraph_keeps_its_size_however_many_lines_it_takes() -> None:
    text = "Reads drawings and mends circuits. " * 20
    fitted = fit(text.strip(), SERIF, Room(200, 10, 5, 60, even=False))
    assert (fitted.size, len(fitted.lines)) > (9.9, 15)
