# SPDX-License-Identifier: Apache-2.0
"""Tables in text files: encoding, delimiter and decimal sign are found out, and every cell is as it is written."""

import csv
import unicodedata
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import BadInput
from app.spreadsheets.reading.book import TextForm
from app.spreadsheets.reading.encodings import decoded
from app.spreadsheets.reading.reader import look, read_sheet
from app.spreadsheets.reading.text_file import TextTable, read_text
from app.spreadsheets.reading.unreadable import Unreadable

VIETNAMESE = ["Nguyễn Thị Ánh", "Trần Văn Đức", "Phạm Hồng Phượng", "Lê Quốc Bảo", "Đỗ Thuỳ Linh", "Vũ Ngọc Hân"]
RUSSIAN = ["Сыдыкова Айгуль", "Алиев Фаррух", "Петрова Наталья", "ИВАНОВ СЕРГЕЙ", "Щукина Юлия"]
WESTERN = ["José Núñez", "Zoë Müller", "François Lefèvre", "Åsa Sjöberg", "João Conceição", "Nicolò Però"]
ARMENIAN = ["Հակոբյան Անի", "Սարգսյան Գևորգ", "ՄԿՐՏՉՅԱՆ ԼԻԼԻԹ"]
KHMER = ["ស្រី មុំ", "សុខ ដារ៉ា"]


def text_of(names: Sequence[str], delimiter: str = ",") -> str:
    return "".join(f"{number:04}{delimiter}{name}\r\n" for number, name in enumerate(names, start=1))


def cp1258(text: str) -> bytes:
    """The way Windows writes Vietnamese: the letter with its hat, then the tone."""
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", letter)
            tones = "".join(c for c in base if c in "\u0300\u0301\u0303\u0309\u0323")
            rest = unicodedata.normalize("NFC", "".join(c for c in base if c not in tones))
            out += (rest + tones).encode("cp1258")
    return bytes(out)


def armscii(text: str) -> bytes:
    letters = {chr(0x531 + n): 0xB2 + 2 * n for n in range(38)} | {chr(0x561 + n): 0xB3 + 2 * n for n in range(38)}
    return bytes(0xA2 if c == "և" else letters.get(c) or ord(c) for c in text.replace("և", "եւ"))


def table(data: bytes, suffix: str = ".csv", asked: TextForm | None = None) -> TextTable:
    return read_text(data, suffix, asked)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (VIETNAMESE, "cp1258"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (WESTERN, "cp1252"),
        *((names, code) for names in (RUSSIAN, VIETNAMESE, KHMER, ARMENIAN, WESTERN) for code in
          ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16")),
    ],
)  # fmt: skip
def test_names_are_read_in_whatever_encoding_they_came(names: list[str], encoding: str) -> None:
    text = text_of(names)
    read = table(cp1258(text) if encoding == "cp1258" else text.encode(encoding))
    assert [row[1] for row in read.rows] == names
    assert read.rows[0][0] == "0001"
    assert read.form.encoding == ("utf-16-le" if encoding == "utf-16" else encoding)


def test_armenian_of_the_old_kind_is_known() -> None:
    read = table(armscii(text_of(ARMENIAN)))
    assert read.form.encoding == "armscii-8"
    assert [row[1] for row in read.rows] == [name.replace("և", "եւ") for name in ARMENIAN]


def names_of(locale: str) -> list[str]:
    for parent in Path(__file__).resolve().parents:
        path = parent / "shared/data/names/names.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                return [f"{row['family_name']} {row['given_name']}" for row in csv.DictReader(file)
                        if row["locale"] == locale]  # fmt: skip
    pytest.skip("the collection of names is not beside the project")


@pytest.mark.parametrize(
    ("locale", "encoding"),
    [("ru_RU", "cp1251"), ("ru_RU", "koi8-r"), ("vi_VN", "cp1258"), ("vi_VN", "utf-16-be"), ("ru_RU", "utf-16-le"),
     ("hy_AM", "utf-16-le"), ("es_ES", "cp1252"), ("fr_FR", "cp1252"), ("is_IS", "cp1252"), ("uk_UA", "cp1251")],
)  # fmt: skip
def test_names_of_the_collection_are_read_ten_at_a_time(locale: str, encoding: str) -> None:
    names = names_of(locale)
    if not names:
        pytest.skip("the collection has no names of this language")
    wrong = []
    for start in range(0, len(names), 10):
        ten = names[start : start + 10]
        text = text_of(ten)
        if text.isascii():
            continue
        read = table(cp1258(text) if encoding == "cp1258" else text.encode(encoding, "replace"))
        if read.form.encoding != encoding:
            wrong.append((read.form.encoding, ten))
    assert wrong == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_with_commas_and_newlines_inside_of_quotes(delimiter: str, newline: str) -> None:
    rows = [
        ["Full name", "Address", "Notes"],
        ["Dara", "12, Market St; left | right", f"one{newline}two"],
        ["Thida", "", "x"],
    ]
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(rows)
    read = table(out.getvalue().encode())
    assert read.form.delimiter == delimiter
    assert read.rows == rows


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal"),
    [
        ("name;score;paid\nDara;1,5;2,5\nThida;3;1.200,00\n", ";", ","),
        ("1,5;2,5\n3,5;4,5\n", ";", ","),
        ('a,b\n"1,7","200.000.000"\n', ",", ","),
        ("a,b\n1.7,2\n", ",", "."),
        ("a;b\n1.234.567;x\n", ";", ","),
        ("a;b\n1,234.50;x\n", ";", "."),
        ("a;b\n01.02.2003;x\n", ";", "."),
        ("sep=|\na;b|c\n1;2|3\n", "|", "."),
        ("Full name\nDara\nThida\n", ",", "."),
    ],
)
def test_delimiter_and_decimal_sign_are_found_out(text: str, delimiter: str, decimal: str) -> None:
    form = table(text.encode()).form
    assert (form.delimiter, form.decimal) == (delimiter, decimal)


def test_the_form_can_be_named_where_it_was_found_wrongly() -> None:
    data = "Însă;São\n".encode("cp1252", "replace") + "São;0012,5\n".encode("cp1252")
    read = table(data, asked=TextForm("cp1252", ",", "."))
    assert read.rows[1] == ["São;0012", "5"]
    assert read.form == TextForm("cp1252", ",", ".")
    with pytest.raises(Unreadable):
        table(data, asked=TextForm("utf-8", ";", "."))


def test_ragged_rows_are_padded_and_empty_ends_dropped() -> None:
    assert table(b"a,b,c\n1\n,,,,,\n2,3,4,\n\n\n").rows == [
        ["a", "b", "c"],
        ["1", "", ""],
        ["", "", ""],
        ["2", "3", "4"],
    ]


@given(st.lists(st.lists(st.text('aя0 ,;"\n\t|1.é', max_size=6), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_another_program_writes_comes_back(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    rows = [["first", *["x"] * width], *([f"_{cell}" for cell in row] + ["_"] * (width + 1 - len(row)) for row in rows)]
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    assert table(out.getvalue().encode(), asked=TextForm("utf-8", ",", ".")).rows == rows


@given(st.binary(max_size=300))
def test_any_bytes_are_text_in_some_encoding_or_refused(data: bytes) -> None:
    text, encoding = decoded(data)
    assert encoding
    try:
        assert len({len(row) for row in table(data).rows}) == 1
    except Unreadable:
        assert text is not None


def test_a_broken_letter_in_utf_8_does_not_change_all_the_others() -> None:
    text = text_of(RUSSIAN * 10)
    assert table(text.encode()[:-4]).form.encoding == "utf-8"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.xlsx", b"a,b\n1,2\n", "not-a-workbook"),
        ("x.xls", b"hello", "not-a-workbook"),
        ("x.csv", b"", "empty-workbook"),
        ("x.csv", b"\xef\xbb\xbf\r\n\r\n", "empty-workbook"),
        ("x.xls", b"<html><table><tr><td>1</td></tr></table></html>", "not-a-workbook"),
        ("x.csv", b"%PDF-1.7 ...", "not-a-workbook"),
        ("x.csv", bytes(range(1, 32)) * 20, "not-a-workbook"),
        ("x.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(100), "not-a-workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        read_sheet(path)
    assert refusal.value.code == code
    assert "{" not in str(refusal.value)


def test_text_under_the_name_of_an_old_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "Список.xls"
    path.write_bytes("Имя\tТелефон\r\nДара\t012345\r\n".encode("utf-16"))
    book = look(path)
    assert (book.kind, book.text_form) == ("text", TextForm("utf-16-le", "\t", "."))
    sheet = read_sheet(path, "Список")
    assert sheet.rows[1] == ["Дара", "012345"]
    assert sheet.text_form == book.text_form
    with pytest.raises(BadInput):
        read_sheet(path, "Another")


def test_a_text_file_that_is_too_long_says_how_many_rows_it_has(tmp_path: Path) -> None:
    path = tmp_path / "ministry.csv"
    path.write_text("name,phone\n" + "Dara,1\n" * 100_002, encoding="utf-8")
    with pytest.raises(BadInput, match=r"^ministry\.csv is too large: its sheet ministry reaches down to row 100003 "):
        read_sheet(path)
