# SPDX-License-Identifier: Apache-2.0
"""Thai words are read as the Royal system spells them, and as custom does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.likeness import Alikes, Somebody
from app.domain.thai import spoken

THAI = st.text(st.sampled_from("กขคงจชซตทธนบปพมยรลวศสหอะาำิีึืุูเแโใไัรร์่้็ฤ"), max_size=14)


@pytest.mark.parametrize(
    ("word", "royal"),
    [
        ("จันทบุรี", "chanthaburi"),
        ("เชียงใหม่", "chiangmai"),
        ("ชลบุรี", "chonburi"),
        ("เพชรบุรี", "phetburi"),
        ("นครปฐม", "nakhonpathom"),
        ("ตราด", "trat"),
        ("สุราษฎร์ธานี", "suratthani"),
        ("สุพรรณบุรี", "suphanburi"),
        ("สระแก้ว", "sakaeo"),
        ("ยิ่งลักษณ์", "yinglak"),
        ("เกียรติศักดิ์", "kiatsak"),
        ("ประเสริฐ", "prasoet"),
        ("เจริญ", "charoen"),
    ],
)
def test_a_word_is_read_syllable_by_syllable(word: str, royal: str) -> None:
    assert royal in spoken(word)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("วีรพล พุ่มพวง", "Weerapol Pumpuang"),
        ("สมศักดิ์ บุญเลิศ", "Somsak Boonlert"),
        ("ศรีสุวรรณ ณัฐพงศ์", "Natthaphong Sisuwan"),
        ("จิราพร แก้วมณี", "Jiraporn Kaewmanee"),
        ("ทรงพล สุขประเสริฐ", "Sukprasert Songpol"),
    ],
)
def test_a_name_is_known_in_royal_and_in_usual_letters(known: str, asked: str) -> None:
    assert Alikes([Somebody(1, (known,))]).find(Somebody(0, (asked,)))


@pytest.mark.parametrize(("known", "asked"), [("ลำปาง สมชาย", "Lampun Somsak"), ("ดวงใจ สมชาย", "Duangdao Somchai")])
def test_another_consonant_or_vowel_is_another_thai_name(known: str, asked: str) -> None:
    assert not Alikes([Somebody(1, (known,))]).find(Somebody(0, (asked,)))


@given(THAI)
def test_any_word_has_a_few_readings_in_plain_letters(word: str) -> None:
    readings = spoken(word)
    assert len(readings) <= 8
    assert all(reading.isascii() for reading in readings)
