# SPDX-License-Identifier: Apache-2.0
"""Documents drawn from templates: what is on them, in every script, on as many pages as they need."""

import io
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents.attachments import Attachment
from app.documents.reading import codes_in, text_of
from app.documents.rendering import faults, render
from app.documents.starting import starting_keys, starting_template
from app.domain.documents import DOCUMENT_TYPES
from app.domain.refusals import RuleBroken
from tests.documents.builders_templates import FACTS, NAMES, data_of, template_of, with_facts

FIELD = {"type": "field", "bind": "learner.name", "name": "who"}


def lines_of(folder: Path, pdf: bytes) -> list[str]:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    return text_of(path).splitlines()


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@pytest.mark.parametrize("who", NAMES)
@pytest.mark.parametrize("key", starting_keys())
def test_every_starting_template_prints_every_script(tmp_path: Path, key: str, who: str) -> None:
    template = starting_template(key)
    data = with_facts(data_of(template.document_type), {"learner.name": NAMES[who]})
    assert faults(template, data) == ()
    pdf = render([(template, data)])
    assert pdf == render([(template, data)])
    lines = lines_of(tmp_path, pdf)
    shown = template.shown()
    for name in shown.alone & {"learner.name", "document.number", "centre.name", "qualification.title"}:
        assert data.facts[name] in lines
    if "qr" in shown.names:
        assert codes_in(tmp_path / "document.pdf") == [data.qr_text]


@pytest.mark.parametrize("key", starting_keys())
def test_no_document_holds_anything_that_acts_or_points_elsewhere(key: str) -> None:
    template = starting_template(key)
    with pikepdf.open(io.BytesIO(render([(template, data_of(template.document_type))]))) as pdf:
        assert not pdf.check_pdf_syntax()
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        assert all("/Annots" not in page for page in pdf.pages)
        assert all(
            "/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in pdf.pages[0].Resources.Font.values()
        )


@pytest.mark.parametrize("language", ["en", "ru", "km", "vi"])
def test_a_second_language_stands_beside_the_first(tmp_path: Path, language: str) -> None:
    template = starting_template("certificate")
    facts = {"qualification.title_2": "Certificate of Wiring"}
    data = replace(with_facts(data_of("certificate"), facts), language=language, second_language="en")
    lines = lines_of(tmp_path, render([(template, data)]))
    assert ("Certificate of Wiring" in lines) is (language != "en" or "Certificate of Wiring" in lines)
    assert "Certificate" in lines
    assert data.facts["qualification.title"] in lines


def test_a_number_of_rows_flows_and_the_last_page_has_room_to_be_signed(tmp_path: Path) -> None:
    template = starting_template("grade-sheet")
    pdf = render([(template, data_of("grade-sheet", 70))])
    assert pages_of(pdf) == 3
    lines = lines_of(tmp_path, pdf)
    assert lines.count("Grade sheet (continued)") == 2
    assert [f"L-{n:04}" for n in range(70)] == [line for line in lines if line.startswith("L-0") and len(line) == 6]
    assert lines.count("Director") == 1
    assert lines.count("Learner number") == 3


@given(st.integers(0, 90), st.sampled_from(["commission-minutes", "destruction-act", "enrolment-order", "supplement"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_many_rows_none_is_lost(tmp_path: Path, rows: int, key: str) -> None:
    template, data = starting_template(key), data_of(key, rows)
    table = {"supplement": "sections", "destruction-act": "sheets"}.get(key, "learners")
    lines = lines_of(tmp_path, render([(template, data)]))
    for row in data.rows[table]:
        wanted = row.get("learner.name") or row.get("sheet.form_number") or row["section.title"]
        assert wanted in lines


def test_a_table_of_one_page_is_refused_before_rows_are_lost() -> None:
    template = starting_template("destruction-act")
    data = data_of("destruction-act")
    many = replace(data, rows={**data.rows, "members": data.rows["members"] * 20})
    with pytest.raises(RuleBroken, match="60 rows"):
        render([(template, many)])
    assert [fault.code for fault in faults(template, many)] == ["too-many-rows"]


def test_what_is_printed_on_the_forms_already_is_left_out(tmp_path: Path) -> None:
    template = template_of(FIELD, {"type": "text", "text": {"en": "Printed before"}, "preprinted": True, "y": 60})
    data = data_of("certificate")
    assert "Printed before" in lines_of(tmp_path, render([(template, data)]))
    assert lines_of(tmp_path, render([(template, data)], stationery=True)) == [data.facts["learner.name"]]


@pytest.mark.parametrize(
    ("condition", "is_shown"),
    [
        ({"field": "document.valid_until"}, True),
        ({"field": "document.valid_until", "present": False}, False),
        ({"field": "document.replaces"}, False),
        ({"field": "qualification.level", "equals": "3"}, True),
        ({"field": "qualification.level", "differs": "3"}, False),
        ({"field": "centre.logo"}, True),
        ({"field": "units"}, True),
        ({"field": "page.count", "differs": "1"}, False),
    ],
)
def test_a_condition_shows_or_hides(tmp_path: Path, condition: dict[str, object], is_shown: bool) -> None:
    template = template_of({"type": "text", "text": {"en": "Here"}, "when": [condition]})
    assert (lines_of(tmp_path, render([(template, data_of("certificate"))])) == ["Here"]) is is_shown


def test_a_sample_and_a_duplicate_say_so_over_the_whole_page(tmp_path: Path) -> None:
    template, data = starting_template("certificate"), data_of("certificate")
    assert lines_of(tmp_path, render([(template, replace(data, sample=True))]))[-1] == "SAMPLE"
    assert lines_of(tmp_path, render([(template, replace(data, duplicate="DUPLICATE 2"))]))[-1] == "DUPLICATE 2"


FITS: dict[str, dict[str, object]] = {
    "shrink": {"fit": "shrink", "size": 20, "min_size": 4, "width": 60},
    "wrap": {"fit": "wrap", "size": 10, "max_lines": 4, "width": 30},
    "shrink+wrap": {"size": 20, "min_size": 5, "max_lines": 3, "width": 50},
}


@pytest.mark.parametrize("fit", FITS)
def test_a_long_name_is_made_to_fit_and_is_whole(tmp_path: Path, fit: str) -> None:
    name = "Maria Konstantinopolskaya Petrovna Rodriguez"
    template = template_of({**FIELD, **FITS[fit]})
    lines = lines_of(tmp_path, render([(template, with_facts(data_of("certificate"), {"learner.name": name}))]))
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert (len(lines) > 1) is ("wrap" in fit)


def test_what_does_not_fit_is_a_fault_of_its_element_and_is_never_cut() -> None:
    template = template_of({**FIELD, "fit": "refuse", "size": 30, "width": 40})
    data = data_of("certificate")
    assert [(fault.code, fault.element) for fault in faults(template, data)] == [("text-too-long", "who")]
    with pytest.raises(RuleBroken, match="too long for its place"):
        render([(template, data)])


def test_faults_name_every_trouble_at_once() -> None:
    template = starting_template("certificate")
    facts = {"learner.name": "Ly 😀", "qualification.title": "A\u202eB", "document.number": ""}
    found = faults(template, with_facts(data_of("certificate"), facts))
    assert {fault.code for fault in found} == {"fact-missing", "text-without-typeface", "text-unprintable"}
    assert "This is needed before printing: Certificate number." in [fault.words for fault in found]


def test_a_document_is_checked_in_milliseconds() -> None:
    template = starting_template("statement-of-attainment")
    several = [with_facts(data_of("statement-of-attainment"), {"learner.name": f"Ly Vannak {n}"}) for n in range(40)]
    faults(template, several[0])
    before = time.process_time()
    assert not [fault for data in several for fault in faults(template, data)]
    assert (time.process_time() - before) / len(several) < 0.012


def test_a_file_travels_inside_the_document_and_is_found_there() -> None:
    template, data = starting_template("certificate"), data_of("certificate")
    credential = Attachment("credential.json", b'{"of": "SAMPLE"}', "application/json", "Digital credential")
    pdf = render([(template, data)], [credential])
    assert pdf == render([(template, data)], [credential])
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert not found.check_pdf_syntax()
        attached = found.attachments["credential.json"]
        assert attached.get_file().read_bytes() == credential.data
        assert attached.get_file().mime_type == "application/json"
        assert str(found.Root.AF[0].AFRelationship) == "/Data"


def test_the_file_says_what_it_is() -> None:
    data = replace(data_of("certificate"), language="km")
    with pikepdf.open(io.BytesIO(render([(starting_template("certificate"), data)]))) as pdf:
        assert str(pdf.Root.Lang) == "km"
        assert FACTS["document.number"] in str(pdf.docinfo["/Title"])
        metadata = pdf.open_metadata()
        assert FACTS["document.number"] in str(metadata["dc:title"])
        assert str(pdf.Root.OutputIntents[0].DestOutputProfile.N) == "3"


def test_the_name_in_latin_letters_is_left_out_where_it_is_the_name(tmp_path: Path) -> None:
    data = with_facts(data_of("certificate"), {"learner.name": "Ly Vannak", "learner.latin_name": "Ly Vannak"})
    assert lines_of(tmp_path, render([(starting_template("certificate"), data)])).count("Ly Vannak") == 1


def test_every_type_of_document_is_drawn_together_in_one_file() -> None:
    parts = [(starting_template(kind), data_of(kind)) for kind in DOCUMENT_TYPES]
    assert pages_of(render(parts)) >= len(parts)


def test_bars_are_read_back() -> None:
    import zxingcpp

    template = template_of({"type": "barcode", "width": 90, "height": 12})
    with pypdfium2.PdfDocument(render([(template, data_of("certificate"))])) as pdf:
        picture = pdf[0].render(scale=3).to_pil()
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [FACTS["document.number"]]
    shown = with_facts(data_of("certificate"), {"document.number": "№ 7"})
    assert [fault.code for fault in faults(template, shown)] == ["not-for-bars"]


def test_digits_and_years_are_those_that_the_template_wishes(tmp_path: Path) -> None:
    field = {"type": "field", "bind": "document.issued_on"}
    own = template_of(field, options={"digits": "language", "era": "buddhist"})
    data = replace(data_of("certificate"), language="th")
    assert lines_of(tmp_path, render([(own, data)])) == ["๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙"]
    assert lines_of(tmp_path, render([(template_of(field), replace(data, language="km"))])) == [
        "ថ្ងៃទី 22 ខែវិច្ឆិកា ឆ្នាំ 2026"
    ]
