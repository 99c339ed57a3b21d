# SPDX-License-Identifier: Apache-2.0
"""Invented people and results to look at a template with, for each type of document. All are marked SAMPLE."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.documents.data import DocumentData
from app.documents.template import Template
from app.translation import later

PEOPLE: Final[Mapping[str, tuple[str, str, str]]] = {
    "short": (later("A short name"), "Ly Vannak SAMPLE", ""),
    "long": (later("A very long name"), "Maria Alexandra Montgomery-Featherstonehaugh de la Fuente SAMPLE", ""),
    "km": (later("A name in Khmer letters"), "ខៀវ ច័ន្ទបញ្ញា", "KHIEV Chanpanha SAMPLE"),
    "ru": (later("A name in Cyrillic letters"), "Өмүрбекова Айгүл Үсөновна", "OMURBEKOVA Aigul SAMPLE"),
    "hy": (later("A name in Armenian letters"), "Սալբաշյան Թերեզա", "SALBASHYAN Tereza SAMPLE"),
    "vi": (later("A name in Vietnamese letters"), "Nguyễn Thị Ánh Đặng", "NGUYEN Thi Anh Dang SAMPLE"),
    "ar": (later("A name in Arabic letters"), "سارة الكردي", "AL KURDI Sara SAMPLE"),
}
"""What each is in words, the name as printed, and in Latin letters."""

OF_A_PACK: Final = "pack"
"""Stands for the sample that came with the template, where it has one."""

_FACTS: Final = {
    "learner.birth_date": "2004-03-17",
    "learner.birth_year": "2004",
    "learner.birth_place": "SAMPLE",
    "learner.id_number": "000000000",
    "learner.number": "L-0117",
    "qualification.title": "Certificate III in Electrical Installation",
    "qualification.code": "CPE30926",
    "qualification.level": "3",
    "qualification.sector": "Construction",
    "centre.name": "SAMPLE Vocational Training Centre",
    "centre.code": "SAMPLE",
    "centre.address": "12 Maple Street",
    "awarding.name": "National Training Board SAMPLE",
    "document.number": "KH-SAMPLE-7K3QZ9-000123-73",
    "document.issued_on": "2026-11-22",
    "document.valid_until": "2029-11-21",
    "document.place": "SAMPLE",
    "decision.number": "27-B",
    "decision.date": "2026-11-20",
    "cohort.code": "EL-26-1",
    "cohort.start": "2026-01-12",
    "cohort.end": "2026-11-18",
    "cohort.assessor": "Lena SAMPLE",
    "signatory.1.name": "Trần Quốc Bảo SAMPLE",
    "signatory.1.role": "Director",
    "signatory.2.name": "Anna SAMPLE",
    "signatory.2.role": "Chair of the commission",
}
_TITLES: Final = (
    "Install wiring",
    "Test and commission a three-phase installation in a small workshop or a home",
    "Work safely",
)
_CODE: Final = "GM1:" + "SAMPLE0123456789" * 18


def sample_data(
    template: Template, who: str = "short", facts: Mapping[str, str] | None = None, count: int = 6
) -> DocumentData:
    """A document of the template's type about one of ``PEOPLE``, with so many rows in its tables; ``facts`` take the
    place of invented ones."""
    _, name, latin = PEOPLE["short" if who == OF_A_PACK else who]
    known = {**_FACTS, "learner.name": name, "learner.latin_name": latin, **(facts or {})}
    return DocumentData(template.document_type, known, _rows(name, count), {}, _CODE, sample=True)


def with_sample(
    data: DocumentData, facts: Mapping[str, str], rows: Mapping[str, tuple[Mapping[str, str], ...]]
) -> DocumentData:
    """The same with the facts and rows that came with a pack."""
    return replace(data, facts={**data.facts, **facts}, rows={**data.rows, **rows})


def _rows(name: str, count: int) -> dict[str, tuple[Mapping[str, str], ...]]:
    numbers = range(count)
    return {
        "units": tuple(
            {"unit.code": f"CPEEI{300 + n}A", "unit.title": _TITLES[n % 3], "unit.outcome": "Competent",
             "unit.date": "2026-10-05", "unit.credits": str(n % 4 + 2), "unit.hours": str(40 + n)} for n in numbers
        ),
        "learners": tuple(
            {"learner.name": name, "learner.number": f"L-{n:04}", "learner.birth_date": "2004-03-17",
             "learner.result": "Competent"} for n in numbers
        ),
        "members": tuple(
            {"member.name": f"{one} SAMPLE", "member.role": "Member"} for one in ("Anna", "Boris", "Dara")
        ),
        "sheets": tuple(
            {"sheet.form_number": f"{4400 + n:06}", "sheet.reason": "Torn", "sheet.date": "2026-11-20"}
            for n in numbers
        ),
        "sections": tuple(
            {"section.title": f"{n + 1}.", "section.text": "Reads drawings and mends circuits. " * 6} for n in numbers
        ),
    }  # fmt: skip
