# SPDX-License-Identifier: Apache-2.0
"""Whatever is typed is printed whole or refused in words, soon."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.documents.fitting import Room, fit
from app.documents.fonts import SANS_BOLD, SERIF
from app.documents.sheet import INK, Sheet
from app.domain.refusals import RuleBroken

REFUSALS = ("text-unprintable", "text-without-typeface", "text-too-long", "text-overloaded")
LONG = {
    "han": "北京职业技术学院" * 25,
    "thai": "ธูปะวิโรจน์อนิวัฒน์" * 11,
    "khmer": "ព្រះស្រីសុគន្ធ" * 15,
    "arabic": "عبدالرحمن" * 22,
    "latin": "W" * 200,
    "hyphens": "a-" * 100,
    "mixed": "Sok北สุข가a-/سا" * 14,
    "markup": "<b>{name}</b> %s & " * 10,
}


@given(st.text(max_size=30), st.sampled_from([SERIF, SANS_BOLD]))
@example("\ud800", SERIF)
@example("\u202eevil", SERIF)
@example("\u0301", SERIF)
@example("\u200d", SERIF)
@example("", SERIF)
@settings(max_examples=200, deadline=None)
def test_any_text_is_printed_whole_or_refused_in_words(text: str, style: object) -> None:
    room = Room(120, 14, 9, 6)
    try:
        fitted = fit(text, SERIF if style is SERIF else SANS_BOLD, room)
    except RuleBroken as refused:
        assert refused.code in REFUSALS
        assert str(refused)
        return
    printed = "".join(line.text for line in fitted.lines)
    assert printed.replace(" ", "") == unicodedata.normalize("NFC", text).replace(" ", "")
    sheet = Sheet("SAMPLE", "SAMPLE", "en")
    sheet.begin_page(300, 200)
    sheet.block(fitted, 20, 180, 1.4, INK)
    sheet.end_page()
    assert sheet.finished().startswith(b"%PDF")


@pytest.mark.parametrize("script", LONG)
@pytest.mark.parametrize("room", [Room(640, 36, 8, 4, 62), Room(60, 12, 6, 30), Room(20, 36, 8, 2)], ids=range(3))
def test_the_longest_text_is_settled_soon(script: str, room: Room) -> None:
    text = LONG[script][:200].strip()
    began = time.process_time()
    try:
        fitted = fit(text, SERIF, room)
    except RuleBroken as refused:
        assert refused.code == "text-too-long"
    else:
        assert "".join(line.text for line in fitted.lines).replace(" ", "") == text.replace(" ", "")
        assert all(line.ems * fitted.size <= room.width + 1e-6 for line in fitted.lines)
    assert time.process_time() - began < 5
