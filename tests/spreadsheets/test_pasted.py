# SPDX-License-Identifier: Apache-2.0
"""A range that is copied comes back cell by cell, from this program and from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spreadsheets.pasted import as_html, as_text, from_html, from_text, range_of

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {color:black}</style></head><body>
<table border=0><col width=64><!--StartFragment--><tr height=20><td class=xl65>Sok&nbsp;Dara</td><td x:num>0011</td>
</tr> <tr><td>first<br>
  second</td><td></td></tr><!--EndFragment--></table></body></html>"""
CALC = """<!DOCTYPE html><html><body><table cellspacing="0"><colgroup width="85"></colgroup>
<tr><td height="17" align="left"><font face="Noto">Айгүл</font></td><td align="right" sdval="5">5</td></tr>
</table></body></html>"""
CELLS = st.lists(
    st.lists(st.text("ab \t\n\"<&'=", min_size=0, max_size=6), min_size=3, max_size=3), min_size=1, max_size=5
)


def test_a_range_from_excel_is_read_by_its_table() -> None:
    assert range_of(EXCEL, "otherwise") == [["Sok Dara", "0011"], ["first\nsecond", ""]]


def test_a_range_from_libreoffice_is_read_by_its_table() -> None:
    assert range_of(CALC, "") == [["Айгүл", "5"]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\t"say ""yes"""', [["two\nlines", 'say "yes"']]),
        ('5" pipe\tx', [['5" pipe', "x"]]),
        ('"not closed\tx', [['"not closed', "x"]]),
        ("one", [["one"]]),
        ("a\t\n\tb", [["a", ""], ["", "b"]]),
        ("a\nb\tc", [["a", ""], ["b", "c"]]),
        ("", []),
        ("\r\n", []),
    ],
)
def test_text_with_tabs_is_read_as_spreadsheets_write_it(text: str, cells: list[list[str]]) -> None:
    assert range_of("", text) == cells


def test_merged_cells_stand_in_their_first() -> None:
    html = "<table><tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    assert range_of(html, "") == [["a", "", "b"], ["", "", "c"]]


def test_a_page_without_a_table_is_pasted_by_its_text() -> None:
    assert range_of("<p>Sok <b>Dara</b></p>", "Sok Dara") == [["Sok Dara"]]


def test_a_cell_that_claims_to_span_a_million_is_one_cell() -> None:
    assert range_of("<table><tr><td colspan=1000000>a</td><td>b</td></tr></table>", "") == [["a", "b"]]


@given(CELLS)
def test_what_is_copied_as_text_comes_back(cells: list[list[str]]) -> None:
    assert from_text(as_text(cells) + "\r\n") == cells


@given(st.lists(st.lists(st.text("ab<&\"'=+", max_size=6), min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_copied_as_a_table_comes_back(cells: list[list[str]]) -> None:
    assert from_html(as_html(cells, [1])) == cells


def test_a_text_that_begins_like_a_formula_is_marked_as_text_for_spreadsheets() -> None:
    assert 'mso-number-format:"\\@"' in as_html([["=1+1"]])
