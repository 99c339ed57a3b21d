# SPDX-License-Identifier: Apache-2.0
"""Sample data for any template. All people and centres are invented."""

import io
from collections.abc import Mapping
from dataclasses import replace

import orjson
from PIL import Image

from app.documents.data import DocumentData
from app.documents.template import Template, read_template

NAMES = {
    "en": "Ly Vannak SAMPLE",
    "km": "ខៀវ ច័ន្ទបញ្ញា",
    "hy": "Սալբաշյան Թերեզա",
    "ky": "Өмүрбекова Айгүл Үсөновна",
    "vi": "Nguyễn Thị Ánh Đặng",
    "ar": "سارة الكردي",
}
FACTS = {
    "learner.name": NAMES["km"],
    "learner.latin_name": "KHIEV Chanpanha",
    "learner.birth_year": "2004",
    "learner.number": "L-0117",
    "qualification.title": "Certificate III in Electrical Installation",
    "qualification.code": "CPE30926",
    "qualification.level": "3",
    "centre.name": "SAMPLE Vocational Training Centre",
    "centre.code": "PPVTC",
    "centre.address": "12 Maple Street",
    "awarding.name": "National Training Board SAMPLE",
    "document.number": "KH-PPVTC-7K3QZ9-000123-73",
    "document.issued_on": "2026-11-22",
    "document.valid_until": "2029-11-21",
    "document.place": "Phnom Penh",
    "decision.number": "27-B",
    "decision.date": "2026-11-20",
    "cohort.code": "EL-26-1",
    "cohort.start": "2026-01-12",
    "cohort.end": "2026-11-18",
    "signatory.1.name": "Trần Quốc Bảo",
    "signatory.1.role": "Director",
}


def rows_of(count: int) -> dict[str, tuple[Mapping[str, str], ...]]:
    names = list(NAMES.values())
    return {
        "units": tuple(
            {"unit.code": f"CPEEI{300 + n}A", "unit.title": "Install wiring", "unit.outcome": "Competent",
             "unit.date": "2026-10-05"} for n in range(count)
        ),
        "learners": tuple(
            {"learner.name": f"{names[n % 6]}", "learner.number": f"L-{n:04}", "learner.result": "Competent"}
            for n in range(count)
        ),
        "members": tuple({"member.name": name, "member.role": "Member"} for name in names[:3]),
        "sheets": tuple({"sheet.form_number": f"{4400 + n:06}", "sheet.reason": "Torn"} for n in range(count)),
        "sections": tuple(
            {"section.title": f"Part {n}", "section.text": "Reads drawings and mends circuits. " * 6}
            for n in range(count)
        ),
    }  # fmt: skip


def data_of(document_type: str, rows: int = 6, qr_text: str = "GM1:" + "SAMPLE 0123456789" * 18) -> DocumentData:
    images = {name: picture_of() for name in ("centre.logo", "learner.photo", "signatory.1.image", "mark.training")}
    return DocumentData(document_type, FACTS, rows_of(rows), images, qr_text)


def with_facts(data: DocumentData, facts: Mapping[str, str]) -> DocumentData:
    return replace(data, facts={**data.facts, **facts})


def picture_of(size: tuple[int, int] = (60, 40), mode: str = "RGBA", kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "1" else 1).save(file, kind)
    return file.getvalue()


def template_of(*elements: Mapping[str, object], **more: object) -> Template:
    """A template of these elements on one page; each has a place and a size unless it says so."""
    placed = [{"x": 20, "y": 20, "width": 100, "height": 20, **one} for one in elements]
    return read_template(file_of({"pages": [{"elements": placed}], **more}))


def file_of(more: Mapping[str, object]) -> bytes:
    """The file of a template with these properties."""
    whole = {
        "format": "guildmark-template",
        "version": 1,
        "key": "one",
        "name": {"en": "One"},
        "document_type": "certificate",
        "pages": [{"elements": []}],
    }
    return orjson.dumps({**whole, **more})
