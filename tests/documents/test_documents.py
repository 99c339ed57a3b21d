# SPDX-License-Identifier: Apache-2.0
"""Certificates and records of results as files: what they hold, and what can be read back from them."""

import io
import shutil
import subprocess
import warnings
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.credentials.qr_text import COMFORTABLE_LENGTH
from app.credentials.verifying import verify_text
from app.documents import words
from app.documents.issue import render, render_merged
from app.documents.preview import page_count, page_image
from app.documents.qr_code import qr_code
from app.documents.reading import codes_in, states, text_of
from app.domain.refusals import BadInput
from tests.credentials.builders_credentials import facts_of, key_of, trust_of
from tests.documents.builders_documents import document_of, record_of

TODAY = date(2026, 11, 23)


def saved(folder: Path, pdf: bytes) -> Path:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    return path


def photo_of(pdf: bytes, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=dpi / 72).to_pil()


def test_the_same_data_always_gives_the_same_bytes() -> None:
    assert render(document_of()) == render(document_of())
    assert render(record_of(3)) == render(record_of(3))
    assert render(document_of(sample=True)) != render(document_of())


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_the_code_of_a_printed_certificate_is_read_from_a_scan_and_verifies(tmp_path: Path, dpi: int) -> None:
    scan = tmp_path / "scan.png"
    photo_of(render(document_of()), dpi).save(scan)
    (code,) = codes_in(scan)
    assert verify_text(code, [trust_of()], TODAY).result == "genuine"
    assert verify_text(code[:-1] + ("0" if code[-1] != "0" else "1"), [trust_of()], TODAY).result == "altered"


def test_a_crooked_grey_photo_is_read_too(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo_of(render(record_of(2)), 150).convert("L").rotate(7, expand=True, fillcolor=200).save(photo, quality=60)
    assert codes_in(photo) == [record_of(2).qr_text]


def test_the_code_is_read_from_the_pdf_and_its_text_shows_whose_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path, render(document_of()))
    assert codes_in(path) == [document_of().qr_text]
    text = text_of(path)
    assert states(text, "ស៊ុន សុភាព")
    assert states(text, facts_of().number)
    assert not states(text, "ស៊ុន សុភី")


def test_a_picture_has_no_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    photo_of(render(document_of()), 40).save(path)
    assert (text_of(path), codes_in(path)) == ("", [])


def test_a_full_code_stays_within_version_fourteen() -> None:
    assert qr_code("A" * COMFORTABLE_LENGTH).version == 14
    assert qr_code("A" * (COMFORTABLE_LENGTH + 1)).version == 15


@pytest.mark.parametrize("kind", ["certificate", "record-of-results"])
def test_even_the_largest_code_touches_nothing_else(tmp_path: Path, kind: str) -> None:
    name = "".join(chr(0x1780 + n * 17 % 33) for n in range(200))
    data = document_of(facts_of(name=name, latin_name="", document_type=kind))
    assert codes_in(saved(tmp_path, render(data))) == [data.qr_text]


def test_the_file_states_its_language_and_title_and_holds_nothing_that_runs() -> None:
    with pikepdf.open(io.BytesIO(render(document_of(language="km")))) as pdf:
        assert str(pdf.Root.Lang) == "km"
        assert str(pdf.docinfo["/Title"]).endswith(facts_of().number)
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        assert not pdf.check_pdf_syntax()


def test_every_typeface_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(render(document_of()))) as pdf:
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts) >= 4
        for font in fonts.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_many_certificates_share_their_typefaces_and_background() -> None:
    one = len(render(document_of()))
    many = render_merged([document_of(facts_of(name=f"Learner {n}")) for n in range(20)])
    assert page_count(many) == 20
    assert one <= 60 * 1024
    assert (len(many) - one) / 19 < 10 * 1024


def test_a_record_of_thirty_units_flows_over_two_pages(tmp_path: Path) -> None:
    pdf = render(record_of(30))
    assert page_count(pdf) == 2
    path = saved(tmp_path, pdf)
    text = text_of(path)
    assert all(unit.code in text for unit in record_of(30).units)
    assert "Page 2 of 2" in text
    assert "(continued)" in text
    assert codes_in(path) == [record_of(30).qr_text]


def test_a_record_of_one_page_has_no_page_number(tmp_path: Path) -> None:
    assert "Page" not in text_of(saved(tmp_path, render(record_of(3))))


@given(st.integers(0, 75))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_record_of_any_length_lists_every_unit_once_and_is_signed_on_the_last_page(tmp_path: Path, rows: int) -> None:
    with pypdfium2.PdfDocument(render(record_of(rows))) as pdf:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert ["Director" in text for text in texts] == [False] * (len(texts) - 1) + [True]
    assert all(sum(text.count(unit.code) for text in texts) == 1 for unit in record_of(rows).units)


def test_a_document_speaks_its_own_language_while_the_screen_speaks_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalog(locale="ru", charset="utf-8")
    catalogue.add("This is to certify that", "Настоящим удостоверяется, что")
    (tmp_path / "translations").mkdir()
    with (tmp_path / "translations" / "ru.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(words, "resources", lambda: tmp_path)
    text = text_of(saved(tmp_path, render(document_of(language="ru"))))
    assert states(text, "Настоящим удостоверяется, что")
    assert states(text, "22 ноября 2026 г.")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "22 November 2026"),
        ("ru", "22 ноября 2026 г."),
        ("km", "ថ្ងៃទី 22 ខែវិច្ឆិកា ឆ្នាំ 2026"),
        ("vi", "ngày 22 tháng 11 năm 2026"),
    ],
)
def test_dates_are_written_one_way_only(language: str, expected: str) -> None:
    assert words.written_date("2026-11-22", language) == expected


def test_the_preview_is_the_page_in_the_order_that_screens_want() -> None:
    image = page_image(render(document_of()), 0, 72)
    assert (image.width, image.height) == (842, 596)
    assert len(image.bgra) == 842 * 596 * 4
    assert image.bgra[:4] == b"\xff\xff\xff\xff"
    blue, _, red, _ = image.bgra[(596 // 2 * 842 + 19) * 4 :][:4]
    assert blue > red
    with pytest.raises(BadInput):
        page_image(render(document_of()), 1, 72)
    with pytest.raises(BadInput):
        page_count(b"nothing")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_fine_print_is_no_part_of_the_text() -> None:
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=render(document_of()), capture_output=True, check=True
    ).stdout.decode()
    assert text.count(facts_of().number) == 1


whole = render(document_of())


@given(st.binary(max_size=60), st.integers(0, len(whole)))
@example(b"", 0)
@example(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x00\x00\x00\x00", 0)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_broken_file_is_read_or_refused_in_words(tmp_path: Path, noise: bytes, position: int) -> None:
    for content in (noise, whole[:position] + noise, whole[:position] + noise + whole[position + len(noise) :]):
        path = saved(tmp_path, content)
        for read in (codes_in, text_of):
            try:
                assert read(path) in ([document_of().qr_text], []) or read is text_of
            except BadInput as refused:
                assert "cannot be read" in str(refused)


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(BadInput, match="cannot be read"):
            codes_in(path)


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with warnings.catch_warnings():
        Image.new("1", (9000, 9000)).save(path)
    with pytest.raises(BadInput, match="cannot be read"):
        codes_in(path)


def test_a_signed_text_in_a_document_is_the_one_handed_in(tmp_path: Path) -> None:
    other = document_of(facts_of(name="Someone Else"))
    forged = document_of(qr_text=other.qr_text)
    path = saved(tmp_path, render(forged))
    found = verify_text(codes_in(path)[0], [trust_of(key_of())], TODAY)
    assert found.result == "genuine"
    assert not states(text_of(path), found.name)
