# SPDX-License-Identifier: Apache-2.0
"""Every line comes back from the paper exactly, composed as it was given, by two readers that others wrote."""

import re
import shutil
import subprocess
import unicodedata

import pypdfium2
import pytest

from app.documents.fonts import SANS_BOLD, SERIF, Style
from app.documents.runs import shaped
from app.documents.sheet import INK, Sheet
from tests.documents.names_and_letters import GROUPS, lines_of

DIRECTION_SIGNS = re.compile("[\u200e\u200f\u202a-\u202e]")
JOINERS = {
    "khmer break hint": "ស៊ុន\u200bសុភាព",
    "persian non-joiner": "کمال\u200cپور",
    "nepali joiner": "श्रेष्\u200dठ सुरज",
    "tamil non-joiner": "க்\u200cஷ",
    "vietnamese in parts": unicodedata.normalize("NFD", "Nguyễn Thị Ánh Đặng"),
    "korean in parts": unicodedata.normalize("NFD", "박 수빈"),
    "composed to two": "\u0958\u0931\u093c",
}


def paper(lines: list[str], style: Style) -> bytes:
    sheet = Sheet("SAMPLE", "SAMPLE", "en")
    for text in lines:
        sheet.begin_page(1200, 60)
        sheet.line(shaped(text, style), 20, 20, 20, INK)
        sheet.end_page()
    return sheet.finished()


def by_poppler(pdf: bytes) -> list[str]:
    """The pages by pdftotext, without the direction signs that it adds to lines from right to left."""
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    assert not found.stderr
    return [DIRECTION_SIGNS.sub("", page).rstrip("\n") for page in found.stdout.decode().split("\f")[:-1]]


def by_pdfium(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.parametrize("group", GROUPS)
def test_lines_come_back_from_pdftotext(group: str) -> None:
    lines = lines_of(group)
    for style in (SERIF, SANS_BOLD):
        assert by_poppler(paper(lines, style)) == lines


@pytest.mark.parametrize("group", GROUPS)
def test_lines_come_back_from_pdfium(group: str) -> None:
    lines = lines_of(group)
    for style in (SERIF, SANS_BOLD):
        assert by_pdfium(paper(lines, style)) == lines


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
@pytest.mark.parametrize("text", JOINERS.values(), ids=JOINERS)
def test_joiners_come_back_and_parts_come_back_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    for style in (SERIF, SANS_BOLD):
        assert by_poppler(paper([text], style)) == [composed]
        assert by_pdfium(paper([text], style)) == [composed]
